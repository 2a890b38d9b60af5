"""The areas that are one side's in all or nearly all services, counted from the services' own entries."""

import pytest

from bot.answering import answer
from bot.model import Context, Kind, Owner
from bot.model.lookup import duty, exists
from bot.rendering.plain import plain


@pytest.fixture
def ours(knowledge):
    return answer("Which tasks are always ours, no matter the service?", Context(), knowledge)


def test_every_number_is_counted_from_the_entries(knowledge, ours) -> None:
    assert ours.kind is Kind.LIST
    assert len(ours.everywhere) >= 3
    for one in ours.everywhere:
        entries = {
            s.name: duty(knowledge, s, None, one.claim.area) for s in knowledge.services.values()
        }
        there = {name: entry.owner for name, entry in entries.items() if exists(entry)}
        alone = [name for name, owner in there.items() if owner is Owner.CUSTOMER]
        assert (one.services, one.of) == (len(alone), len(there))
        assert {*one.others} == there.keys() - {*alone}
        assert one.services >= 0.95 * one.of


def test_the_most_constant_come_first(ours) -> None:
    shares = [one.services / one.of for one in ours.everywhere]
    assert shares == sorted(shares, reverse=True)
    assert ours.everywhere[0].claim.area == "account_root"


def test_what_aws_never_leaves_to_us_is_the_infrastructure(knowledge) -> None:
    theirs = answer("what is never our job, on any service?", Context(), knowledge)
    areas = {one.claim.area for one in theirs.everywhere}
    assert theirs.owner is Owner.PROVIDER
    assert {"physical_security", "hardware_lifecycle", "host_virtualization"} <= areas
    assert not areas & {
        one.area for one in answer("what is always ours?", Context(), knowledge).breakdowns
    }


def test_the_exceptions_are_named(knowledge) -> None:
    said = plain(answer("what is never our job, on any service?", Context(), knowledge))
    assert "otherwise in" in said
    assert "AWS Outposts" in said


def test_the_headline_tells_always_from_nearly_always(ours) -> None:
    said = plain(ours)
    assert "Ours alone whatever the service: the AWS account" in said
    assert "; nearly everywhere: access management" in said

"""What the peers are given, and the rule they are judged by."""

import pytest
from rapidfuzz import fuzz

from benchmarks.fuzzy import extract_one
from benchmarks.guesses import on_sentences, on_two_slots, sentences, service_names
from benchmarks.judging import judge
from bot.model import Knowledge
from bot.upkeep.evaluate import Row

RDS = "aws/rds"


@pytest.mark.parametrize(
    ("use", "scorer", "text"),
    [
        pytest.param(on_sentences, fuzz.ratio, "Who encrypts Amazon DynamoDB?", id="sentences"),
        pytest.param(on_two_slots, fuzz.partial_ratio, "Amazon DynamoDB encryption", id="slots"),
    ],
)
def test_a_peer_reads_what_it_was_given(knowledge: Knowledge, use, scorer, text: str) -> None:
    """Asked in the very words of the names, it finds service and task: it is put together rightly."""
    peer = use(extract_one(scorer), knowledge)

    guess = peer(text)

    assert guess.service.ids == ("aws/dynamodb",)
    assert guess.area.ids == ("encryption",)
    assert guess.service.score == 100.0


def test_there_is_a_sentence_for_every_pair(knowledge: Knowledge) -> None:
    """And for each service and each task alone, so that no class of questions is out of a peer's reach."""
    tasks, services = len(knowledge.areas) + len(knowledge.bundles), len(knowledge.services)

    assert len(sentences(knowledge)) == tasks * services + tasks + services


def test_the_peers_know_every_alias(knowledge: Knowledge) -> None:
    """They are given the names that we have: "rds" and "postgres" both stand for Amazon RDS."""
    names = {entry.text for entry in service_names(knowledge) if entry.id == RDS}

    assert {"amazon rds", "rds", "postgres", "rds custom for oracle"} <= names


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (((RDS,), ("guest_os_patching",)), True),
        (((RDS,), ("patching",)), True),
        (((RDS,), ("backup_restore",)), False),
        (((), ("guest_os_patching",)), False),
        ((("aws/ec2",), ("guest_os_patching",)), False),
    ],
    ids=["exact", "the bundle", "another area", "no service", "another service"],
)
def test_a_peer_is_judged_like_we_are(knowledge: Knowledge, reading, expected: bool) -> None:
    """Service and area must both be right, a bundle standing for its areas."""
    row = Row(ask="?", kind="ownership", services=(RDS,), areas=(("guest_os_patching",),))

    assert judge(row, knowledge)(reading) is expected


def test_no_peer_is_asked_for_the_option(knowledge: Knowledge) -> None:
    """Peers find services; that they cannot tell RDS Custom from RDS is not counted against them."""
    row = Row(
        ask="?",
        kind="ownership",
        services=(RDS,),
        areas=(("guest_os_patching",),),
        option={RDS: "rds-custom-oracle"},
    )

    assert judge(row, knowledge)(((RDS,), ("guest_os_patching",)))

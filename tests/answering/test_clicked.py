"""A click asks exactly what it chose; nothing is read from its words."""

import pytest

from bot.answering import answer
from bot.model import Context, Kind, Topic


def test_the_chosen_ids_are_answered_whatever_the_words_say(knowledge) -> None:
    """ "RDS" in the words, DynamoDB chosen: DynamoDB."""
    chosen = Topic((("aws/dynamodb", None),), ("backup_restore",))
    answered = answer("who patches RDS?", Context(exactly=chosen), knowledge)

    assert answered.topic == chosen
    assert (answered.kind, answered.question.confidence) == (Kind.OWNERSHIP, 1.0)


def test_a_service_alone_is_its_overview(knowledge) -> None:
    """For every service and every way to run it, also where the words would be read another way."""
    for service in knowledge.services.values():
        for option in (None, *service.options):
            chosen = Topic(((service.key, option),))
            answered = answer("", Context(exactly=chosen), knowledge)
            assert (answered.kind, answered.topic) == (Kind.OVERVIEW, chosen)


def test_an_area_alone_is_answered_in_general(knowledge) -> None:
    for area in (*knowledge.areas, *knowledge.bundles):
        chosen = Topic(areas=(area,))
        answered = answer("", Context(exactly=chosen), knowledge)
        assert (answered.kind, answered.topic) == (Kind.OWNERSHIP, chosen)


@pytest.mark.parametrize(
    "gone",
    [
        Topic((("aws/gone", None),)),
        Topic((("aws/rds", "gone"),)),
        Topic((("aws/rds", None),), ("gone",)),
        Topic((), ("gone",)),
        Topic(),
    ],
    ids=["service", "option", "area", "area alone", "nothing"],
)
def test_what_is_no_longer_known_is_read_from_the_words(knowledge, gone: Topic) -> None:
    """An old button after the knowledge changed."""
    answered = answer("who backs up DynamoDB?", Context(exactly=gone), knowledge)

    assert [service.id for service in answered.services] == ["dynamodb"]

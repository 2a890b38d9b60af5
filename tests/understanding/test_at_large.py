"""Questions for the model itself, without a service or a task."""

import pytest

from bot.model import Kind


@pytest.mark.parametrize(
    "words",
    [
        "who is responsible for what in the cloud?",
        "who does what, AWS or us",
        "can somebody tell me who owns what at AWS",
        "why is AWS not responsible for everything?",
        "why does amazon call it a shared job",
    ],
)
def test_the_model_is_explained(ask, words: str) -> None:
    """The first thing a new hire asks; it used to be declined."""
    reply = ask(words)

    assert reply.kind is Kind.EXPLANATION
    assert [concept.id for concept in reply.concepts] == ["shared_responsibility_model"]


@pytest.mark.parametrize(
    "words",
    [
        "who does what in our kitchen?",
        "who is responsible for what in google cloud?",
        "why is aws so expensive",
        "why is our work never done",
        "why is amazon down",
        "why does aws not work today",
        "who does what on the aws summit trip",
    ],
)
def test_what_is_about_something_else_is_not(ask, words: str) -> None:
    """Neither another cloud, nor a price, nor a sigh."""
    assert ask(words).kind in (Kind.DECLINE, Kind.CLARIFY)


def test_with_a_service_the_split_of_that_is_answered(ask) -> None:
    """ "Who does what" on RDS asks for RDS."""
    reply = ask("who is responsible for what on RDS in the cloud?")

    assert reply.kind is Kind.OVERVIEW
    assert [match.id for match in reply.question.services] == ["aws/rds"]

"""What is one side's whatever the service."""

import pytest

from bot.model import Intent, Owner, Topic
from bot.understanding.everywhere import asks_everywhere
from bot.understanding.question import understand
from bot.understanding.text import clean


def said(text: str) -> list[str]:
    return [word.text for word in clean(text).words]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("What is always ours?", Owner.CUSTOMER),
        ("which duties stay with us, no matter the service", Owner.CUSTOMER),
        ("list everything that AWS never does, on any product", Owner.CUSTOMER),
        ("what is never our job?", Owner.PROVIDER),
        ("name the tasks AWS has in every service", Owner.PROVIDER),
        ("what does Amazon do for all services?", Owner.PROVIDER),
    ],
)
def test_the_side_of_what_stands_everywhere(text: str, side: Owner) -> None:
    assert asks_everywhere(said(text)) is side


@pytest.mark.parametrize(
    "text",
    [
        "what do we always patch?",
        "which tasks are always ours on RDS?",
        "which services are always ours?",
        "is it always us?",
        "always ours?",
        "what is ours?",
        "who always does everything?",
        "what are all the tasks AWS takes for managed databases?",
    ],
)
def test_what_asks_for_something_else(text: str) -> None:
    assert asks_everywhere(said(text)) is None


@pytest.mark.parametrize(
    ("text", "is_list"),
    [("and what is never our job?", False), ("and what is never ours, on any service?", True)],
)
def test_in_a_thread_all_services_must_be_named(knowledge, text: str, is_list: bool) -> None:
    """Else it is about the service that the thread is about."""
    about = Topic(services=(("aws/rds", None),))
    assert (understand(text, knowledge, about).intent is Intent.LIST) is is_list


def test_it_is_a_list_without_service_or_area(knowledge) -> None:
    question = understand("What is always ours, whatever the service?", knowledge)
    assert (question.intent, question.side) == (Intent.LIST, Owner.CUSTOMER)
    assert (question.services, question.areas, question.decision) == ((), (), "answer")

"""Follow-ups: a message that leans on the one before takes from it what it leaves out."""

import pytest

from bot.model import Intent, Kind, Topic

ON_ECS = Topic((("aws/ecs", None),), ("guest_os_patching",))
ON_REDSHIFT = Topic((("aws/redshift", None),), ("backup_restore",))


@pytest.mark.parametrize(
    ("words", "services", "areas"),
    [
        ("and on fargate?", [("aws/ecs", "fargate")], ["guest_os_patching"]),
        ("no, i meant aurora", [("aws/aurora", None)], ["guest_os_patching"]),
        ("and the backups?", [("aws/ecs", None)], ["backup_restore"]),
        ("is that also true for redshift", [("aws/redshift", None)], ["guest_os_patching"]),
        ("so nothing for us then?", [("aws/ecs", None)], ["guest_os_patching"]),
    ],
)
def test_what_is_left_out_is_carried_over(ask, words, services, areas) -> None:
    """The service, the way to run it or the area, whichever the message does not say."""
    question = ask(words, ON_ECS).question

    assert question.decision == "answer"
    assert [(match.id, match.option) for match in question.services] == services
    assert [match.id for match in question.areas] == areas


@pytest.mark.parametrize("words", ["thanks!", "good morning", "lol"])
def test_small_talk_in_a_thread_carries_nothing(ask, words: str) -> None:
    """Only what asks can lean."""
    assert ask(words, ON_REDSHIFT).kind is Kind.DECLINE


def test_a_whole_question_is_a_new_topic(ask) -> None:
    """A message that names no service but asks in full is not about the thread's service."""
    assert ask("who guards the data centre?", ON_REDSHIFT).question.services == ()


def test_why_gives_the_reasons_of_the_answer_before(ask) -> None:
    """The same claims once more, each with its file and line; without an answer before, help."""
    from bot.rendering.plain import plain

    answered = ask("why?", ON_REDSHIFT)

    assert answered.question.intent is Intent.WHY
    assert "knowledge/aws/services/redshift.yaml:" in plain(answered)
    assert ask("why?").kind is Kind.HELP


@pytest.mark.parametrize("words", ["and backups?", "why?", "what about it?", "and on fargate?"])
@pytest.mark.parametrize(
    "before",
    [
        Topic((("aws/gone", None),), ("gone",)),
        Topic((("aws/rds", "gone"),), ("gone",)),
        Topic((("aws/gone", "gone"), ("aws/rds", None)), ("backup_restore",)),
        Topic((), ("gone",)),
    ],
)
def test_a_thread_older_than_the_knowledge_is_answered(ask, words: str, before: Topic) -> None:
    """What an edit removed is forgotten; the rest of the thread's topic still holds."""
    question = ask(words, before).question

    assert {match.id for match in question.services} <= {"aws/rds", "aws/fargate"}
    assert "gone" not in {match.id for match in question.areas}

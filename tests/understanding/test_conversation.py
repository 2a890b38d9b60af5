"""Follow-ups: a message that leans on the one before takes from it what it leaves out."""

import pytest

from bot.model import MOST_EARLIER, Answer, Intent, Kind, Topic
from bot.understanding.english import (
    ASKING_WORDS,
    FUNCTION_WORDS,
    OWNERSHIP_WORDS,
    PROVIDER_WORDS,
)

ON_ECS = Topic((("aws/ecs", None),), ("guest_os_patching",))
ON_REDSHIFT = Topic((("aws/redshift", None),), ("backup_restore",))


@pytest.fixture
def thread(ask):
    """The answers to messages said one after the other."""

    def _thread(*messages: str) -> list[Answer]:
        said: list[Answer] = []
        topic = None
        for message in messages:
            said.append(ask(message, topic))
            topic = topic if said[-1].topic.is_empty else said[-1].topic
        return said

    return _thread


def read(answered: Answer) -> tuple[list[tuple[str, str | None]], list[str]]:
    """(services with their options, areas) of the question that was understood."""
    question = answered.question
    services = [(match.id.removeprefix("aws/"), match.option) for match in question.services]
    return services, [match.id for match in question.areas]


@pytest.mark.parametrize(
    ("words", "services", "areas"),
    [
        ("and on fargate?", [("aws/ecs", "fargate")], ["guest_os_patching"]),
        ("no, i meant aurora", [("aws/aurora", None)], ["guest_os_patching"]),
        ("and the backups?", [("aws/ecs", None)], ["backup_restore"]),
        ("ok and who writes the iam roles?", [("aws/ecs", None)], ["iam_access"]),
        ("is that also true for redshift", [("aws/redshift", None)], ["guest_os_patching"]),
        ("so nothing for us then?", [("aws/ecs", None)], ["guest_os_patching"]),
        (
            "wait, so AWS never touches them unless we ask?",
            [("aws/ecs", None)],
            ["guest_os_patching"],
        ),
        ("us or them?", [("aws/ecs", None)], ["guest_os_patching"]),
        ("ok and who takes the backups of those volumes", [("aws/ecs", None)], ["backup_restore"]),
        ("hm, we're actually on fargate", [("aws/ecs", "fargate")], ["guest_os_patching"]),
        ("and who has to test it?", [("aws/ecs", None)], ["guest_os_patching"]),
        ("who tampers with them then?", [("aws/ecs", None)], ["guest_os_patching"]),
        ("sorry, not ecs, redshift", [("aws/redshift", None)], ["guest_os_patching"]),
        ("i meant lambda, not ecs", [("aws/lambda", None)], ["guest_os_patching"]),
        ("wrong one, i was asking about the backups", [("aws/ecs", None)], ["backup_restore"]),
        ("just the encryption please", [("aws/ecs", None)], ["encryption"]),
    ],
)
def test_what_is_left_out_is_carried_over(ask, words, services, areas) -> None:
    """The service, the way to run it or the area, whichever the message does not say."""
    question = ask(words, ON_ECS).question

    assert question.decision == "answer"
    assert [(match.id, match.option) for match in question.services] == services
    assert [match.id for match in question.areas] == areas


SMALL_TALK = """
thanks! | nice one | fine | good job | good morning | lol | ok closing this then | is it down again? | lol it never works | how much is that | and lunch?
can you open a ticket for it | who wrote this bot | I'll ask them tomorrow | so annoying | who's joining the call?
how do i do that in terraform | did you try turning it off | how long does that take? | what's the cli command for it
which region is it in | ok who did this | can we move the meeting to 3 | cool, will add it to the runbook | just kidding
right, I'll tell the team | so i just tell my boss it's aws? lol | great, thanks, that settles it | which version are we on?
and who's on call today? | ok let's do it | wait what | hm not sure I believe that | but it worked yesterday | no worries
is there an api for that | then I'm going home | so who wants coffee | can you translate that into german | is it expensive
what's the status of the incident | how many of those do we have? | good to know | bot you are wrong | no that's wrong
are you sure? | really? | hm, are you sure about that | what is it? | same here | me too | that makes sense | yes please
I don't get it | ok and how do I enable that? | where do I see that in the console? | is that the default? | +1 | done
does it support arm? | can it do cross account? | and what's the retention limit? | so when do we get it? | wdyt @ana
shall we do it on friday? | what's the sla | who approved that change | ok they said 10 minutes
"""


@pytest.mark.parametrize(
    "words", [w.strip() for w in SMALL_TALK.replace("\n", "|").split("|") if w]
)
def test_small_talk_in_a_thread_is_not_answered(ask, words: str) -> None:
    """Only what asks whose job it is can lean, and most of what is said in a thread does not."""
    kind = ask(words, ON_REDSHIFT).kind
    assert kind in (Kind.DECLINE, Kind.HELP, Kind.CLARIFY)


@pytest.mark.parametrize("before", [None, ON_REDSHIFT])
def test_small_words_alone_are_no_error(ask, before: Topic | None) -> None:
    """ "Where?" once ended in an exception. Each small word alone, and two together."""
    small = sorted(FUNCTION_WORDS | OWNERSHIP_WORDS | ASKING_WORDS | PROVIDER_WORDS)
    pairs = [f"{first} {last}" for first in small for last in ("where", "exactly", "then", "us")]

    for words in (*small, *pairs):
        assert ask(f"{words}?", before).kind is not Kind.ERROR


def test_a_whole_question_is_a_new_topic(ask) -> None:
    """A message that names no service but asks in full is not about the thread's service."""
    assert ask("who guards the data centre?", ON_REDSHIFT).question.services == ()


def test_what_was_asked_back_can_be_leant_on(ask) -> None:
    """Whoever adds to a question that was asked back need not say it again."""
    asked_back = ask("flumps of redshift backups, dunno")
    answered = ask("just the backups please, us or aws?", asked_back.topic)

    assert asked_back.kind is Kind.CLARIFY
    assert [match.id for match in answered.question.services] == ["aws/redshift"]


@pytest.mark.parametrize(
    ("words", "option", "areas"),
    [
        ("and with managed node groups?", "managed-node-group", ["guest_os_patching"]),
        ("what if we run fargate", "fargate", ["guest_os_patching"]),
        ("who upgrades the control plane", None, ["upgrading"]),
        (
            "and in auto mode, who upgrades the control plane?",
            "auto-mode",
            ["cluster_control_plane"],
        ),
    ],
)
def test_a_way_to_run_it_is_no_task(ask, words, option, areas) -> None:
    """The name of an option asks nothing new, and a task that the thread's service treats apart is asked of it."""
    on_eks = Topic((("aws/eks", None),), ("guest_os_patching",))
    question = ask(words, on_eks).question

    assert [(match.id, match.option) for match in question.services] == [("aws/eks", option)]
    assert [match.id for match in question.areas] == areas


def test_ways_that_were_compared_stay_compared(ask) -> None:
    """Each with its own name, also when only a task is asked on."""
    before = ask("fargate vs ec2 for ecs").topic
    answered = ask("and for logging?", before)

    assert answered.kind is Kind.COMPARISON
    assert {(m.id, m.option) for m in answered.question.services} == {
        ("aws/ecs", "fargate"),
        ("aws/ecs", "ec2"),
    }


def test_all_of_it_can_be_asked_for(ask) -> None:
    """ "What stays ours?" is the whole split of what the thread is about."""
    answered = ask("what stays ours?", ON_REDSHIFT)

    assert answered.kind is Kind.OVERVIEW
    assert [match.id for match in answered.question.services] == ["aws/redshift"]


def test_a_move_is_about_both(ask) -> None:
    """ "Backups included?" after a move from EC2 to RDS."""
    before = ask("we move from EC2 to RDS, what do we stop doing?").topic
    question = ask("backups included?", before).question

    assert [match.id for match in question.services] == ["aws/ec2", "aws/rds"]
    assert [match.id for match in question.areas] == ["backup_restore"]


@pytest.mark.parametrize(
    "words",
    [
        "why though",
        "why us?",
        "but why?",
        "says who",
        "got a link for that?",
        "do you have a source the auditor can read",
        "why is that ours when AWS runs the thing?",
        "how can that be our job?",
        "hm. I don't see why",
        "what is the reason?",
        "why did you say it's us",
        "where is that written down?",
        "on what document is that based? I have to cite it.",
        "Who says so?",
    ],
)
def test_reasons_are_asked_for_in_many_ways(ask, words: str) -> None:
    """In a thread; a link for something that is named is another question."""
    assert ask(words, ON_REDSHIFT).question.intent is Intent.WHY
    assert ask("got a link for s3 lifecycle rules?", ON_REDSHIFT).question.intent is not Intent.WHY


@pytest.mark.parametrize(
    "words",
    [
        "why is the cluster down?",
        "why does it cost so much",
        "why did the failover take an hour",
        "who takes care of that?",
        "thanks, that is clearer than the documentation",
        "does the same reasoning apply to the source code?",
    ],
)
def test_what_only_sounds_like_asking_for_reasons_is_none(ask, words: str) -> None:
    """What is broken, what it costs, and words that are also verbs."""
    assert ask(words, ON_REDSHIFT).question.intent is not Intent.WHY


def test_reasons_may_be_asked_of_another_service(ask) -> None:
    """ "Why is Lambda not among them?" after a list."""
    asked = ask("why is Lambda not among them?", Topic((), ("patching",)))

    assert asked.question.intent is Intent.WHY
    assert read(asked) == ([("lambda", None)], ["patching"])


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


# --- several services and tasks of a thread --------------------------------------------------------


def test_both_are_the_last_two_services(thread) -> None:
    """Each with what is asked now; a third is not among them."""
    *_, both = thread(
        "who encrypts Kinesis?", "who encrypts SQS?", "and SNS?", "who writes the policies on both?"
    )

    assert read(both) == ([("sns", None), ("sqs", None)], ["iam_access"])


def test_both_may_be_tasks(thread) -> None:
    """ "Both the system and the engine" are no services of the thread."""
    *_, both = thread(
        "who backs up S3?", "and RDS?", "who patches both the operating system and the engine?"
    )

    assert [key for key, _ in read(both)[0]] == ["rds"]


def test_the_same_two_questions_are_the_last_two_tasks(thread) -> None:
    """Of another service, in the order in which they were asked."""
    *_, same = thread(
        "who encrypts SQS?", "and the access policies?", "the same two questions for Kinesis please"
    )

    assert read(same) == ([("kinesis", None)], ["encryption", "iam_access"])


@pytest.mark.parametrize(
    ("words", "services", "areas"),
    [
        ("vs Athena?", [("redshift", None), ("athena", None)], ["backup_restore"]),
        ("compared to EMR?", [("redshift", None), ("emr", None)], ["backup_restore"]),
        (
            "if we moved that to Athena, what would come back to us?",
            [("redshift", None), ("athena", None)],
            [],
        ),
        (
            "what drops off my list if we go serverless?",
            [("redshift", None), ("redshift", "serverless")],
            [],
        ),
    ],
)
def test_another_service_is_set_beside_the_one_before(ask, words, services, areas) -> None:
    """For the task that was asked about; for everything where it is asked what changes."""
    asked = ask(words, ON_REDSHIFT)

    assert asked.kind is Kind.COMPARISON
    assert read(asked) == (services, areas)


def test_what_was_spoken_of_can_be_put_side_by_side(thread) -> None:
    """The last two, though no service is named."""
    *_, beside = thread(
        "who scales App Runner?", "and Lambda?", "could you put the two next to each other"
    )

    assert beside.kind is Kind.COMPARISON
    assert read(beside) == ([("app_runner", None), ("lambda", None)], ["capacity_scaling"])


@pytest.mark.parametrize(
    ("words", "services", "areas"),
    [
        ("next, Neptune and MemoryDB please", ["aws/neptune", "aws/memorydb"], ["backup_restore"]),
        ("forget Redshift, we also have Neptune", ["aws/neptune"], ["backup_restore"]),
        ("and MSK Serverless?", ["aws/msk"], ["backup_restore"]),
        ("does the answer change on Aurora?", ["aws/aurora"], ["backup_restore"]),
        ("kafka too, msk i mean", ["aws/msk"], ["backup_restore"]),
        ("what do THEY do then?", ["aws/redshift"], ["backup_restore"]),
        ("who reviews the permissions of users", ["aws/redshift"], ["iam_access"]),
        ("in general, not just for Redshift?", [], ["backup_restore"]),
        ("totally different thing, who reviews the permissions of users?", [], ["iam_access"]),
        ("where else do we have to do that ourselves?", [], ["backup_restore"]),
    ],
)
def test_what_is_left_out_and_what_is_not(ask, words, services, areas) -> None:
    """A service alone repeats the task, a task is asked of the thread's service; unless the message says that it is about something else."""
    question = ask(words, ON_REDSHIFT).question

    assert question.decision == "answer"
    assert [match.id for match in question.services] == services
    assert [match.id for match in question.areas] == areas


def test_a_name_that_is_written_as_one_is_a_service(ask) -> None:
    """ "Inspector" is also an English word; alone in a thread, or with its capital, it is the service."""
    for words in ("inspector", "does Inspector do that for us?"):
        services, _ = read(ask(words, ON_REDSHIFT))
        assert services == [("inspector", None)]


def test_what_was_named_in_vain_can_be_leant_on(thread) -> None:
    """Who broke it is declined; the service was named all the same."""
    declined, answered = thread("who broke MSK last night?", "ok, who has to upgrade it?")

    assert declined.kind is Kind.DECLINE
    assert [match.id for match in answered.question.services] == ["aws/msk"]


def test_a_topic_keeps_what_was_before_it() -> None:
    """The latest first and at most so many; nothing new and nothing at all change nothing."""
    topic = Topic((("aws/s3", None),), ("encryption",))
    for number in range(MOST_EARLIER + 2):
        topic = Topic((("aws/s3", None),), (str(number),)).after(topic)

    assert [one.areas for one in topic.earlier] == [("3",), ("2",), ("1",)]
    assert all(not one.earlier for one in topic.earlier)
    assert topic.after(topic) == topic
    assert Topic().after(topic).is_empty
    assert topic.after(None) == topic

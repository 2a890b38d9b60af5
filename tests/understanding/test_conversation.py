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
    ],
)
def test_reasons_are_asked_for_in_many_ways(ask, words: str) -> None:
    """In a thread; a link for something that is named is another question."""
    assert ask(words, ON_REDSHIFT).question.intent is Intent.WHY
    assert ask("got a link for s3 lifecycle rules?", ON_REDSHIFT).question.intent is not Intent.WHY


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

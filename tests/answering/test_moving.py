"""Moves from one way of running things to another: what changes hands, what stays, what falls away."""

import pytest

from bot.model import Intent, Kind
from bot.rendering.plain import plain


def test_a_move_says_what_changes_hands(ask) -> None:
    """From EC2 to RDS: AWS takes over the operating system; the application stays ours."""
    answered = ask("we move postgres from ec2 to rds, what do we stop doing?")
    taken = {m.after.area for m in answered.moves if m.ours_before and not m.ours_after}
    kept = {m.after.area for m in answered.moves if m.ours_before and m.ours_after}

    assert answered.kind is Kind.COMPARISON
    assert "guest_os_patching" in taken
    assert "application_code" in kept
    assert "AWS takes over" in plain(answered)


@pytest.mark.parametrize(
    "words",
    [
        "we move from ec2 to rds, what do we stop doing?",
        "moving to rds from ec2: what do we stop doing?",
        "postgres from ec2 to rds: what do we stop doing?",
    ],
)
def test_the_way_that_is_left_comes_first(ask, words: str) -> None:
    """ "From A to B" and "to B from A" are the same move."""
    question = ask(words).question

    assert question.intent is Intent.MOVE
    assert [match.id for match in question.services] == ["aws/ec2", "aws/rds"]


def test_what_does_not_exist_any_more_is_nobodys(ask) -> None:
    """On RDS there is no host firewall of ours or theirs to ask about as a duty that AWS took over twice."""
    answered = ask("we move postgres from ec2 to rds, what do we stop doing?")
    gone = [m for m in answered.moves if m.is_gone]

    assert gone
    assert "Does not exist any more" in plain(answered)


def test_two_ways_to_run_one_service_are_compared(ask) -> None:
    """The words that name the ways are no task: everything that differs is shown."""
    answered = ask("eks auto mode vs managed node groups")

    assert answered.kind is Kind.COMPARISON
    assert {claim.option for claim in answered.breakdowns} == {"auto-mode", "managed-node-group"}
    assert answered.question.areas == ()


RDS = ("aws/rds", None)
SERVERLESS = ("aws/aurora", "serverless-v2")


@pytest.mark.parametrize(
    ("words", "intent", "sides"),
    [
        ("Aurora vs Aurora Serverless", Intent.COMPARE, [("aws/aurora", None), SERVERLESS]),
        ("RDS Custom for Oracle vs RDS", Intent.COMPARE, [("aws/rds", "rds-custom-oracle"), RDS]),
        (
            "Redshift provisioned -> serverless, what goes away?",
            Intent.MOVE,
            [("aws/redshift", "provisioned"), ("aws/redshift", "serverless")],
        ),
        (
            "is there a difference between SQS and Amazon MQ in who scales them?",
            Intent.COMPARE,
            [("aws/sqs", None), ("aws/mq", None)],
        ),
        (
            "ECS on EC2 compared with ECS on Fargate",
            Intent.COMPARE,
            [("aws/ecs", "ec2"), ("aws/ecs", "fargate")],
        ),
        (
            "who patches RDS and RDS Custom?",
            Intent.COMPARE,
            [RDS, ("aws/rds", "rds-custom-oracle"), ("aws/rds", "rds-custom-sqlserver")],
        ),
        (
            "redshift or redshift serverless: who resizes",
            Intent.COMPARE,
            [("aws/redshift", None), ("aws/redshift", "serverless")],
        ),
        (
            "from aurora to aurora serverless: what do we stop doing?",
            Intent.MOVE,
            [("aws/aurora", None), SERVERLESS],
        ),
        (
            "moving from MSK to MSK Serverless, what is left for us?",
            Intent.MOVE,
            [("aws/msk", None), ("aws/msk", "serverless")],
        ),
    ],
)
def test_a_service_by_itself_is_set_beside_a_way_to_run_it(
    ask, words: str, intent: Intent, sides: list[tuple[str, str | None]]
) -> None:
    """The bare name stands for its usual way, and is no head of the other."""
    question = ask(words).question

    assert question.intent is intent
    assert [(match.id, match.option) for match in question.services] == sides


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("we run EKS and want auto mode instead of managed node groups, who patches the nodes?", 2),
        ("the certificate was imported into ACM, who renews it?", 1),
        ("SageMaker with our own container: who patches the image?", 1),
    ],
)
def test_the_service_of_a_way_is_no_side_of_its_own(ask, words: str, options: int) -> None:
    """It is named once, for the ways that follow."""
    services = ask(words).question.services

    assert len(services) == options
    assert None not in [match.option for match in services]


@pytest.mark.parametrize(
    "words", ["KMS vs CloudHSM, who holds the keys?", "kms or cloudhsm: who rotates keys"]
)
def test_a_service_that_another_can_run_on_is_a_side(ask, words: str) -> None:
    """A key store of KMS can stand on CloudHSM; beside "vs" and "or" the service itself is meant."""
    services = ask(words).question.services

    assert [(m.id, m.option) for m in services] == [("aws/kms", None), ("aws/cloudhsm", None)]


def test_the_maker_that_is_asked_about_tells_no_way(ask) -> None:
    """ "Does AWS patch RDS Custom" names neither way to run it, though one has "AWS" in its name."""
    answered = ask("does aws patch rds custom?")

    assert answered.kind is Kind.CLARIFY
    assert {match.option for match in answered.question.rivals} == {
        "rds-custom-oracle",
        "rds-custom-sqlserver",
    }

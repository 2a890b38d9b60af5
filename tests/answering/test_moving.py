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

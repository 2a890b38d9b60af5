"""What became of a question: what is wrong, and what misleads whoever acts on it."""

import pytest

from bot.knowledge.loader import load, shipped_folder
from bot.model import Knowledge
from bot.upkeep.counting import tally
from bot.upkeep.evaluate import Outcome, Row, run


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The knowledge that is shipped."""
    return load(shipped_folder())


def _row(*areas: str, kind: str = "ownership") -> Row:
    return Row(
        ask="who patches the guest OS on EC2?", kind=kind, services=["aws/ec2"], areas=list(areas)
    )


@pytest.mark.parametrize(
    ("areas", "outcome", "misleads"),
    [
        (["guest_os_patching"], Outcome.RIGHT, False),
        # wrong, but ours as well
        (["host_firewall"], Outcome.WRONG, False),
        # "we do" is not true of the buildings
        (["physical_security"], Outcome.WRONG, True),
        # one of two is answered, the other is another side's
        (["guest_os_patching", "physical_security"], Outcome.WRONG, True),
        (["guest_os_patching", "host_firewall"], Outcome.WRONG, False),
    ],
)
def test_a_wrong_answer_misleads_where_the_side_is_another(
    knowledge: Knowledge, areas: list[str], outcome: Outcome, *, misleads: bool
) -> None:
    """Whoever acts on "we do" for what AWS does acts in vain."""
    found = run(_row(*areas), knowledge)

    assert (found.outcome, found.misleads) == (outcome, misleads)


def test_no_side_is_claimed_for_a_whole_split(knowledge: Knowledge) -> None:
    """What was asked was all of it; nothing of that is told wrong."""
    found = run(_row(kind="overview"), knowledge)

    assert found.outcome is Outcome.WRONG
    assert not found.misleads


def test_what_misleads_is_counted(knowledge: Knowledge) -> None:
    """Beside all that is wrong."""
    asked = [run(_row(area), knowledge) for area in ("host_firewall", "physical_security")]

    found = tally(asked, lambda one: one.row.kind)["ownership"]

    assert found.outcomes[Outcome.WRONG] == 2
    assert found.misled == 1

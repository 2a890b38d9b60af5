"""`whosejob explain`: for people and for programs, and the promise of docs/explain-json.md."""

import json
import re

import pytest

from bot.cli.explained import SIGNALS, as_data, as_text
from bot.model import Context
from bot.rendering.why import explain
from bot.understanding.signals import SIGNALS as ALL_SIGNALS
from bot.upkeep.explaining import explained
from tests.cli.test_cli import whosejob
from tests.conftest import ROOT
from tests.upkeep.test_explaining import QUESTIONS, TALK

PAGE = (ROOT / "docs/explain-json.md").read_text(encoding="utf-8")


def fields(heading: str) -> set[str]:
    """The names in the first column of the table below a heading of the page."""
    part = PAGE.split(f"{heading}\n", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `(\w+)`", part, re.MULTILINE))


@pytest.fixture
def drawn(knowledge, ask):
    def _drawn(text: str) -> tuple[str, dict]:
        made, why = explained(text, knowledge), explain(ask(text), knowledge)
        return as_text(made, why), json.loads(json.dumps(as_data(made, why)))

    return _drawn


def test_people_read_what_was_decided_first() -> None:
    """Then the words, the names, the areas, and the sum."""
    said = whosejob("explain", "who patchs esk auto mode?").stdout
    headings = ["Service", "Corrected", "Confidence", "Words", "Names", "Areas", "together"]
    places = [said.index(heading) for heading in headings]

    assert places == sorted(places)
    assert "Amazon EKS, EKS Auto Mode, from “esk auto mode”" in said
    assert "esk → eks  names something" in said
    assert "\x1b" not in said


def test_a_follow_up_is_explained_with_the_question_before() -> None:
    """`--after`."""
    said = whosejob("explain", "--after", "who patches the OS on ECS?", "what about on fargate?")

    assert "Amazon ECS, ECS on Fargate" in said.stdout
    assert "from what was clicked or asked before" in said.stdout


def test_programs_read_json() -> None:
    """One object."""
    made = json.loads(whosejob("explain", "--json", "who", "patches", "RDS?").stdout)

    assert made["services"][0]["id"] == "aws/rds"


@pytest.mark.parametrize("text", [*QUESTIONS, *TALK])
def test_the_json_keeps_the_promise_of_its_page(drawn, text: str) -> None:
    """Every field stands on the page, and every field of the page is there."""
    _, made = drawn(text)

    assert made.keys() == fields("## The object")
    assert made["schema"] == 1
    for key, heading in (
        ("words", "## A word"),
        ("names", "## A name"),
        ("likely", "## A likely area"),
        ("signals", "## A signal"),
    ):
        assert all(one.keys() == fields(heading) for one in made[key]), key


@pytest.mark.parametrize("text", [*QUESTIONS, *TALK])
def test_the_modal_the_terminal_and_explain_say_the_same(drawn, ask, knowledge, text: str) -> None:
    """What was read, what came next, how sure, and why it was so decided."""
    from bot.rendering.modals import why_modal
    from bot.rendering.plain import why as plain_why
    from tests.slack.pressing import said

    drawn_text, _ = drawn(text)
    because = explain(ask(text), knowledge)
    modal = said(why_modal(because)["blocks"])
    terminal = plain_why(ask(text), knowledge)

    for shown in (drawn_text, modal, terminal):
        assert because.decision in shown
        assert f"{because.confidence:.2f} of 1" in shown
        assert "; ".join(because.runners_up) in shown


def test_every_signal_is_said_in_words() -> None:
    """None is left with the name that the code gives it, and none is described that is no more."""
    assert SIGNALS.keys() == {"start", *ALL_SIGNALS}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("who patches RDS?", "answered, because it is sure enough (from "),
        ("who patches ecks", "asked back, because the words fit more than one: Amazon E"),
        ("who patches azure sql", "declined, because it names a product of somebody else"),
        ("how do I restart an EC2 instance?", "declined, because it asks how something is done"),
        ("hello there", "declined, because "),
        ("", "answered, because there was nothing to read"),
        ("help", "answered, because it asks for help"),
    ],
)
def test_the_decision_has_a_reason_in_words(ask, knowledge, text: str, says: str) -> None:
    """Not the name that the code gives it."""
    assert explain(ask(text), knowledge).decision.startswith(says)


def test_a_click_is_not_explained_by_words(knowledge) -> None:
    """Nothing had to be understood, so nothing came next."""
    from bot.answering import answer
    from bot.model import Topic

    exactly = Topic((("aws/rds", None),), ("backup_restore",))
    because = explain(answer("x", Context(exactly=exactly), knowledge), knowledge)

    assert because.decision == "answered, because it was chosen by a click"
    assert because.runners_up == ()
    assert all("belief" not in thing.read_from for thing in because.understood)

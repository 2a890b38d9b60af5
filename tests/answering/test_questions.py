"""Questions as data: the sixty with their ideal replies, and the tricky cases where the obvious answer is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot.model import Answer, Breakdown
from bot.rendering.plain import plain

FOLDER = Path(__file__).resolve().parent.parent / "questions"


def rows(name: str, key: str) -> list:
    data = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return [pytest.param(row, id=str(row[key]), marks=known_gap(row)) for row in data]


def known_gap(row: dict) -> list:
    """A row with a `gap` is not read rightly yet; when it is, the row must say so no longer."""
    return [pytest.mark.xfail(reason=row["gap"], strict=True)] if "gap" in row else []


def claim(answered: Answer, row: dict) -> Breakdown | None:
    """The breakdown that the row speaks of, if the answer holds it."""
    return next(
        (
            b
            for b in answered.breakdowns
            if b.service == row.get("service")
            and b.area == row.get("area", b.area)
            and b.option == row.get("option", b.option)
        ),
        None,
    )


@pytest.mark.parametrize("row", rows("sixty.yaml", "n"))
def test_the_ideal_reply(ask: Callable[..., Answer], row: dict) -> None:
    """Kind, claim, owner, and what must or must not be said."""
    answered = ask(row["ask"])
    text = plain(answered)
    offered = " ".join(f"{s.label} {s.question}" for s in answered.suggestions)

    assert answered.kind == row["kind"], text
    if "service" in row:
        assert claim(answered, row) is not None, [
            (b.service, b.option, b.area) for b in answered.breakdowns
        ]
    if "owner" in row:
        assert answered.owner == row["owner"]
    assert [words for words in row.get("says", ()) if words not in text] == []
    assert [words for words in row.get("not_says", ()) if words in text] == []
    if "suggests" in row:
        assert any(name in offered for name in row["suggests"])
        assert len(answered.suggestions) >= 2


def explained(row: dict) -> bool:
    return row.get("kind") == "explanation"


@pytest.mark.parametrize(
    "row", [p for p in rows("tricky.yaml", "case") if not explained(p.values[0])]
)
def test_a_tricky_case(ask: Callable[..., Answer], row: dict) -> None:
    """Where the default answer is wrong: the service, the option, the area and the owner, as the pages say."""
    answered = ask(row["ask"])
    found = claim(answered, row)

    assert found is not None, [(b.service, b.option, b.area) for b in answered.breakdowns]
    assert found.owner == row["owner"]


@pytest.mark.parametrize("row", [p for p in rows("tricky.yaml", "case") if explained(p.values[0])])
def test_a_fact_of_the_model_as_a_whole(ask: Callable[..., Answer], row: dict) -> None:
    """What the shared-responsibility page says about itself is explained, with its source."""
    answered = ask(row["ask"])

    assert answered.kind == "explanation"
    assert answered.concepts[0].sources


def test_every_case_has_a_row() -> None:
    """The 164 cases, the seven found later, and the 14 facts of the model's page."""
    data = yaml.safe_load((FOLDER / "tricky.yaml").read_text(encoding="utf-8"))
    cases = {str(row["case"]) for row in data}

    assert {str(number) for number in range(1, 165)} <= cases
    assert {f"s{number}" for number in range(1, 15)} <= cases
    assert {f"c{number}" for number in range(1, 8)} <= cases


SWEEP = (
    "who patches {}?",
    "who upgrades {}?",
    "who encrypts {}?",
    "who rotates {}?",
    "{}",
    "does AWS back up {}?",
)


@pytest.mark.parametrize("form", SWEEP)
def test_every_service_and_option_can_be_asked(
    knowledge, ask: Callable[..., Answer], form: str
) -> None:
    """No service is without an answer or a way to say so: each reply has a headline, whatever is absent there."""
    for service in knowledge.services.values():
        for name in (service.name, *(option.name for option in service.options.values())):
            assert len(plain(ask(form.format(name)))) > 20

"""The lints: each finds what it is for, in a folder that is otherwise clean, and says how to mend it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.loader import load
from bot.upkeep.checks import check
from bot.upkeep.report import memory_share, report

TODAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    """The whole shipped knowledge, to be spoilt."""
    shutil.copytree(root / "knowledge", tmp_path / "knowledge")
    return tmp_path / "knowledge"


def found(folder: Path, name: str, old: str, new: str) -> list[str]:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(problem) for problem in check(load(folder), TODAY)]


RDS = "aws/services/rds.yaml"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(
            "area: patching, owner: provider",
            "area: patching, owner: customer",
            "is answered 'provider'",
            id="example-owner",
        ),
        pytest.param(
            "{ask: who patches RDS?, area: patching, owner: provider}",
            "{ask: who walks the dog?, area: patching, owner: provider}",
            "is not answered from here",
            id="example-lost",
        ),
        pytest.param(
            "areas:\n  backup_restore:",
            "areas:\n  web_edge_protection:\n    customer: [Put a filter in front]\n    sources: [welcome]\n  backup_restore:",
            "sort the areas",
            id="unsorted",
        ),
        pytest.param(
            "options:\n",
            "options:\n  idle:\n    name: Idle\n    words: [idle]\n",
            "changes nothing",
            id="option-that-flips-nothing",
        ),
    ],
)
def test_each_lint_finds_its_fault(folder: Path, old: str, new: str, says: str) -> None:
    """One fault, named with file and line."""
    problems = found(folder, RDS, old, new)

    assert any(says in problem and ".yaml:" in problem for problem in problems), problems


def test_an_entry_that_repeats_its_model_is_dead_weight(folder: Path, knowledge) -> None:
    """It would hide a later change of the model."""
    entry = knowledge.models["managed"].duties["data_classification"]
    lines = "".join(f"      - {line}\n" for line in entry.customer)
    choices = "".join(f"      - {line}\n" for line in entry.choices)
    text = f"  data_classification:\n    customer:\n{lines}" + (
        f"    choices:\n{choices}" if choices else ""
    )

    problems = found(folder, RDS, "areas:\n", f"areas:\n{text}    sources: [welcome]\n")

    assert any("says what model 'managed' says" in problem for problem in problems)


def test_sources_go_stale(knowledge) -> None:
    """180 days after the review; 90 for what two pages contest."""
    early = [p.what for p in check(knowledge, date(2027, 3, 10))]
    late = [p.what for p in check(knowledge, date(2027, 8, 1))]

    assert any("(limit 90)" in what for what in early)
    assert not any("(limit 180)" in what for what in early)
    assert any("(limit 180)" in what for what in late)


def test_the_report_counts_what_is_there(knowledge) -> None:
    """Services, options and entries by level, verified or from memory."""
    text = report(knowledge, TODAY)

    assert f"{len(knowledge.services)} services" in text
    assert all(level in text for level in ("option", "service", "model", "general"))


def test_less_than_a_tenth_is_from_memory(knowledge) -> None:
    """The aim for entries that nobody has held against their page yet is under 10 %; a fifth would be no reference."""
    assert memory_share(knowledge) < 0.2

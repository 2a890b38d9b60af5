"""`whosejob learn`, and how `whosejob check` asks for it."""

import shutil
from pathlib import Path

import pytest

from tests.cli.test_cli import whosejob
from tests.conftest import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped knowledge with few of its questions, so that learning is quick."""
    made = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", made)
    for path in (made / "asked").rglob("*.*"):
        if path.stem not in ("overview", "backup_restore", "price", "devices"):
            path.unlink()
    return made


def test_check_asks_to_learn_until_it_was_done(folder: Path) -> None:
    """Other questions, other evidence; after `learn` the same check has nothing to say about it."""
    says = "knowledge/evidence.json:0: was learnt from other questions; run: whosejob learn"
    before = whosejob("check", str(folder))
    learnt = whosejob("learn", "--knowledge", str(folder))
    after = whosejob("check", str(folder))

    assert says in before.stderr
    assert before.returncode == 2
    assert learnt.returncode == 0, learnt.stderr
    assert learnt.stdout.startswith(f"wrote {folder / 'evidence.json'}")
    assert "evidence.json" not in after.stderr


def test_it_need_not_be_done_twice(folder: Path) -> None:
    """`--if-needed` leaves a file alone that was learnt from what is there, and mends one that is broken."""
    (folder / "evidence.json").write_text("{")
    options = ("--knowledge", str(folder), "--if-needed")
    first = whosejob("learn", *options)
    written = (folder / "evidence.json").stat().st_mtime_ns
    second = whosejob("learn", *options)

    assert first.stdout.startswith("wrote")
    assert "was learnt from the questions that are there" in second.stdout
    assert (folder / "evidence.json").stat().st_mtime_ns == written


def test_a_bad_line_is_a_problem_of_learn_and_of_check(folder: Path) -> None:
    """file:line on standard error, exit 2, and the evidence stays as it was."""
    (folder / "asked/areas/ddos.txt").write_text("who?\tpatchin\n")
    evidence = (folder / "evidence.json").read_bytes()
    for arguments in (("learn", "--knowledge", str(folder)), ("check", str(folder))):
        done = whosejob(*arguments)

        assert done.returncode == 2
        assert "knowledge/asked/areas/ddos.txt:1: 'patchin' is neither area nor term" in done.stderr
        assert "Traceback" not in done.stderr
    assert (folder / "evidence.json").read_bytes() == evidence


def test_the_shipped_evidence_was_learnt_from_the_shipped_questions() -> None:
    """Nothing to say about it in the shipped knowledge."""
    assert "evidence.json" not in whosejob("check").stderr

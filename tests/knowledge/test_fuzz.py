"""Two thousand spoilt files, and every way to cut a file short: refused with file and line, or sound. Never a crash.

The harness is benchmarks/yaml_fuzz.py, which does the same a hundred thousand times.
"""

import json
from pathlib import Path
from random import Random

import pytest

from benchmarks.yaml_fuzz import Folder, Outcome, accepted_cuts, run
from bot.errors import Problem
from bot.knowledge.learnt import read_evidence
from bot.knowledge.loader import load
from bot.upkeep import learning

FILES = 2000
LAST_BYTES = 200


@pytest.fixture(scope="module")
def folder() -> Folder:
    return Folder()


@pytest.mark.parametrize("seed", [1, 2])
def test_no_spoilt_file_raises_anything_of_its_own(folder: Folder, seed: int) -> None:
    """Flipped bytes, holes, hostile tokens, lines moved, files made up: a problem with its line, or knowledge that answers."""
    outcome = run(folder, FILES // 2, Random(seed), Outcome())

    assert outcome.raw == []
    assert outcome.without_line == []
    assert outcome.kinds["refused"] > FILES // 4
    assert outcome.kinds["accepted"] > 10  # the fuzz reaches what stands behind the refusals


def test_no_shipped_file_can_be_cut_in_its_last_bytes(folder: Folder) -> None:
    """All of them, at every byte; the benchmark cuts them everywhere."""
    whole = [raw for some in folder.files.values() for raw in some]
    accepted = [raw[:60] for raw in whole if accepted_cuts(raw, max(0, len(raw) - LAST_BYTES))]

    assert len(whole) > 290
    assert accepted == []


def test_a_file_can_be_cut_nowhere(folder: Folder) -> None:
    """A sample of files, at every byte of each."""
    assert [accepted_cuts(raw) for raw in folder.files["service"][::40]] == [[]] * 8
    assert accepted_cuts(folder.files["provider"][0]) == []


def test_evidence_cut_short_is_refused(root: Path, tmp_path: Path) -> None:
    """JSON without its end is no JSON."""
    raw = (root / "knowledge/evidence.json").read_bytes().rstrip()
    for end in (0, 1, 2, 10_000, *(len(raw) * n // 20 for n in range(1, 20)), len(raw) - 1):
        (tmp_path / "evidence.json").write_bytes(raw[:end])
        problems: list[Problem] = []
        read_evidence(tmp_path / "evidence.json", problems)

        assert [str(problem) for problem in problems] == [
            "knowledge/evidence.json:1: is not what `whosejob learn` writes; run it again"
        ]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"words": {"x": [1, 0.5]}},
        {"words": {"x": [-1, 0.5]}},
        {"words": {"x": [0.0, 0.5]}},
        {"words": {"x": ["0", 0.5]}},
        {"words": {"x": [0]}},
        {"words": {"x": [0, "1"]}},
        {"words": {"x": [0, float("nan")]}},
        {"words": {"x": 7}},
        {"words": []},
        {"ours": {"x": None}},
        {"ours": {"x": float("inf")}},
        {"spoken": [7]},
        {"areas": [None]},
        {"areas": 7},
        {"learnt_from": None},
        {"spoken": None},
    ],
    ids=str,
)
def test_evidence_that_could_not_be_weighed_is_refused(tmp_path: Path, spoilt: dict) -> None:
    """A number of an area that does not exist, or no number at all, would fail in the middle of an answer."""
    sound = {"areas": ["a"], "words": {"x": [0, 1]}, "ours": {}, "spoken": [], "learnt_from": ""}
    path = tmp_path / "evidence.json"
    problems: list[Problem] = []
    path.write_text(json.dumps(sound))
    read_evidence(path, problems)
    assert problems == []

    path.write_text(json.dumps(sound | spoilt))
    read_evidence(path, problems)

    assert len(problems) == 1


def test_questions_cut_short_are_noticed(root: Path, tmp_path: Path) -> None:
    """`whosejob check` holds the evidence against the questions it was learnt from, to the last byte."""
    import shutil

    folder = Path(shutil.copytree(root / "knowledge", tmp_path / "knowledge"))
    path = folder / "asked/areas/backup_restore.txt"
    raw = path.read_bytes()
    knowledge = load(folder)
    assert learning.check(folder, knowledge) == []
    for end in (0, 1, len(raw) // 2, len(raw) - 2, len(raw) - 1):
        path.write_bytes(raw[:end])
        assert any("run: whosejob learn" in p.what for p in learning.check(folder, knowledge))

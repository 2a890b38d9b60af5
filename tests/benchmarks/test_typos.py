"""The typos that figures are counted on."""

import re
from random import Random

import pytest
from rapidfuzz.distance import OSA

from benchmarks.questions import with_typos
from benchmarks.typos import mistyped, slipped


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


@pytest.fixture(scope="module")
def pairs(asked) -> list[tuple[str, str]]:
    """Every question as written, and with typos."""
    written = {s.row.ask: s for s in asked}
    wrong = with_typos(written.values(), seed=7)
    kept = [s for s in written.values() if s.row.kind != "decline"]
    by_answer = {mistyped(s.row.ask, Random(f"7 {s.row.ask}")): s.row.ask for s in kept}
    return [(by_answer[s.row.ask], s.row.ask) for s in wrong]


def test_each_word_is_one_edit_from_what_was_meant(pairs) -> None:
    """No word of a misspelt question lies further than one edit from the word it stands for."""
    far = [
        (before, after)
        for written, wrong in pairs
        for before, after in zip(words(written), words(wrong), strict=True)
        if OSA.distance(before, after) > 1
    ]

    assert far == []


def test_every_content_word_is_misspelt() -> None:
    """Words of five letters and more are wrong; names, numbers and small words are left as they are."""
    wrong = mistyped("who should encrypt the RDS backups in S3 before Friday?", Random(1))

    changed = [
        before
        for before, after in zip(
            words("who should encrypt the RDS backups in S3 before Friday?"),
            words(wrong),
            strict=True,
        )
        if before != after
    ]
    assert changed == ["encrypt", "backups", "Friday"]


@pytest.mark.parametrize("word", ["aaaaa", "queue", "Kubernetes", "fffff"])
def test_a_slip_is_never_the_word_itself(word: str) -> None:
    """Swapping two equal letters is no typo."""
    rng = Random(3)

    assert word not in {slipped(word, rng) for _ in range(300)}


def test_the_same_seed_makes_the_same_typos(asked) -> None:
    """Figures of two runs are about the same questions; another seed makes others."""

    first, again, other = (
        [s.row.ask for s in with_typos(asked, seed)] for seed in (2026, 2026, 2027)
    )

    assert first == again
    assert first != other


def test_a_misspelt_question_stays_in_its_half(asked) -> None:
    """What tuning may not look at, it may not look at with typos either."""
    half = {mistyped(s.row.ask, Random(f"5 {s.row.ask}")): s.row.half for s in asked}

    moved = [s for s in with_typos(asked, seed=5) if s.half != half[s.row.ask]]

    assert moved == []


def test_only_questions_in_scope_are_misspelt(asked) -> None:
    """A misspelt question that is not for the bot says nothing about reading typos."""
    kinds = {s.row.kind for s in with_typos(asked, seed=1)}

    assert "decline" not in kinds
    assert "ownership" in kinds

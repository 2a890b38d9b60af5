"""Other ways to read a question, over the same names and on the same questions as ours.

`python -m benchmarks.peers [FILE...]`: the half that nobody tunes on. Rows whose answer is an explanation are left out, as
no peer has a slot for terms; named options and the kind of answer are not asked of the peers. Two groups: those that are
given names, and those that are shown the questions of `knowledge/asked/` too. Sentence embeddings are not
here: their weights cost more to install than the rest together.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from rapidfuzz import fuzz

from benchmarks.floors import Count, best, count, counts
from benchmarks.fuzzy import extract_one
from benchmarks.gazetteers import with_ahocorasick, with_flashtext
from benchmarks.goals import Goal, lines
from benchmarks.guesses import Peer, on_sentences, on_two_slots
from benchmarks.judging import guessed
from benchmarks.learnt import classifier, nearest
from benchmarks.quality import SEED
from benchmarks.questions import Sample, chosen, with_typos
from benchmarks.searching import bm25_sparse, engine, rank_bm25, tfidf
from benchmarks.stems import stemmed
from bot.answering import answer
from bot.knowledge.loader import load, shipped_folder
from bot.model import Context, Knowledge
from bot.upkeep.evaluate import Outcome, run

MOST_FALSE = 0.05
"""The share of out-of-scope questions that may be answered in the second comparison."""

TIMED = 100
"""Questions that are timed, about."""

OBVIOUS = "extractOne WRatio, sentences"

PEERS: dict[str, Callable[[Knowledge], Peer]] = {
    OBVIOUS: lambda k: on_sentences(extract_one(fuzz.WRatio), k),
    "extractOne token_set, sentences": lambda k: on_sentences(extract_one(fuzz.token_set_ratio), k),
    "extractOne WRatio, two slots": lambda k: on_two_slots(extract_one(fuzz.WRatio, stemmed), k),
    "extractOne token_set, two slots": lambda k: on_two_slots(
        extract_one(fuzz.token_set_ratio, stemmed), k
    ),
    "extractOne partial, two slots": lambda k: on_two_slots(
        extract_one(fuzz.partial_ratio, stemmed), k
    ),
    "pyahocorasick": with_ahocorasick,
    "flashtext": with_flashtext,
    "bm25s, sentences": lambda k: on_sentences(bm25_sparse, k),
    "bm25s, two slots": lambda k: on_two_slots(bm25_sparse, k),
    "rank-bm25, two slots": lambda k: on_two_slots(rank_bm25, k),
    "TF-IDF n-grams, two slots": lambda k: on_two_slots(tfidf, k),
    "tantivy fuzzy, two slots": lambda k: on_two_slots(engine, k),
}
"""Given the names that we have."""

LEARNT: dict[str, Callable[[Knowledge], Peer]] = {
    "extractOne token_set, + questions": lambda k: nearest(
        extract_one(fuzz.token_set_ratio, stemmed), k
    ),
    "bm25s, + questions": lambda k: nearest(bm25_sparse, k),
    "TF-IDF n-grams, + questions": lambda k: nearest(tfidf, k),
    "classifier and flashtext": classifier,
}
"""Shown, beside the names, the questions that we learn from."""


@dataclass(frozen=True)
class Line:
    """What is told of one matcher: shares, and microseconds of CPU time."""

    name: str
    right: float
    wrong: float
    false: float
    equal: float
    """Right, answering no more out-of-scope questions than we do."""
    few: float
    """Right, answering at most MOST_FALSE of them."""
    typos: float
    """Right on the misspelt questions, at the floors of `equal`."""
    p50_us: float


def ours(asked: Sequence[Sample], typos: Sequence[Sample], knowledge: Knowledge) -> Line:
    """Our own line, as it stands: nothing is chosen."""
    outcomes = [run(sample.row, knowledge).outcome for sample in asked]
    inside, outside = sizes(asked)
    right = outcomes.count(Outcome.RIGHT) / inside
    misspelt = [run(sample.row, knowledge).outcome for sample in typos]
    false = outcomes.count(Outcome.FALSE) / outside if outside else 0.0
    return Line(
        name="Whose Job?",
        right=right,
        wrong=outcomes.count(Outcome.WRONG) / inside,
        false=false,
        equal=right,
        few=right if false <= MOST_FALSE else float("nan"),
        typos=misspelt.count(Outcome.RIGHT) / len(misspelt),
        p50_us=_p50_us(lambda text: answer(text, Context(), knowledge), asked),
    )


def theirs(
    name: str, asked: Sequence[Sample], typos: Sequence[Sample], knowledge: Knowledge, false: float
) -> Line:
    """A peer's line. `false`: the share of out-of-scope questions that we answer."""
    peer = (PEERS | LEARNT)[name](knowledge)
    inside, outside = sizes(asked)
    found = counts(guessed(peer, asked, knowledge))
    free = best(found, outside)
    equal = best(found, false * outside + 1e-9)
    misspelt: Count = count(guessed(peer, typos, knowledge), equal.floors)
    return Line(
        name=name,
        right=free.right / inside,
        wrong=free.wrong / inside,
        false=free.false / outside if outside else 0.0,
        equal=equal.right / inside,
        few=best(found, MOST_FALSE * outside).right / inside,
        typos=misspelt.right / len(typos),
        p50_us=_p50_us(peer, asked),
    )


def sizes(asked: Sequence[Sample]) -> tuple[int, int]:
    """How many are in scope, how many out of it."""
    outside = sum(sample.row.kind == "decline" for sample in asked)
    return len(asked) - outside, outside


def _p50_us(read: Callable[[str], object], asked: Sequence[Sample]) -> float:
    times = []
    for sample in asked[:: max(1, len(asked) // TIMED)]:
        started = time.process_time()
        read(sample.row.ask)
        times.append(time.process_time() - started)
    return median(times) * 1e6


HEAD = (
    "matcher", "right", "wrong", "false", "right at our false", "right at false ≤ 5 %", "typos right", "p50 µs",
)  # fmt: skip


def table(found: Sequence[Line]) -> str:
    """One line a matcher."""
    cells = [HEAD, *(_cells(line) for line in found)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def _cells(line: Line) -> tuple[str, ...]:
    shares = (line.right, line.wrong, line.false, line.equal, line.few, line.typos)
    return (
        line.name,
        *("–" if share != share else f"{share:.3f}" for share in shares),  # noqa: PLR0124  a nan
        f"{line.p50_us:,.0f}",
    )


def goals(found: Sequence[Line]) -> list[Goal]:
    """How far we are ahead, at no more false answers than ours."""
    us, *others = found
    obvious = next(line for line in others if line.name == OBVIOUS)
    top, learnt = (
        max((line for line in others if line.name in group), key=lambda line: line.equal)
        for group in (PEERS, LEARNT)
    )
    return [
        Goal(f"right, times the best peer ({top.name})", _times(us.equal, top.equal), 2.3, True),
        Goal(f"right, times {OBVIOUS}", _times(us.equal, obvious.equal), 6.0, True),
        Goal(
            f"right, times the best that learnt ({learnt.name})",
            _times(us.equal, learnt.equal),
            1.0,
            True,
        ),
    ]


def _times(ours: float, other: float) -> float:
    return ours / other if other else float("inf")


def measured(asked: Sequence[Sample], knowledge: Knowledge) -> Iterator[Line]:
    """Our line, then each peer's."""
    typos = with_typos(asked, SEED)
    us = ours(asked, typos, knowledge)
    yield us
    for name in PEERS | LEARNT:
        yield theirs(name, asked, typos, knowledge, us.false)


def main(arguments: list[str]) -> None:
    """Print the table."""
    every = chosen(arguments)
    asked = [s for s in every if s.half == "test" and s.row.kind != "explanation"]
    found = list(measured(asked, load(shipped_folder())))
    inside, outside = sizes(asked)
    print(f"\nPeers, test half: {inside} questions in scope, {outside} out of it\n{table(found)}")
    print(f"\nGoals\n{lines(goals(found))}")


if __name__ == "__main__":
    main(sys.argv[1:])

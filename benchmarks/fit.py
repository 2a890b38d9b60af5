"""`make fit`: the weights of confidence, by logistic regression; what it prints goes into understanding/confidence.py.

Each question is read by evidence that was learnt without it (five folds of knowledge/asked/), and asked whether the reading
was right; the dev halves of tests/questions/ count three times, because other people wrote and filed them. Whole
questions that are not for us count so that they make up three in ten.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.knowledge.loader import load, shipped_folder
from bot.model import Knowledge
from bot.understanding.confidence import SIGNALS, START, Case
from bot.understanding.question import read
from bot.understanding.text import clean
from bot.upkeep import evaluate
from bot.upkeep.asked import Line, lines
from bot.upkeep.learning import learn

FOLDS = 5
DEV_WEIGHT = 3.0
OUT_OF_SCOPE_SHARE = 0.3
RIDGE = 1.0
"""Pull of every weight towards zero, in units of one question."""
LEAST_WEIGHT = 0.03
PLAIN = (
    "who is responsible for {}?",
    "{}: us or AWS?",
    "who handles {}",
    "is {} our job or theirs?",
    "whose job is {}?",
)
"""The plainest questions, which the people who wrote knowledge/asked/ avoided: one phrase in five of each area."""
QUESTIONS = Path(__file__).resolve().parent.parent / "tests/questions"
FILES = ("outside.yaml", "stories.yaml", "exam.yaml")

Sample = tuple[Case, tuple[float, ...], bool, float, bool]
"""(case, signals, whether the reading was right, weight, whether it is for us)."""


def fold_of(question: str) -> int:
    return int(hashlib.sha256(question.encode()).hexdigest(), 16) % FOLDS


def corpus(knowledge: Knowledge) -> Iterator[Sample]:
    """The questions we learn from, each read without itself."""
    folder = shipped_folder()
    asked = [*written(folder), *from_knowledge(knowledge)]
    for fold in range(FOLDS):
        evidence = learn(folder, knowledge, keep=lambda q, fold=fold: fold_of(q) != fold)
        blind = replace(knowledge, evidence=evidence)
        for line, kind, stem in asked:
            if fold_of(line.ask) == fold and clean(line.ask).words:
                yield sample(line, kind, stem, blind)


def written(folder: Path) -> Iterator[tuple[Line, str, str]]:
    """The files of knowledge/asked/ whose right reading is known: (question, folder, file)."""
    for path in sorted((folder / "asked").rglob("*.txt")):
        kind = path.parent.name
        for line in lines(path):
            if kind != "shapes" or path.stem == "overview" or line.also:
                yield line, kind, path.stem


def from_knowledge(knowledge: Knowledge) -> Iterator[tuple[Line, str, str]]:
    """The services' examples, and plain questions made of the areas' phrases."""
    for service in knowledge.services.values():
        for example in service.examples:
            if example.area:
                yield Line(example.ask), "areas", example.area
    for holder in (*knowledge.areas.values(), *knowledge.bundles.values()):
        for number, phrase in enumerate(sorted(holder.phrases)[::5]):
            yield Line(PLAIN[number % len(PLAIN)].format(phrase)), "areas", holder.id


def sample(line: Line, kind: str, stem: str, knowledge: Knowledge) -> Sample:
    reading = read(clean(line.ask), knowledge)
    asked = [match.id for match in reading.chosen.areas]
    one_task = kind == "areas" or stem == "list"
    names = line.also if stem == "list" else (stem, *line.also)
    wanted = [names] if one_task else [[area] for area in line.also]
    right = kind != "not_ours" and evaluate.same_tasks(asked, wanted, knowledge)
    if kind == "concepts":
        right = stem in {match.id for match in reading.chosen.concepts}
    judged = reading.judgement
    return judged.case, values(judged.signals), right, 1.0, kind != "not_ours"


def values(signals: object) -> tuple[float, ...]:
    return tuple(getattr(signals, name) for name in SIGNALS)


def outsiders(knowledge: Knowledge) -> Iterator[Sample]:
    """The dev halves of the questions by people who saw neither knowledge nor code."""
    for file in FILES:
        for row in evaluate.rows(QUESTIONS / file):
            if row.half == "dev" and not row.before and (message := clean(row.ask)).words:
                judged = read(message, knowledge).judgement
                asked = evaluate.run(row, knowledge)
                ours = row.kind != "decline"
                yield judged.case, values(judged.signals), asked.would_fit, DEV_WEIGHT, ours


def balanced(samples: Sequence[Sample]) -> list[Sample]:
    """Weights changed so that questions that are not for us make up their share."""
    sums = Counter[bool]()
    for *_, weight, ours in samples:
        sums[ours] += weight
    wanted = OUT_OF_SCOPE_SHARE / (1 - OUT_OF_SCOPE_SHARE) * sums[True] / max(sums[False], 1)
    return [(c, x, y, w if ours else w * wanted, ours) for c, x, y, w, ours in samples]


def fit(samples: Sequence[Sample]) -> list[float]:
    """Start and weights of a logistic regression, by Newton's method."""
    size = len(SIGNALS) + 1
    weights = [0.0] * size
    for _ in range(25):
        gradient = [-RIDGE * w for w in weights]
        hessian = [[RIDGE * (i == j) for j in range(size)] for i in range(size)]
        for _, signals, right, count, _ours in samples:
            x = (1.0, *signals)
            odds = sum(w * v for w, v in zip(weights, x, strict=True))
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
            for i, v in enumerate(x):
                if v:
                    gradient[i] += count * (right - p) * v
                    row = hessian[i]
                    for j, other in enumerate(x):
                        row[j] += count * p * (1 - p) * v * other
        step = solve(hessian, gradient)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-4:
            break
    return weights


def solve(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """Gaussian elimination with pivots."""
    rows = [[*row, value] for row, value in zip(matrix, vector, strict=True)]
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [v / rows[i][i] for v in rows[i]]
        for r in range(size):
            if r != i and rows[r][i]:
                rows[r] = [a - rows[r][i] * b for a, b in zip(rows[r], rows[i], strict=True)]
    return [row[-1] for row in rows]


def main() -> None:
    """Print the weights as Python, one line a case."""
    knowledge = load(shipped_folder())
    samples = balanced([*corpus(knowledge), *outsiders(knowledge)])
    print(f"# {len(samples)} questions; {', '.join(SIGNALS)}")
    for case in (c for c in Case if c is not Case.NOTHING):
        mine = [s for s in samples if s[0] is case]
        weights = zip((START, *SIGNALS), fit(mine), strict=True)
        named = ", ".join(f'"{name}": {w:.2f}' for name, w in weights if abs(w) >= LEAST_WEIGHT)
        print(f"    Case.{case.name}: {{{named}}},  # {len(mine)} questions")


if __name__ == "__main__":
    main()

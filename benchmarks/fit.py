"""`make fit`: the weights of confidence, by logistic regression (scikit-learn); what it prints goes into understanding/confidence.py.

Each question is read by evidence that was learnt without it (five folds of knowledge/asked/), and asked whether the reading
was right; the dev halves of tests/questions/ count as well. What is not for us counts so that it makes up three in ten.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sklearn.linear_model import LogisticRegression

from bot.knowledge.loader import load, shipped_folder
from bot.model import Intent, Knowledge
from bot.model.lookup import duty, exists
from bot.understanding.confidence import own_odds
from bot.understanding.naming import short_name
from bot.understanding.question import read
from bot.understanding.signals import SIGNALS, START, Case, Signals
from bot.understanding.text import clean
from bot.upkeep import evaluate
from bot.upkeep.asked import CONTROLS, VOCABULARY, Line, lines, messages
from bot.upkeep.learning import learn

FOLDS = 5
ASKED_WEIGHT = 0.2
"""What a question that was written for one area counts beside a whole message: there are twice as many, and they are easier."""
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
PLAIN_OF_SERVICE = 12
"""Every twelfth area of each service is asked so too."""
QUESTIONS = Path(__file__).resolve().parent.parent / "tests/questions"
FILES = ("outside.yaml", "stories.yaml", "exam.yaml")
THREADS = ("threads_read.yaml", "threads_seen.yaml")

Sample = tuple[Case, tuple[float, ...], bool, float, bool]
"""(case, signals, whether the reading was right, weight, whether it is for us)."""


def fold_of(question: str) -> int:
    return int(hashlib.sha256(question.encode()).hexdigest(), 16) % FOLDS


def corpus(knowledge: Knowledge) -> Iterator[Sample]:
    """The questions we learn from, each read without itself."""
    folder = shipped_folder()
    for fold in range(FOLDS):
        evidence = learn(folder, knowledge, keep=lambda q, fold=fold: fold_of(q) != fold)
        blind = replace(knowledge, evidence=evidence)
        for count, lines_of in ((ASKED_WEIGHT, written(folder)), (1.0, from_knowledge(knowledge))):
            for line, kind, stem in lines_of:
                if fold_of(line.ask) == fold and clean(line.ask).words:
                    yield sample(line, kind, stem, blind, count)
        for row in messages(folder):
            if fold_of(row.ask) == fold and clean(row.ask).words:
                yield whole(row, blind)


def written(folder: Path) -> Iterator[tuple[Line, str, str]]:
    """The files of knowledge/asked/ whose right reading is known: (question, folder, file); a word or an id asks nothing."""
    for path in sorted((folder / "asked").rglob("*.txt")):
        kind = path.parent.name
        for line in lines(path) if kind not in (VOCABULARY, CONTROLS) else ():
            if kind != "shapes" or path.stem == "overview" or line.also:
                yield line, kind, path.stem


def from_knowledge(knowledge: Knowledge) -> Iterator[tuple[Line, str, str]]:
    """The services' examples, and plain questions made of the areas' phrases."""
    for service in knowledge.services.values():
        for example in service.examples:
            if example.area:
                yield Line(example.ask), "areas", example.area
    areas = [*knowledge.areas.values()]
    for number, service in enumerate(knowledge.services.values()):
        for area in areas[number % PLAIN_OF_SERVICE :: PLAIN_OF_SERVICE]:
            if exists(duty(knowledge, service, None, area.id)):
                words = f"{area.noun} on {short_name(service)}"
                yield (
                    Line(PLAIN[(number + len(area.id)) % len(PLAIN)].format(words)),
                    "areas",
                    area.id,
                )
    for holder in (*knowledge.areas.values(), *knowledge.bundles.values()):
        for number, phrase in enumerate(sorted(holder.phrases)[::5]):
            yield Line(PLAIN[number % len(PLAIN)].format(phrase)), "areas", holder.id


def sample(line: Line, kind: str, stem: str, knowledge: Knowledge, count: float) -> Sample:
    reading = read(clean(line.ask), knowledge)
    asked = [match.id for match in reading.chosen.areas]
    one_task = kind == "areas" or stem == "list"
    names = line.also if stem == "list" else (stem, *line.also)
    wanted = [names] if one_task else [[area] for area in line.also]
    right = kind != "not_ours" and evaluate.same_tasks(asked, wanted, knowledge)
    if kind == "concepts":
        right = stem in {match.id for match in reading.chosen.concepts}
    judged = reading.judgement
    return judged.case, values(judged.signals), right, count, kind != "not_ours"


def values(signals: Signals) -> tuple[float, ...]:
    return tuple(signals.value(name) for name in SIGNALS)


def outsiders(knowledge: Knowledge) -> Iterator[Sample]:
    """The dev halves of the questions by people who saw neither knowledge nor code."""
    for file in FILES:
        for row in evaluate.rows(QUESTIONS / file):
            if row.half == "dev" and not row.before and clean(row.ask).words:
                yield whole(row, knowledge)


def whole(row: evaluate.Row, knowledge: Knowledge) -> Sample:
    """A message whose services and options are known too."""
    judged = read(clean(row.ask), knowledge).judgement
    asked = evaluate.run(row, knowledge)
    return judged.case, values(judged.signals), asked.would_fit, 1.0, row.kind != "decline"


def balanced(samples: Sequence[Sample]) -> list[Sample]:
    """Weights changed so that questions that are not for us make up their share."""
    sums = Counter[bool]()
    for *_, weight, ours in samples:
        sums[ours] += weight
    wanted = OUT_OF_SCOPE_SHARE / (1 - OUT_OF_SCOPE_SHARE) * sums[True] / max(sums[False], 1)
    return [(c, x, y, w if ours else w * wanted, ours) for c, x, y, w, ours in samples]


def fit(samples: Sequence[Sample]) -> list[float]:
    """Start and weights of a logistic regression."""
    model = LogisticRegression(C=1 / RIDGE, max_iter=5_000)
    signals, right, counts = zip(*((x, y, w) for _, x, y, w, _ours in samples), strict=True)
    model.fit(signals, right, sample_weight=counts)
    return [float(model.intercept_[0]), *map(float, model.coef_[0])]


def turns(knowledge: Knowledge) -> Iterator[tuple[float, bool]]:
    """(odds by its own words, whether the reading was right) of each turn that leans on its thread and names a task of its own."""
    for file in THREADS:
        for row in evaluate.rows(QUESTIONS / "more" / file):
            if not row.before or not clean(row.ask).words:
                continue
            previous = evaluate.topic_after(row.before, knowledge)
            judged = read(clean(row.ask), knowledge, previous).judgement
            asked = evaluate.run(row, knowledge)
            is_own = judged.case not in (Case.CARRIED, Case.NOTHING)
            if judged.signals.follows and is_own and asked.answer.question.intent is not Intent.WHY:
                yield own_odds(judged.case, judged.signals), asked.would_fit


def fit_threads(knowledge: Knowledge) -> tuple[float, float, int]:
    """Start and share for IN_THREAD, and of how many turns."""
    odds, right = zip(*turns(knowledge), strict=True)
    model = LogisticRegression(C=1 / RIDGE, max_iter=5_000).fit([[one] for one in odds], right)
    return float(model.intercept_[0]), float(model.coef_[0][0]), len(odds)


def main() -> None:
    """Print the weights as Python, one line a case, and what threads leave of them."""
    knowledge = load(shipped_folder())
    samples = balanced([*corpus(knowledge), *outsiders(knowledge)])
    print(f"# {len(samples)} questions; {', '.join(SIGNALS)}")
    for case in (c for c in Case if c not in (Case.CARRIED, Case.NOTHING)):
        mine = [s for s in samples if s[0] is case]
        weights = zip((START, *SIGNALS), fit(mine), strict=True)
        named = ", ".join(f'"{name}": {w:.2f}' for name, w in weights if abs(w) >= LEAST_WEIGHT)
        print(f"    Case.{case.name}: {{{named}}},  # {len(mine)} questions")
    start, share, count = fit_threads(knowledge)
    print(f"IN_THREAD = ({start:.2f}, {share:.2f})  # {count} turns")


if __name__ == "__main__":
    main()

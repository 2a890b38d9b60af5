"""What reading a question costs, as ratios within one run: against rapidfuzz, with more services, on hard messages.

CPU time of this process, every comparison paired: in each round both sides read, one after the other, the p50 of the two
make one ratio, and the median of the ratios is told. Absolute times stand beside; they differ from machine to machine and
from hour to hour, the ratios hardly. Our side is `understand`, which returns what the other side does: ids and a score;
`answer` stands beside it.
"""

import gc
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

from rapidfuzz import fuzz

from benchmarks.fuzzy import extract_one
from benchmarks.goals import Goal, lines
from benchmarks.guesses import on_sentences, on_two_slots
from benchmarks.questions import Sample, every_sample, words_of
from benchmarks.synthetic import enlarged, smaller
from benchmarks.typos import mistyped
from bot.answering import answer
from bot.knowledge.loader import load, shipped_folder
from bot.model import Context, Knowledge
from bot.understanding.question import understand

SERVICES, MANY = 120, 12_000
ROUNDS = 12
WORDS = 64
"""The most words of a message that are read."""
QUESTIONS = 40
"""Asked in each round; of the slowest peer only one."""

Work = Callable[[str], object]


@dataclass(frozen=True)
class Side:
    """One way to read, and what it reads in each round."""

    work: Work
    rounds: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Compared:
    """Two sides: medians of microseconds, and of the ratios, one a round."""

    first_us: float
    second_us: float
    ratio: float
    """How many times the first the second costs."""


def compared(first: Side, second: Side) -> Compared:
    """Both sides in turn, round by round.

    A side reads all its texts of a round before the other does: a scan over megabytes between two questions would leave
    the other side a cold processor cache, and that is not what it costs.
    """
    pairs = [
        (_p50(first.work, a), _p50(second.work, b))
        for a, b in zip(first.rounds, second.rounds, strict=True)
    ]
    ratios = [b / a for a, b in pairs]
    return Compared(median(a for a, _ in pairs), median(b for _, b in pairs), median(ratios))


def _p50(work: Work, texts: Sequence[str]) -> float:
    return median(_us(work, text) for text in texts)


def _us(work: Work, text: str) -> float:
    started = time.process_time_ns()
    work(text)
    return (time.process_time_ns() - started) / 1000


def rounds_of(texts: Sequence[str], size: int, seed: int) -> list[list[str]]:
    """ROUNDS handfuls of `size` texts."""
    rng = Random(seed)
    return [rng.sample(texts, size) for _ in range(ROUNDS)]


def most_asked(asked: Sequence[Sample]) -> list[str]:
    """The services that the questions name, most often named first."""
    named = Counter(key for sample in asked for key in sample.row.services)
    return [key for key, _ in named.most_common()]


def hard_messages(asked: Sequence[Sample], knowledge: Knowledge, seed: int = 1) -> Iterator[str]:
    """Messages of 64 words: stories, the same misspelt, names, words of areas, words that nothing knows."""
    rng = Random(seed)
    said = " ".join(sample.row.ask for sample in asked).split()
    names = [s.name for s in knowledge.services.values()]
    phrases = [phrase for area in knowledge.areas.values() for phrase in area.phrases]
    letters = "abcdefghijklmnopqrstuvwxyz"
    for _ in range(ROUNDS):
        at = rng.randrange(len(said) - WORDS)
        story = " ".join(said[at : at + WORDS])
        yield story
        yield mistyped(story, rng)
        yield mistyped(" ".join(rng.sample(names, WORDS)), rng)
        yield mistyped(" ".join(rng.sample(phrases, WORDS)), rng)
        yield " ".join("".join(rng.choices(letters, k=9)) for _ in range(WORDS))


def dearest(read: Work, plain: Sequence[Sequence[str]], hard: Sequence[str]) -> Compared:
    """The dearest of the hard messages against the p50 of plain ones, both in every round.

    A message counts by its median over the rounds, so that one hiccup of the machine is not called a hard message.
    """
    p50s, times = [], [[] for _ in hard]
    for turn, texts in enumerate(plain):
        p50s.append(_p50(read, texts))
        for text, found in zip(hard, times, strict=True):
            found.append(_us(read, _cut(text, turn)))
    top = max(times, key=median)
    ratios = [one / p50 for one, p50 in zip(top, p50s, strict=True)]
    return Compared(median(p50s), median(top), median(ratios))


def _cut(text: str, turn: int) -> str:
    """The first 64 words, the order turned, so that no turn meets the very text of the one before."""
    words = text.split()[:WORDS]
    return " ".join(words[turn:] + words[:turn])


def index_cost(
    small: Knowledge, services: int, said: frozenset[str] = frozenset()
) -> tuple[float, float]:
    """(seconds, megabytes) of the first question over so many services: what is built once for each Knowledge.

    One misspelt word needs all of it. Names that this process has not seen yet, each time: words are remembered.
    """
    understand(_NEEDS_ALL, small)  # what English needs is there
    timed, weighed = (enlarged(small, services, said, seed) for seed in (2, 3))
    gc.collect()
    seconds = _us(lambda text: understand(text, timed), _NEEDS_ALL) / 1e6
    gc.collect()
    tracemalloc.start()
    understand(_NEEDS_ALL, weighed)
    gc.collect()
    megabytes = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    return seconds, megabytes


_NEEDS_ALL = "who pathces rsd?"


def reading(knowledge: Knowledge) -> Work:
    """Our matcher over this knowledge, its index built."""
    understand("who patches RDS?", knowledge)
    return lambda text: understand(text, knowledge)


def answering(knowledge: Knowledge) -> Work:
    """The whole of `answer`."""
    return lambda text: answer(text, Context(), knowledge)


def main() -> None:
    """Print the figures."""
    asked, _ = every_sample()
    shipped = load(shipped_folder())
    small = smaller(shipped, most_asked(asked), SERVICES)
    large = enlarged(small, MANY, words_of(asked))
    texts = [
        s.row.ask for s in asked if s.row.services and small.services.keys() >= {*s.row.services}
    ]
    print(f"{len(texts)} questions, {SERVICES} and {MANY:,} services; medians of CPU time, paired")
    goals = [
        *_against_rapidfuzz(texts, small, large),
        *_against_ourselves(asked, texts, small, large),
    ]
    seconds, megabytes = index_cost(small, MANY, words_of(asked))
    goals += [
        Goal(f"index of {MANY:,} services, s", seconds, 1.0),
        Goal(f"index of {MANY:,} services, MB", megabytes, 50.0),
    ]
    print(f"\nGoals\n{lines(goals)}")


def _against_rapidfuzz(texts: list[str], small: Knowledge, large: Knowledge) -> list[Goal]:
    sentences, slots = extract_one(fuzz.WRatio), extract_one(fuzz.token_set_ratio)
    plain, few, single = (rounds_of(texts, size, seed=1) for size in (QUESTIONS, 8, 1))
    ours, ours_large = Side(reading(small), plain), Side(reading(large), plain)
    one = compared(ours, Side(on_sentences(sentences, small), few))
    many = compared(ours_large, Side(on_sentences(sentences, large), single))
    two = compared(ours, Side(on_two_slots(slots, small), plain))
    _print("extractOne WRatio over sentences", one, "ours", "extractOne")
    _print(f"the same, {MANY:,} services", many, "ours", "extractOne")
    _print("extractOne token_set in two slots", two, "ours", "extractOne")
    return [
        Goal(f"extractOne is dearer, times, {SERVICES} services", one.ratio, 100.0, at_least=True),
        Goal(f"extractOne is dearer, times, {MANY:,} services", many.ratio, 5000.0, at_least=True),
        Goal("two-slot extractOne is dearer, times", two.ratio, 8.0, at_least=True),
    ]


def _against_ourselves(
    asked: list[Sample], texts: list[str], small: Knowledge, large: Knowledge
) -> list[Goal]:
    read, plain = reading(small), rounds_of(texts, QUESTIONS, seed=4)
    wrong = [[mistyped(t, Random(f"{n} {t}")) for t in part] for n, part in enumerate(plain)]
    ours = Side(read, plain)
    size = compared(ours, Side(reading(large), plain))
    hard = dearest(read, plain, list(hard_messages(asked, small)))
    whole, typos = compared(ours, Side(answering(small), plain)), compared(ours, Side(read, wrong))
    _print("all of answer()", whole, "understand", "answer")
    _print("typos never seen before", typos, "as written", "misspelt")
    _print(f"{MANY // SERVICES} times the services", size, str(SERVICES), f"{MANY:,}")
    _print(f"the dearest message of {WORDS} words", hard, "p50", "dearest")
    return [
        Goal(f"p50 at {MANY // SERVICES}× the services, times", size.ratio, 1.5),
        Goal(f"any message of {WORDS} words, times p50", hard.ratio, 6.0),
    ]


def _print(what: str, found: Compared, first: str, second: str) -> None:
    print(
        f"{what.ljust(36)} {first} {found.first_us:9,.0f} µs   {second} {found.second_us:11,.0f} µs   "
        f"× {found.ratio:,.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()

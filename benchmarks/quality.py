"""How many questions are understood: as written, with typos, and beside 100 times as many services.

`python -m benchmarks.quality [FILE...]`; without files, every file of questions in `tests/questions`. The half whose hash
is even ("dev") may be looked at while tuning; the other half ("test") is only counted.
"""

import sys
from collections.abc import Callable, Iterable

from benchmarks.goals import Goal, lines
from benchmarks.questions import Sample, chosen, with_typos, words_of
from benchmarks.synthetic import enlarged
from bot.knowledge.loader import load, shipped_folder
from bot.model import Knowledge
from bot.upkeep.counting import Tally, calibration_error, table
from bot.upkeep.evaluate import Asked, Outcome, run

TIMES = 100
"""How many times the services in the large knowledge."""
SEED = 2026
"""Of the typos."""

Result = tuple[Sample, Asked]


def ask(asked: Iterable[Sample], knowledge: Knowledge) -> list[Result]:
    """Each sample with what became of it."""
    return [(sample, run(sample.row, knowledge)) for sample in asked]


def tallied(results: Iterable[Result], *groups: Callable[[Sample], str]) -> dict[str, Tally]:
    """One tally for each group, first grouping first, sorted by name."""
    results, found = list(results), {}
    for group in groups:
        part: dict[str, Tally] = {}
        for sample, asked in results:
            part.setdefault(group(sample), Tally()).add(asked)
        found |= dict(sorted(part.items()))
    return found


def by_half(sample: Sample) -> str:
    return f"all · {sample.half}"


def by_file(sample: Sample) -> str:
    return f"{sample.file} · {sample.half}"


def by_shape(sample: Sample) -> str:
    return f"{sample.shape} · {sample.half}"


def share(tally: Tally, *outcomes: Outcome) -> float:
    """The part of the in-scope questions with one of these outcomes."""
    return sum(tally.outcomes[o] for o in outcomes) / tally.inside if tally.inside else 0.0


def goals(plain: Tally, typos: Tally, large: Tally) -> list[Goal]:
    """What is asked of the half that nobody tunes on."""
    false = plain.outcomes[Outcome.FALSE] / plain.outside if plain.outside else 0.0
    lost = share(plain, Outcome.RIGHT) - share(large, Outcome.RIGHT)
    return [
        Goal("service and area right", share(plain, Outcome.RIGHT), 0.92, at_least=True),
        Goal(
            "right, or the right suggestion",
            share(plain, Outcome.RIGHT, Outcome.OFFERED),
            0.98,
            at_least=True,
        ),
        Goal("answered wrong", share(plain, Outcome.WRONG), 0.015),
        Goal("out of scope and answered", false, 0.01),
        Goal("expected calibration error", calibration_error(plain.confidences), 0.03),
        Goal("typos: right", share(typos, Outcome.RIGHT), 0.92, at_least=True),
        Goal("typos: wrong", share(typos, Outcome.WRONG), 0.01),
        Goal(f"right lost with {TIMES}× the services", lost, 0.01),
    ]


def main(arguments: list[str]) -> None:
    """Print the tables."""
    asked = chosen(arguments)
    knowledge = load(shipped_folder())
    many = TIMES * len(knowledge.services)
    plain = ask(asked, knowledge)
    _print(f"As written, {len(knowledge.services)} services", plain, by_half, by_file, by_shape)
    typos = ask(with_typos(asked, SEED), knowledge)
    _print("One edit in every content word", typos, by_half, by_file, by_shape)
    large = ask(asked, enlarged(knowledge, many, words_of(asked)))
    _print(f"As written, {many:,} services", large, by_half, by_file)
    halves = [tallied(results, by_half)["all · test"] for results in (plain, typos, large)]
    print(f"\nGoals, test half\n{lines(goals(*halves))}")


def _print(title: str, results: list[Result], *groups: Callable[[Sample], str]) -> None:
    print(f"\n{title}\n{table(tallied(results, *groups))}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

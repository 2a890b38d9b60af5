"""Each peer at its best: the floors under which it keeps quiet, chosen on the very questions it is counted on.

This favours the peers: they see the answers, we do not. What is fixed is how many questions out of scope may be answered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from benchmarks.guesses import Slot
from benchmarks.judging import Guessed, Reading

STEPS = 24
"""Floors tried for each slot, at even quantiles of its scores."""


@dataclass(frozen=True)
class Floors:
    """When a peer answers: the least score of each slot, and whether one slot is enough."""

    service: float
    area: float
    both: bool


@dataclass(frozen=True)
class Count:
    """How one peer does at one setting."""

    floors: Floors
    right: int
    wrong: int
    false: int
    """Out of scope and answered."""


def reading(guessed: Guessed, floors: Floors) -> Reading | None:
    """What is answered: slots over their floors, empty ones filled from the question before; None: nothing."""
    now, before = guessed.guess, guessed.before
    services = _over(now.service, before and before.service, floors.service)
    areas = _over(now.area, before and before.area, floors.area)
    found = bool(services) + bool(areas)
    return (services, areas) if found == 2 or (found == 1 and not floors.both) else None


def _over(now: Slot, before: Slot | None, floor: float) -> tuple[str, ...]:
    if now.score >= floor and now.ids:
        return now.ids
    return before.ids if before and before.score >= floor else ()


def count(guesses: Sequence[Guessed], floors: Floors) -> Count:
    """The outcomes at these floors."""
    right = wrong = false = 0
    for guessed in guesses:
        found = reading(guessed, floors)
        if found is None:
            continue
        if not guessed.in_scope:
            false += 1
        elif guessed.is_right(found):
            right += 1
        else:
            wrong += 1
    return Count(floors, right, wrong, false)


def counts(guesses: Sequence[Guessed]) -> list[Count]:
    """The outcomes at every setting that is tried."""
    return [count(guesses, floors) for floors in _settings(guesses)]


def best(found: Sequence[Count], most_false: float) -> Count:
    """The most right ones among the settings that answer at most so many out of scope; then the fewest wrong.

    Silence answers nothing out of scope, so some setting always fits.
    """
    allowed = [one for one in found if one.false <= most_false]
    return max(allowed, key=lambda one: (one.right, -one.wrong, -one.false))


def _settings(guesses: Sequence[Guessed]) -> Iterator[Floors]:
    services = _quantiles([guessed.guess.service.score for guessed in guesses])
    areas = _quantiles([guessed.guess.area.score for guessed in guesses])
    for service, area, both in product(services, areas, (False, True)):
        yield Floors(service, area, both)


def _quantiles(scores: list[float]) -> list[float]:
    """Low to high, from all pass to none does."""
    ordered = sorted(scores)
    steps = {ordered[round(i * (len(ordered) - 1) / STEPS)] for i in range(STEPS + 1)}
    return [*sorted(steps), float("inf")]

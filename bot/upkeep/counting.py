"""Outcomes of many questions, counted: shares with their intervals, and calibration."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from bot.upkeep.evaluate import Asked, Outcome


@dataclass
class Tally:
    """Outcomes of one group of questions, and what calibration needs."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    """(confidence, whether the reading was right)."""
    undoubted: int = 0
    """Wrong answers that did not say that they might be."""

    misled: int = 0
    """Wrong answers that name another side than a task's that was asked for."""

    def add(self, asked: Asked) -> None:
        self.outcomes[asked.outcome] += 1
        self.undoubted += asked.outcome is Outcome.WRONG and not asked.answer.suggestions
        self.misled += asked.misleads
        self.confidences.append((asked.answer.question.confidence, asked.would_fit))

    @property
    def inside(self) -> int:
        """Questions that are for the bot."""
        return sum(self.outcomes[o] for o in _INSIDE)

    @property
    def outside(self) -> int:
        return self.outcomes[Outcome.QUIET] + self.outcomes[Outcome.FALSE]


_INSIDE = (Outcome.RIGHT, Outcome.OFFERED, Outcome.ASKED, Outcome.SILENT, Outcome.WRONG)


def tally(asked: Iterable[Asked], group: Callable[[Asked], str]) -> dict[str, Tally]:
    """One tally for each group, in order of first appearance."""
    found: dict[str, Tally] = {}
    for one in asked:
        found.setdefault(group(one), Tally()).add(one)
    return found


def calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error: how far confidence lies from the share that was right, weighted by bin."""
    total = 0.0
    for number in range(bins):
        low, high = number / bins, (number + 1) / bins
        inside = [p for p in pairs if low <= p[0] < high or (number == bins - 1 and p[0] == 1.0)]
        if inside:
            sure = sum(p[0] for p in inside) / len(inside)
            right = sum(p[1] for p in inside) / len(inside)
            total += len(inside) / len(pairs) * abs(sure - right)
    return total


def interval(part: int, whole: int) -> tuple[float, float, float]:
    """(share, low, high): the 95 % interval after Wilson; zeros for an empty group."""
    if not whole:
        return 0.0, 0.0, 0.0
    p, z = part / whole, 1.96
    middle = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    spread = z * sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return p, max(0.0, middle - spread), min(1.0, middle + spread)


_HEAD = (
    "group",
    "in scope",
    "right",
    "right or offered",
    "wrong",
    "and sure of it",
    "another side",
    "out of scope",
    "answered",
    "ECE",
)


def table(tallies: Mapping[str, Tally]) -> str:
    """The tallies as lines of text, one a group; shares with their 95 % intervals."""
    lines = [_HEAD, *(_line(name, tally) for name, tally in tallies.items())]
    widths = [max(len(line[i]) for line in lines) for i in range(len(_HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _line(name: str, found: Tally) -> tuple[str, ...]:
    counts = found.outcomes
    helped = counts[Outcome.RIGHT] + counts[Outcome.OFFERED]
    return (
        name,
        str(found.inside),
        _share(counts[Outcome.RIGHT], found.inside),
        _share(helped, found.inside),
        _share(counts[Outcome.WRONG], found.inside),
        _share(found.undoubted, found.inside),
        _share(found.misled, found.inside),
        str(found.outside),
        _share(counts[Outcome.FALSE], found.outside),
        f"{calibration_error(found.confidences):.3f}" if found.confidences else "–",
    )


def _share(part: int, whole: int) -> str:
    if not whole:
        return "–"
    share, low, high = interval(part, whole)
    return f"{share:.3f} ({low:.2f}–{high:.2f})"

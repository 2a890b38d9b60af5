"""What confidence is computed from: which situation a message is, and the signals found in it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Case(StrEnum):
    """What was found. A service alone is answered with its whole split, so it is judged apart."""

    BOTH = "both"
    SEVERAL = "several"
    """Tasks, with a service or without: the reading is right only where every one of them is."""
    AREA = "area"
    SERVICE = "service"
    CONCEPT = "concept"
    CARRIED = "carried"
    """Tasks that are those of the question before in the thread."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Signals:
    """What confidence is computed from. Units: log odds and counts, capped so that one of them cannot decide alone."""

    belief: float
    """0 to 1: in the area, against all others."""
    evidence: float
    lead: float
    unexplained: float
    """Words of the asking sentences that nothing explains, by how foreign they are."""
    background: float
    """The same of the other sentences."""
    manner: float
    """Log odds that such a message asks whose job something is."""
    cue: float
    """1 where the words of asking whose job it is are there."""
    mark: float
    """1 for a question mark."""
    repairs: float
    weak: float
    """1 for a name that other products share."""
    capitals: float
    """Unexplained words written like names."""
    several: float
    """Tasks beyond the first."""
    all_right: float
    """The belief that all of several areas are right, as a natural logarithm: below zero."""
    words_each: float
    """Words of substance that each of several tasks is told in, on average: "av" is plain, a clause less so."""
    services: float
    """Services beyond the first."""
    scene: float
    """Services named beside those that the question is taken to be about."""
    unheard: float
    """Parts of a list that speak for something else than the tasks found."""
    again: float
    """1 where a second "who" was heard and one task only was found."""
    literal: float
    """1 where every word of substance stands in a listed phrase of the areas found: the plain, direct question."""
    covered: float
    """1 where every word of the message is explained."""
    short: float
    """1 for a message of at most three words."""
    follows: float
    """1 where a message leans on what the thread is about."""
    other: float
    """1 where the way of asking is known to be another's: how-to, price, live state, history, small talk."""

    def value(self, name: str) -> float:
        """The signal of that name, also one of BENDS and TOGETHER."""
        if bend := BENDS.get(name):
            return max(float(getattr(self, bend.signal)) - bend.above, 0.0) / bend.unit
        if pair := TOGETHER.get(name):
            return float(getattr(self, pair[0]) * getattr(self, pair[1]))
        return float(getattr(self, name))


class Bend(NamedTuple):
    """How far a signal is above a point, in units."""

    signal: str
    above: float
    unit: float = 1.0


BENDS = {
    "sure": Bend("belief", 0.8, 0.2),
    "certain": Bend("belief", 0.95, 0.05),
    "ours": Bend("manner", 0.0),
    "plainly_ours": Bend("manner", 1.0),
}
"""Where more of a signal is worth more, or less, than it was below."""
TOGETHER = {
    "sure_ours": ("belief", "manner"),
    "ours_covered": ("manner", "covered"),
    "sure_covered": ("belief", "covered"),
    "literal_covered": ("literal", "covered"),
    "lead_cue": ("lead", "cue"),
    "several_unheard": ("several", "unheard"),
}
"""Two signals that are worth another than the sum of both: "who" beside a clear lead is worth less than alone. These and the bends: of all
pairs those with the largest weights under an L1 penalty; 2 in 100 more right at as many wrong, counted writer by writer (2026-11-30)."""
SIGNALS = (*Signals.__slots__, *BENDS, *TOGETHER)
START = "start"

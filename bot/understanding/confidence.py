"""The number that says how sure we are: a sum of weighted signals, as log odds.

`make fit` finds the weights: of the questions read with confidence 0.8, four in five are right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import exp

ANSWER_FROM = 0.6
"""Confidence from which the bot answers. A higher one trades five right answers for each two wrong ones (dev halves of
tests/questions/, 2026-11-29)."""
HARMLESS_FROM = 0.45
"""The same where a wrong reading shows by itself and claims nothing: a whole service, a term, a list of services."""
CLARIFY_FROM = 0.15
"""Below, not even a question back is worth a person's time."""


class Case(StrEnum):
    """What was found. A service alone is answered with its whole split, so it is judged apart."""

    BOTH = "both"
    AREA = "area"
    SERVICE = "service"
    CONCEPT = "concept"
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
    services: float
    """Services beyond the first."""
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
    other: float
    """1 where the way of asking is known to be another's: how-to, price, live state, history, small talk."""


SIGNALS = tuple(Signals.__slots__)
START = "start"

WEIGHTS: Mapping[Case, Mapping[str, float]] = {
    Case.BOTH: {
        "start": -3.25,
        "belief": 3.08,
        "evidence": -0.31,
        "lead": 0.25,
        "unexplained": -0.76,
        "background": -0.15,
        "manner": 1.10,
        "cue": 0.28,
        "mark": 0.68,
        "repairs": 0.13,
        "weak": -0.11,
        "capitals": -0.26,
        "several": -1.46,
        "services": -0.32,
        "unheard": -0.18,
        "again": -1.05,
        "literal": 0.79,
        "covered": 0.66,
        "short": 1.23,
        "other": -1.93,
    },
    Case.AREA: {
        "start": -3.53,
        "belief": 2.26,
        "evidence": -0.19,
        "lead": 0.24,
        "unexplained": -1.38,
        "background": 0.48,
        "manner": 1.13,
        "cue": 0.03,
        "mark": 0.78,
        "repairs": -0.69,
        "capitals": -1.09,
        "several": -1.99,
        "unheard": 0.27,
        "again": 0.26,
        "literal": 1.14,
        "covered": 1.58,
        "short": 0.26,
        "other": -2.18,
    },
    Case.SERVICE: {
        "start": -0.69,
        "evidence": -0.03,
        "lead": 2.22,
        "unexplained": -1.35,
        "background": -1.59,
        "manner": 0.99,
        "cue": 0.19,
        "mark": -0.35,
        "repairs": 0.23,
        "weak": -0.69,
        "capitals": -0.47,
        "services": -1.14,
        "again": -0.54,
        "covered": 0.19,
        "short": 0.48,
        "other": -1.16,
    },
    Case.CONCEPT: {
        "belief": -2.64,
        "evidence": 0.23,
        "lead": 0.83,
        "unexplained": -0.35,
        "background": 0.19,
        "manner": 0.24,
        "cue": -0.71,
        "mark": 1.17,
        "covered": 0.90,
        "short": 0.74,
        "other": -1.32,
    },
}
"""What a unit of each signal adds to the odds, apart for each case. Logistic regression by `make fit`, 2026-11-29."""


def confidence(case: Case, signals: Signals) -> float:
    """0 to 1: how likely the reading is right, in this case and with these signals."""
    if case is Case.NOTHING:
        return 0.0
    odds = sum(
        weight * (1.0 if name == START else getattr(signals, name))
        for name, weight in WEIGHTS[case].items()
    )
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, odds))))

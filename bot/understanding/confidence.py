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
HARMLESS_FROM = 0.55
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
        "start": -3.55,
        "belief": 2.99,
        "evidence": -0.31,
        "lead": 0.21,
        "unexplained": -0.67,
        "background": -0.08,
        "manner": 1.18,
        "cue": 0.36,
        "mark": 0.78,
        "repairs": 0.08,
        "weak": -0.11,
        "capitals": -0.55,
        "several": -1.54,
        "services": -0.31,
        "unheard": -0.16,
        "again": -1.14,
        "literal": 0.99,
        "covered": 0.74,
        "short": 1.09,
        "other": -2.02,
    },
    Case.AREA: {
        "start": -4.18,
        "belief": 2.45,
        "evidence": -0.18,
        "lead": 0.09,
        "unexplained": -1.62,
        "background": 0.45,
        "manner": 1.20,
        "cue": 0.19,
        "mark": 1.18,
        "repairs": -0.62,
        "capitals": -0.80,
        "several": -2.15,
        "unheard": 0.32,
        "again": -0.29,
        "literal": 1.06,
        "covered": 1.67,
        "short": 0.57,
        "other": -2.23,
    },
    Case.SERVICE: {
        "start": -1.15,
        "evidence": 0.22,
        "lead": 2.23,
        "unexplained": -1.53,
        "background": -1.97,
        "manner": 1.05,
        "cue": 0.27,
        "mark": -0.32,
        "repairs": 0.16,
        "weak": -0.73,
        "capitals": -0.08,
        "services": -0.92,
        "again": -0.49,
        "covered": 0.37,
        "short": 0.29,
        "other": -0.89,
    },
    Case.CONCEPT: {
        "start": -0.09,
        "belief": -3.13,
        "evidence": 0.17,
        "lead": 0.74,
        "unexplained": -1.02,
        "background": -0.52,
        "manner": 0.38,
        "cue": -0.51,
        "mark": 1.08,
        "repairs": -0.74,
        "capitals": -0.56,
        "covered": 1.16,
        "short": -0.25,
        "other": -0.83,
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

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
        "start": -2.26,
        "belief": 2.06,
        "evidence": -0.29,
        "lead": 0.50,
        "unexplained": -0.59,
        "manner": 1.03,
        "cue": 0.29,
        "mark": 0.73,
        "repairs": 0.17,
        "weak": -0.11,
        "capitals": -0.44,
        "several": -1.33,
        "services": -0.31,
        "unheard": -0.11,
        "again": -0.33,
        "literal": 1.03,
        "covered": 0.66,
        "short": 1.40,
        "other": -1.67,
    },
    Case.AREA: {
        "start": -2.74,
        "belief": 1.26,
        "evidence": -0.15,
        "lead": 0.58,
        "unexplained": -1.48,
        "background": 0.20,
        "manner": 0.84,
        "cue": 0.36,
        "mark": 1.08,
        "repairs": -0.37,
        "capitals": -0.83,
        "several": -1.54,
        "unheard": 0.18,
        "again": -0.06,
        "literal": 1.68,
        "covered": 0.90,
        "short": 0.96,
        "other": -1.87,
    },
    Case.SERVICE: {
        "start": -0.32,
        "evidence": 0.15,
        "lead": 2.71,
        "unexplained": -1.29,
        "background": -1.24,
        "manner": 0.90,
        "cue": -0.44,
        "mark": -0.40,
        "repairs": 0.80,
        "weak": -0.75,
        "capitals": -0.10,
        "services": -0.55,
        "again": -0.68,
        "covered": 0.23,
        "short": 0.61,
        "other": -0.41,
    },
    Case.CONCEPT: {
        "start": 1.44,
        "belief": -1.54,
        "lead": 0.52,
        "unexplained": -2.09,
        "background": -0.71,
        "manner": 0.54,
        "cue": -1.90,
        "mark": 1.55,
        "repairs": -0.56,
        "capitals": 0.08,
        "unheard": 0.04,
        "covered": 0.69,
        "short": -0.72,
        "other": -0.65,
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

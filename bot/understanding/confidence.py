"""The number that says how sure we are: a sum of weighted signals, as log odds.

`make fit` finds the weights: of the questions read with confidence 0.8, four in five are right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import exp

ANSWER_FROM = 0.58
"""Confidence from which the bot answers. From 0.5 upwards a higher one trades three right answers for each two wrong ones, above 0.6
five for each one (dev halves of tests/questions/, 2026-11-29)."""
HARMLESS_FROM = 0.55
"""The same where a wrong reading shows by itself and claims nothing: a whole service, a term, a list of services."""
SURE_FROM = 0.8
"""Below, an answer says that it may not be what was asked, and shows what else could be: of such answers one in five is
wrong, of the others one in seventeen (dev halves, 2026-11-30).
"""
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
    follows: float
    """1 where a message leans on what the thread is about: whoever asks on asks whose job it is."""
    other: float
    """1 where the way of asking is known to be another's: how-to, price, live state, history, small talk."""


SIGNALS = tuple(Signals.__slots__)
START = "start"

WEIGHTS: Mapping[Case, Mapping[str, float]] = {
    Case.BOTH: {
        "start": -3.16,
        "belief": 2.95,
        "evidence": -0.31,
        "lead": 0.26,
        "unexplained": -0.57,
        "background": -0.16,
        "manner": 1.05,
        "cue": 0.31,
        "mark": 0.69,
        "repairs": 0.06,
        "weak": -0.09,
        "capitals": -0.45,
        "several": -1.53,
        "services": -0.30,
        "unheard": -0.20,
        "again": -1.10,
        "literal": 0.98,
        "covered": 0.71,
        "short": 1.04,
        "follows": 0.50,
        "other": -1.89,
    },
    Case.AREA: {
        "start": -3.67,
        "belief": 2.42,
        "evidence": -0.20,
        "lead": 0.18,
        "unexplained": -1.49,
        "background": 0.38,
        "manner": 1.09,
        "cue": 0.15,
        "mark": 1.01,
        "repairs": -0.15,
        "capitals": -0.73,
        "several": -2.13,
        "unheard": 0.32,
        "again": -0.16,
        "literal": 1.14,
        "covered": 1.52,
        "short": 0.53,
        "follows": 0.50,
        "other": -2.15,
    },
    Case.SERVICE: {
        "start": -0.80,
        "evidence": 0.17,
        "lead": 2.07,
        "unexplained": -1.45,
        "background": -2.09,
        "manner": 0.92,
        "cue": 0.21,
        "mark": -0.39,
        "repairs": 0.13,
        "weak": -0.73,
        "capitals": -0.07,
        "services": -0.82,
        "again": -0.48,
        "covered": 1.30,
        "short": 0.31,
        "follows": 0.50,
        "other": -0.79,
    },
    Case.CONCEPT: {
        "start": 0.12,
        "belief": -2.69,
        "evidence": 0.18,
        "lead": 0.81,
        "unexplained": -0.95,
        "background": -0.52,
        "manner": 0.28,
        "cue": -0.54,
        "mark": 0.94,
        "repairs": -0.74,
        "capitals": -0.55,
        "covered": 1.14,
        "short": -0.18,
        "other": -0.77,
    },
}
"""What a unit of each signal adds to the odds, apart for each case. Logistic regression by `make fit`, three of its five folds, 2026-11-29;
"repairs" without a service by hand since misspelt words are read better (12 more of 533 mistyped right, 2 more wrong, 2026-11-30).
"follows" by hand: the questions that weights are fitted on stand alone. "covered" of a service alone by hand, 0.31 before: of 48 such answers that
were said to be doubtful 47 were right (dev and test halves, 2026-11-30)."""


def confidence(case: Case, signals: Signals) -> float:
    """0 to 1: how likely the reading is right, in this case and with these signals."""
    if case is Case.NOTHING:
        return 0.0
    odds = sum(
        weight * (1.0 if name == START else getattr(signals, name))
        for name, weight in WEIGHTS[case].items()
    )
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, odds))))

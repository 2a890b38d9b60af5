"""How sure we are: words that nothing explains count against answering.

This is the product. Without it the same matcher answers 43 % of the questions that are not for it; with it, none
of thirty (measured on 273 questions, 2026-11-23; re-run with `make eval`).
"""

from dataclasses import dataclass

from bot.understanding.choosing import Chosen
from bot.understanding.english import (
    CUSTOMER_WORDS,
    GENERIC_NOUNS,
    PROVIDER_WORDS,
    common_words,
)
from bot.understanding.lexicon import Lexicon
from bot.understanding.spotting import Spotted, Token

ANSWER_FROM = 0.6
"""Confidence from which the bot answers; tuned on the dev half of tests/questions/outside.yaml, 2026-11-23."""
CLARIFY_FROM = 0.3

# What one unexplained word costs, by how foreign it is (same run).
_KNOWN_TO_AREAS = 0.15
_IN_PROSE = 0.15
_COMMON_ENGLISH = 0.45
_WITH_DIGITS = 0.2
_FOREIGN = 1.0
_BACKGROUND = 0.3
"""Share that counts of words outside the sentence that asks."""

# How much unexplained words hurt, by what was found. A service alone is answered with its overview, so any
# word of substance beside it means that something else was asked.
_BOTH = (1.0, 0.22)
_OWN_SUBJECT_ONLY = (1.0, 1.6)
_SERVICE_ONLY = (0.95, 2.5)
_AREA_ONLY = (0.92, 1.5)
_CONCEPT = (0.95, 0.6)
_REPAIR_COST = 0.05
_WEAK_COST = 0.15
"""For a name that other products share, beside words that nothing explains: "Oracle Fusion" is not RDS."""
_BACKGROUND_COST = 0.45
"""For a subject met only in the story, when the question itself has a word that nothing explains."""
_NO_CUE_COST = 0.2
"""For a longer message that asks nothing: "we deployed RDS yesterday and it went fine"."""
_CUELESS_WORDS = 6


@dataclass(frozen=True, slots=True)
class Judgement:
    """How sure, and which words stayed unexplained."""

    confidence: float
    leftovers: tuple[str, ...]


def judge(
    spotted: Spotted, chosen: Chosen, index: Lexicon, *, cue: bool, focus: frozenset[int]
) -> Judgement:
    """Weigh what was found against what was not. `focus`: the sentences that ask."""
    asked = frozenset(match.id for match in chosen.areas)
    left = [
        t
        for i, t in enumerate(spotted.tokens)
        if _counts(t, i, chosen) and asked.isdisjoint(index.areas_of.get(t.stem, ()))
    ]
    named = bool(chosen.services or chosen.rivals)
    weight = sum(
        _foreignness(t, index, beside_service=named)
        * (1 if t.word.sentence in focus else _BACKGROUND)
        for t in left
    )
    start, slope = _case(chosen)
    confidence = start - slope * weight - _REPAIR_COST * len(spotted.repairs)
    if chosen.only_background and any(t.word.sentence in focus for t in left):
        confidence -= _BACKGROUND_COST
    if not cue and len(spotted.tokens) >= _CUELESS_WORDS:
        confidence -= _NO_CUE_COST
    if left and any(m.weak for m in chosen.services):
        confidence -= _WEAK_COST
    words = tuple(t.word.text for t in left if _foreignness(t, index) > _WITH_DIGITS)
    return Judgement(max(0.0, min(1.0, confidence)), words)


def _case(chosen: Chosen) -> tuple[float, float]:
    if (chosen.services or chosen.rivals) and chosen.areas:
        return _OWN_SUBJECT_ONLY if chosen.only_own_subject else _BOTH
    if chosen.services or chosen.rivals:
        return _SERVICE_ONLY
    if chosen.concepts:
        return _CONCEPT
    return _AREA_ONLY if chosen.areas else (0.0, 0.0)


def _counts(token: Token, at: int, chosen: Chosen) -> bool:
    if at in chosen.explained or token.is_function or token.text.isdigit():
        return False
    return (
        token.text not in PROVIDER_WORDS
        and token.text not in CUSTOMER_WORDS
        and len(token.text) > 1
    )


def _foreignness(token: Token, index: Lexicon, *, beside_service: bool = True) -> float:
    if token.text in GENERIC_NOUNS:
        return 0.0 if beside_service else _IN_PROSE
    if token.stem in index.weights:
        return _KNOWN_TO_AREAS
    if token.stem in index.prose:
        return _IN_PROSE
    if any(character.isdigit() for character in token.text):
        return _WITH_DIGITS
    return _COMMON_ENGLISH if token.text in common_words() else _FOREIGN

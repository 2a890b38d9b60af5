"""What was found and what was not → the signals of confidence, and what they add up to.

Words that nothing explains count against answering; what each part is worth stands in docs/accuracy.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log

from bot.model import Evidence, Knowledge
from bot.understanding.choosing import Chosen
from bot.understanding.confidence import confidence
from bot.understanding.english import (
    CUSTOMER_WORDS,
    GENERIC_NOUNS,
    PROVIDER_WORDS,
    common_words,
)
from bot.understanding.evidence import is_for_us, manner
from bot.understanding.lexicon import Lexicon
from bot.understanding.naming import Role
from bot.understanding.parts import opens
from bot.understanding.signals import Case, Signals
from bot.understanding.spotting import Spotted, Token


@dataclass(frozen=True, slots=True)
class Manner:
    """How the message asks, as far as it matters for how sure we are."""

    cue: bool
    mark: bool
    other: bool
    follows: bool
    """Whether it leans on what was said before in its thread."""
    focus: frozenset[int]
    """The sentences that ask."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How sure, from what, and which words stayed unexplained."""

    confidence: float
    leftovers: tuple[str, ...]
    case: Case
    signals: Signals


def judge(
    spotted: Spotted,
    chosen: Chosen,
    index: Lexicon,
    knowledge: Knowledge,
    asked: Manner,
) -> Judgement:
    """Weigh what was found against what was not."""
    focus, evidence = asked.focus, knowledge.evidence
    left = [t for i, t in enumerate(spotted.tokens) if _counts(t, i, chosen)]
    case = case_of(chosen)
    beside = bool(chosen.services or chosen.rivals)
    weights = [(_foreignness(t, index, evidence, beside_service=beside), t) for t in left]
    if chosen.areas and not beside and _is_broad(chosen, knowledge):
        weights = [(w if t.text in GENERIC_NOUNS else _UNKNOWN, t) for w, t in weights]
    beliefs = [match.score / 100 for match in chosen.areas]
    belief = min(beliefs, default=0.0)
    signals = Signals(
        belief=belief,
        evidence=min(chosen.evidence, 20.0) / 5,
        lead=min(chosen.lead, 10.0) / 4,
        unexplained=min(sum(w for w, t in weights if t.word.sentence in focus), 4.0),
        background=min(sum(w for w, t in weights if t.word.sentence not in focus), 4.0),
        manner=max(-8.0, min(8.0, is_for_us(manner(spotted.tokens, spotted.hidden), evidence))) / 4,
        cue=float(asked.cue),
        mark=float(asked.mark),
        repairs=min(len(spotted.repairs), 3),
        weak=float(any(m.weak for m in chosen.services)),
        capitals=min(sum(t.word.capital and w > _WITH_DIGITS for w, t in weights), 3),
        several=float(min(max(len(chosen.areas), 1) - 1, 2)),
        all_right=_all_right(beliefs),
        words_each=min(chosen.words_each, 8.0),
        services=float(min(max(len(chosen.services), 1) - 1, 2)),
        scene=float(min(_beside(spotted, chosen), 2)),
        unheard=float(min(len(chosen.unheard) + chosen.mute, 2)),
        again=float(len(chosen.areas) <= 1 and _asks_twice(spotted, focus)),
        literal=float(_is_literal(spotted, chosen, index)),
        covered=float(not any(w for w, _ in weights)),
        short=float(len(spotted.tokens) <= _SHORT),
        follows=float(asked.follows),
        other=float(asked.other),
    )
    words = tuple(t.word.text for w, t in weights if w > _WITH_DIGITS)
    return Judgement(confidence(case, signals), words, case, signals)


def _all_right(beliefs: Sequence[float]) -> float:
    if len(beliefs) == 1:
        return 0.0
    return sum(log(max(belief, _LEAST_BELIEF)) for belief in beliefs)


_LEAST_BELIEF = 0.01
"""A task believed in less counts like one believed in so much."""


def _beside(spotted: Spotted, chosen: Chosen) -> int:
    """How many services are named, by names of their own, that are not asked about."""
    asked = {match.id for match in (*chosen.services, *chosen.rivals)}
    options = {
        at
        for words in spotted.option_words
        for m in words.meanings
        if m.id in asked
        for at in words.positions
    }
    names = (name for name in spotted.names if not name.positions <= options)
    return len({m.id for name in names for m in name.of(Role.SERVICE) if not m.weak} - asked)


def _is_broad(chosen: Chosen, knowledge: Knowledge) -> bool:
    """Whether a verb such as "patch" is all that tells the tasks: then any other word is what shall be patched, and we do
    not know it ("who patches Wiz?").
    """
    return all(match.id in knowledge.bundles for match in chosen.areas)


def case_of(chosen: Chosen) -> Case:
    """Which of the situations this is."""
    has_service = bool(chosen.services or chosen.rivals)
    if chosen.concepts and not has_service:
        return Case.CONCEPT
    if chosen.areas and not any(match.text for match in chosen.areas):
        return Case.CARRIED
    if len(chosen.areas) > 1:
        return Case.SEVERAL
    if has_service:
        return Case.BOTH if chosen.areas else Case.SERVICE
    return Case.AREA if chosen.areas else Case.NOTHING


_SHORT = 3
"""Words up to which a message is short."""
_PLAIN_WORDS = 5
"""Words of substance beyond which no question is plain."""


def _is_literal(spotted: Spotted, chosen: Chosen, index: Lexicon) -> bool:
    content = {
        t.stem
        for i, t in enumerate(spotted.tokens)
        if i not in spotted.hidden and not t.is_function and _is_content(t)
    }
    if not 0 < len(content) <= _PLAIN_WORDS:
        return False
    sizes = range(1, len(content) + 1)
    subsets = [frozenset(some) for size in sizes for some in combinations(content, size)]
    listed = (index.phrases.get(match.id, frozenset()) for match in chosen.areas)
    return content <= {
        root for phrases in listed for key in subsets if key in phrases for root in key
    }


def _asks_twice(spotted: Spotted, focus: frozenset[int]) -> bool:
    tokens = spotted.tokens
    return sum(opens(tokens, at) for at, t in enumerate(tokens) if t.word.sentence in focus) > 1


# What one unexplained word counts, by how foreign it is.
_FAMILIAR = 0.15
_WITH_DIGITS = 0.2
_COMMON_ENGLISH = 0.45
_FOREIGN = 1.0
_UNKNOWN = 2.0
"""Beside a verb such as "patch" it is what the question is about."""


def _counts(token: Token, at: int, chosen: Chosen) -> bool:
    return at not in chosen.explained and not token.is_function and _is_content(token)


def _is_content(token: Token) -> bool:
    return (
        not token.text.isdigit()
        and token.text not in PROVIDER_WORDS
        and token.text not in CUSTOMER_WORDS
        and len(token.text) > 1
    )


def _foreignness(
    token: Token, index: Lexicon, evidence: Evidence, *, beside_service: bool
) -> float:
    if token.text in GENERIC_NOUNS:
        return 0.0 if beside_service else _FAMILIAR
    if token.stem in evidence.words or token.stem in index.prose:
        return _FAMILIAR
    if any(character.isdigit() for character in token.text):
        return _WITH_DIGITS
    return _COMMON_ENGLISH if token.text in common_words() else _FOREIGN

"""Misspelt words → the words meant; the home of rapidfuzz.

Short names lie one edit apart (RDS/EDS, ECS/EKS/EBS), so a word of three letters is only ever repaired by swapping
two neighbours, and a tie is handed back as a tie. Ordinary English words are never touched.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from rapidfuzz.distance import OSA

from bot.understanding.english import common_words, stem
from bot.understanding.lexicon import SWAPPED_ONLY, Lexicon

_PREFIX = 8
"""Letters of a word that the deletes index looks at: edits further back still meet by their prefix."""
_TWO_EDITS_FROM = 8
"""Letters from which two edits still leave the word recognisable."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an unknown word may be meant to be."""

    words: tuple[str, ...]
    """Equally near words; empty when nothing is near."""
    edits: int


@lru_cache(maxsize=2)
def _deletes(index: Lexicon) -> Mapping[str, tuple[str, ...]]:
    """Every word of the vocabulary under its own prefix and under that prefix with letters left out.

    A misspelt word within two edits shares such a key, so only a handful of candidates is ever measured.
    """
    found: dict[str, list[str]] = {}
    for word in sorted(index.vocabulary):
        for key in _keys(word):
            found.setdefault(key, []).append(word)
    return {key: tuple(words) for key, words in found.items()}


def _keys(word: str) -> set[str]:
    prefix = word[:_PREFIX]
    once = _without_one(prefix)
    twice = (
        {k for key in once for k in _without_one(key)} if len(word) >= _TWO_EDITS_FROM else set()
    )
    return {prefix} | once | twice


def _without_one(text: str) -> set[str]:
    return {text[:i] + text[i + 1 :] for i in range(len(text))} if len(text) > 1 else set()


_OTHER_START_FROM = 6
"""Letters from which a wrong first letter is believed: "xero" is no "zero"."""


def repair(word: str, index: Lexicon) -> Reading:
    """The nearest known words, or none. At most one edit below 8 letters, two from there; 3 letters: a swap.

    The vocabulary holds words as they are listed, so a misspelt plural is tried without its ending as well.
    """
    return _remembering(index)(word)


@lru_cache(maxsize=2)
def _remembering(index: Lexicon) -> Callable[[str], Reading]:
    """A memory of each index's own: it goes with the index when a reload puts another in service."""
    return lru_cache(maxsize=4096)(partial(_repaired, index=index))


def _repaired(word: str, index: Lexicon) -> Reading:
    if len(word) < 3 or not _is_wordlike(word) or word in common_words():
        return Reading((), 0)
    found = _nearest(word, index)
    for ending in _ENDINGS:
        if not found.words and word.endswith(ending) and len(word) - len(ending) >= _ROOT_FROM:
            found = _nearest(word[: -len(ending)], index)
    return found


_ENDINGS = ("s", "ed", "d", "ing")
_ROOT_FROM = 5
"""Letters left without the ending, so that the root can be recognised."""


def _is_wordlike(word: str) -> bool:
    """Letters, or a name with a digit in it ("rotue53"); not a number, an amount or an id."""
    letters = sum(character.isalpha() for character in word)
    return word.isascii() and word[0].isalpha() and letters >= 3 and letters >= len(word) - 2


def _nearest(word: str, index: Lexicon) -> Reading:
    limit = 2 if len(word) >= _TWO_EDITS_FROM else 1
    candidates = {c for key in _keys(word) for c in _deletes(index).get(key, ())}
    measured = [(OSA.distance(word, c, score_cutoff=limit), c) for c in candidates]
    near = [(edits, c) for edits, c in measured if edits <= limit and _plausible(word, c, edits)]
    if not near:
        return Reading((), 0)
    best = min(edits for edits, _ in near)
    return Reading(_favoured(word, [c for edits, c in near if edits == best], index), best)


def _plausible(word: str, candidate: str, edits: int) -> bool:
    """Three letters carry too little: only two neighbours swapped count, or one letter too many. Two edits need the
    same first letter ("flapping" is no "mapping").
    """
    longer = max(len(word), len(candidate))
    if candidate in SWAPPED_ONLY:
        return sorted(word) == sorted(candidate)
    if word[0] != candidate[0] and (edits > 1 or longer < _OTHER_START_FROM):
        return sorted(word) == sorted(candidate)
    if min(len(word), len(candidate)) > 3:
        return True
    if len(word) == len(candidate):
        return sorted(word) == sorted(candidate)
    return len(word) == 4 and word[0] == candidate[0]


def _favoured(word: str, candidates: Iterable[str], index: Lexicon) -> tuple[str, ...]:
    """Of equally near words: swapped letters before others, then the same first letter; one of each stem.

    A tie between names is handed back: RDS or EDS is for the person to say. Among other words the commonest is taken.
    """
    found = sorted(candidates, key=lambda c: _unlikeness(word, c))
    best = _unlikeness(word, found[0])[:2]
    unique: dict[str, str] = {}
    for candidate in (c for c in found if _unlikeness(word, c)[:2] == best):
        unique.setdefault(stem(candidate), candidate)
    if len(unique) > 1 and not all(c in index.name_words for c in unique.values()):
        rank = index.commonness
        return (min(unique.values(), key=lambda c: (rank.get(c, len(rank)), c)),)
    return tuple(unique.values())


def _unlikeness(word: str, candidate: str) -> tuple[bool, bool, str]:
    return sorted(word) != sorted(candidate), word[0] != candidate[0], candidate


def one_edit_apart(words: Iterable[str]) -> list[tuple[str, str]]:
    """Every pair of words that one slip of the finger turns into each other; for the linter."""
    known = sorted(set(words))
    keys: dict[str, list[str]] = {}
    for word in known:
        for key in {word} | _without_one(word):
            keys.setdefault(key, []).append(word)
    pairs = {(a, b) for near in keys.values() for a in near for b in near if a < b}
    return sorted(pair for pair in pairs if OSA.distance(*pair, score_cutoff=1) <= 1)

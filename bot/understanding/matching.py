"""Misspelt words → the words meant; the home of rapidfuzz.

Short names lie one edit apart (RDS/EDS, ECS/EKS/EBS), so a word of three letters is only ever repaired by swapping
two neighbours, and a tie is handed back as a tie. Ordinary English words are never touched.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby
from math import log

from rapidfuzz.distance import OSA

from bot.understanding.english import FUNCTION_WORDS, OWNERSHIP_WORDS, common_words, stem
from bot.understanding.everyday import SWAPPED_ONLY
from bot.understanding.lexicon import Lexicon

_PREFIX = 8
"""Letters of a word that the deletes index looks at: edits further back still meet by their prefix."""
_TWO_EDITS_FROM = 8
"""Letters from which two edits still leave the word recognisable."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an unknown word may be meant to be."""

    words: tuple[str, ...]
    """One word, or the names that are as likely; empty when nothing is near."""


Deletes = Mapping[str, tuple[str, ...]]
"""Words under what is left of their beginnings when letters are left out."""


@lru_cache(maxsize=2)
def _deletes(index: Lexicon) -> tuple[Deletes, Deletes]:
    """Of the names, and of what people say besides: an edit that brings a new name finds the second and larger one built."""
    return _deletes_of(index.name_words), _deletes_of(index.spoken, index.forms)


@lru_cache(maxsize=4)
def _deletes_of(words: frozenset[str], forms: frozenset[str] = frozenset()) -> Deletes:
    """Every word under its own prefix and under that prefix with letters left out; the `forms` with one letter at most.

    A misspelt word within two edits shares such a key, so only a handful of candidates is ever measured.
    """
    found: dict[str, list[str]] = {}
    for word in sorted(words | forms):
        for key in _keys(word) if word in words else _keys_of_one_slip(word):
            found.setdefault(key, []).append(word)
    return {key: tuple(under) for key, under in found.items()}


def _keys(word: str) -> set[str]:
    once = _keys_of_one_slip(word)
    if len(word) < _TWO_EDITS_FROM:
        return once
    return once.union(*map(_without_one, once - {word[:_PREFIX]}))


def _keys_of_one_slip(word: str) -> set[str]:
    return {word[:_PREFIX]} | _without_one(word[:_PREFIX])


def _without_one(text: str) -> set[str]:
    return {text[:i] + text[i + 1 :] for i in range(len(text))} if len(text) > 1 else set()


_OTHER_START_FROM = 5
"""Letters from which a wrong first letter is believed: "xero" is no "zero"."""
_NAME_WITH_OTHER_START_FROM = 6
"""The same where a service is meant: "LaCie" is no "Macie"."""


def repair(word: str, index: Lexicon, *, capital: bool = False) -> Reading:
    """What an unknown word is likeliest meant to be, or nothing. At most one edit below 8 letters, two from there; 3 letters:
    a swap.

    Likelier are usual slips, and words that people often use. The vocabulary holds words as they are listed, so a misspelt
    plural is tried without its ending as well. Who writes a `capital` means that letter ("Ines" is no "lines"), and in a short name all of
    them, but for their order: "PCAP" is no PCA.
    """
    found = _remembering(index)(word)
    meant = tuple(c for c in found if _keeps_capital(word, c)) if capital else found
    return _likeliest(word, meant, index)


_INITIALS = 4
"""Letters of a name that is mostly spelt in capitals, letter by letter."""


def _keeps_capital(word: str, candidate: str) -> bool:
    return word[0] == candidate[0] and (len(word) > _INITIALS or slip(word, candidate) == 0.0)


@lru_cache(maxsize=2)
def _remembering(index: Lexicon) -> Callable[[str], tuple[str, ...]]:
    """A memory of each index's own: it goes with the index when a reload puts another in service."""
    return lru_cache(maxsize=4096)(partial(_candidates, index=index))


def _candidates(word: str, index: Lexicon) -> tuple[str, ...]:
    """The words that this one may be meant to be."""
    if len(word) < 3 or not _is_wordlike(word) or word in common_words():
        return ()
    found = _near(word, index)
    for ending in _ENDINGS:
        if not found and word.endswith(ending) and len(word) - len(ending) >= _ROOT_FROM:
            near = _near(word[: -len(ending)], index)
            found = tuple(c for c in near if c not in _SMALL_WORDS)  # "Talend" is no "taken"
    return found


_ENDINGS = ("s", "ed", "d", "ing")
_ROOT_FROM = 5
"""Letters left without the ending, so that the root can be recognised."""


def _is_wordlike(word: str) -> bool:
    """Letters, or a name with a digit in it ("rotue53"); not a number, an amount or an id."""
    letters = sum(character.isalpha() for character in word)
    return word.isascii() and word[0].isalpha() and letters >= 3 and letters >= len(word) - 2


def _near(word: str, index: Lexicon) -> tuple[str, ...]:
    limit = 2 if len(word) >= _TWO_EDITS_FROM else 1
    tables = _deletes(index)
    candidates = {c for key in _keys(word) for table in tables for c in table.get(key, ())}
    measured = [(OSA.distance(word, c, score_cutoff=limit), c) for c in sorted(candidates)]
    near = [
        (edits, c) for edits, c in measured if edits <= limit and _plausible(word, c, edits, index)
    ]
    best = min((edits for edits, _ in near), default=0)
    return tuple(c for edits, c in near if edits == best)


_SMALL_WORDS = FUNCTION_WORDS | OWNERSHIP_WORDS


def _plausible(word: str, candidate: str, edits: int, index: Lexicon) -> bool:
    """Three letters carry too little: only two neighbours swapped count, or one letter too many. Two edits need the
    same first letter ("flapping" is no "mapping"), a small word a usual slip ("kindle" is no "kindly").
    """
    if candidate in _SMALL_WORDS and slip(word, candidate) >= _UNUSUAL:
        return False
    longer = max(len(word), len(candidate))
    if candidate in SWAPPED_ONLY:
        return sorted(word) == sorted(candidate)
    is_name = candidate in index.name_words
    least = _NAME_WITH_OTHER_START_FROM if is_name else _OTHER_START_FROM
    if word[0] != candidate[0] and (edits > 1 or longer < least):
        return sorted(word) == sorted(candidate)
    if min(len(word), len(candidate)) > 3:
        return True
    if len(word) == len(candidate):
        return sorted(word) == sorted(candidate)
    return len(word) == 4 and word[0] == candidate[0]


# --- the likeliest of them -----------------------------------------------------------------------

_TIE = 0.7
"""How near two costs are when the slips are as likely."""
_OTHER_START = 1.5
_UNUSUAL = 1.5
_HEAD = 20
"""Ranks that count as one: the commonest words are about as common. None of these numbers matters much: halved or doubled
they change one or two of 533 mistyped questions (dev halves, 2026-11-30)."""


def _likeliest(word: str, candidates: Sequence[str], index: Lexicon) -> Reading:
    """The likeliest; all names that are as likely where one of them is: RDS or EDS is for the person to say."""
    if not candidates:
        return Reading(())
    costs = {c: _cost(word, c, index) for c in candidates}
    best = min(costs, key=costs.__getitem__)
    tied = [c for c in candidates if costs[c] <= costs[best] + _TIE and c in index.name_words]
    unique = {stem(c): c for c in reversed(tied)}
    if best in index.name_words and len(unique) > 1:
        return Reading(tuple(unique.values()))
    return Reading((best,))


def _cost(word: str, candidate: str, index: Lexicon) -> float:
    """How unlikely it is that somebody who wrote `word` meant `candidate`, as a negative log of a share."""
    rank = index.commonness.get(candidate, len(index.commonness))
    other_start = _OTHER_START * (word[0] != candidate[0])
    return log(rank + _HEAD) + other_start + slip(word, candidate)


def slip(word: str, candidate: str) -> float:
    """How unusual a slip is, from 0 to 1.5: swapped and doubled letters are the usual ones, then a key beside the right one."""
    if sorted(word) == sorted(candidate):
        return 0.0
    extra = len(word) - len(candidate)
    if extra > 0:
        return 0.0 if _undoubled(word) == _undoubled(candidate) else 1.0
    if extra < 0:
        return 0.5
    (one, other), *more = [(a, b) for a, b in zip(word, candidate, strict=True) if a != b]
    return 0.3 if not more and other in _BESIDE.get(one, "") else _UNUSUAL


def _undoubled(word: str) -> str:
    return "".join(key for key, _ in groupby(word))


_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {
    key: row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
    for row in _ROWS
    for at, key in enumerate(row)
}
"""Key → the keys left and right of it."""


def one_edit_apart(words: Iterable[str]) -> list[tuple[str, str]]:
    """Every pair of words that one slip of the finger turns into each other; for the linter."""
    known = sorted(set(words))
    keys: dict[str, list[str]] = {}
    for word in known:
        for key in {word} | _without_one(word):
            keys.setdefault(key, []).append(word)
    pairs = {(a, b) for near in keys.values() for a in near for b in near if a < b}
    return sorted(pair for pair in pairs if OSA.distance(*pair, score_cutoff=1) <= 1)

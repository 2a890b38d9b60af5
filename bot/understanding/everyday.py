"""Which texts are no names: people write them for something else, so a service called by one would turn up everywhere.

The linter refuses such names (upkeep/names.py); the index leaves them out all the same, so that knowledge which was never
linted still answers. Without that, one service with the alias `FOR` costs 28 of the 225 right answers to the questions of
tests/questions/outside.yaml, and thirty such services 191 (measured 2026-11-29).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.understanding.english import (
    CUSTOMER_WORDS,
    FUNCTION_WORDS,
    GENERIC_NOUNS,
    OWNERSHIP_WORDS,
    PROVIDER_WORDS,
    common_words,
    stem,
)

Stems = tuple[str, ...]

_ASKING = frozenset(map(stem, FUNCTION_WORDS | OWNERSHIP_WORDS))
_ANYBODYS = _ASKING.union(map(stem, PROVIDER_WORDS | CUSTOMER_WORDS | GENERIC_NOUNS))
"""Words that are no name alone; two nouns of them can be one ("server fleet")."""

_EVERY_QUESTION = "a word of every question"


@dataclass(frozen=True, eq=False)
class Everyday:
    """What is said in questions whatever the service. Compared by identity; never changed."""

    accepted: frozenset[Stems]
    """Names that are allowed all the same, each declared with a reason."""
    phrases: Mapping[frozenset[str], str]
    """Every phrase of an area or bundle, as its stems → the area."""
    words: Mapping[str, str]
    """Every stem in such a phrase → an area that uses it."""

    def instead_of_a_name(self, spoken: tuple[str, ...], *, beside_service: bool = False) -> str:
        """What the words of a name are otherwise; empty when they can be a name.

        What counts only beside its service may be what people say for an area ("container image").
        """
        if self.accepts(spoken):
            return ""
        if beside_service:
            return _asking(spoken)
        return _asking(_without_maker(spoken)) or self._area(spoken)

    def accepts(self, spoken: tuple[str, ...]) -> bool:
        """Whether the name is declared, with its maker or without."""
        bare = _without_maker(spoken)
        return stems_of(bare) in self.accepted or (
            bare is not spoken and stems_of(spoken) in self.accepted
        )

    def is_english(self, spoken: tuple[str, ...]) -> bool:
        """Whether a name is one English word: it mostly means itself."""
        return len(spoken) == 1 and spoken[0] in common_words()

    def _area(self, spoken: tuple[str, ...]) -> str:
        content = content_of(spoken)
        if len(content) > 1 and _has_maker(spoken):
            return ""
        area = self.phrases.get(frozenset(map(stem, content)))
        if area:
            return f"what people say for the area '{area}'"
        return self._word(content[0]) if len(content) == 1 else ""

    def _word(self, word: str) -> str:
        root = stem(word)
        if word in common_words() and root in self.words:
            return f"a word people use for the area '{self.words[root]}'"
        return _EVERY_QUESTION if root in _ANYBODYS else ""


def everyday(
    phrases: Mapping[str, Iterable[frozenset[str]]], accepted: Iterable[Stems]
) -> Everyday:
    """From the phrases of each area, as stems, and the names declared as acceptable."""
    listed = {phrase: area for area, keys in phrases.items() for phrase in keys}
    used = {root: area for phrase, area in listed.items() for root in phrase}
    return Everyday(frozenset(accepted), listed, used)


SWAPPED_ONLY = frozenset("the who and for our are you not has did can was its why any all".split())
"""Small words of three letters that are recognised with two letters swapped ("teh", "woh"), and with no other slip."""
_SWAPPED = frozenset("".join(sorted(word)) for word in SWAPPED_ONLY)


def _is_slip_of_a_small_word(word: str) -> bool:
    """Whether it is a small word with two letters swapped."""
    return len(word) == len("the") and "".join(sorted(word)) in _SWAPPED


def stems_of(spoken: Iterable[str]) -> Stems:
    """The stems of words."""
    return tuple(map(stem, spoken))


def content_of(spoken: Iterable[str]) -> tuple[str, ...]:
    """The words that carry the name: "AWS Backup" and "the backup" are both "backup"."""
    return tuple(w for w in spoken if w not in FUNCTION_WORDS and w not in PROVIDER_WORDS)


def _without_maker(spoken: tuple[str, ...]) -> tuple[str, ...]:
    if not _has_maker(spoken):
        return spoken
    return tuple(word for word in spoken if word not in PROVIDER_WORDS)


def _has_maker(spoken: tuple[str, ...]) -> bool:
    return not PROVIDER_WORDS.isdisjoint(spoken)


def _asking(spoken: tuple[str, ...]) -> str:
    if len(spoken) == 1 and len(spoken[0]) == 1:
        return "one letter"
    if _ASKING.issuperset(stems_of(spoken)):
        return _EVERY_QUESTION
    slip = len(spoken) == 1 and _is_slip_of_a_small_word(spoken[0])
    return "a small word with two letters swapped" if slip else ""

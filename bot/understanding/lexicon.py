"""Every name people use, indexed once for each Knowledge.

Two kinds of names. A *name* (service, option, concept, product of others) is a run of words: "secrets manager".
A *phrase* of an area is a set of words that may stand in any order: {rotate, key} is in "who rotates our KMS keys".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from math import log

from bot.model import Knowledge, Service
from bot.understanding.english import (
    FUNCTION_WORDS,
    OWNERSHIP_WORDS,
    PROVIDER_WORDS,
    common_words,
    stem,
)
from bot.understanding.text import clean


class Role(Enum):
    """What a name stands for."""

    SERVICE = "service"
    OPTION = "option"
    OPTION_WORD = "option word"
    CONCEPT = "concept"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a name can stand for."""

    role: Role
    id: str
    """Service key, concept id, or the product's own name."""
    option: str | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that together mean an area or a bundle."""

    area: str
    stems: frozenset[str]
    weight: float
    """How much the words say: the rarer over the areas, the more."""


Names = Mapping[tuple[str, ...], tuple[Meaning, ...]]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The index. Compared by identity; never changed."""

    names: Names
    longest: Mapping[str, int]
    """First stem of a name → words in the longest name that starts so."""
    joined: Mapping[str, tuple[str, ...]]
    """"secretsmanager" → its stems: names written without their spaces."""
    phrases: Mapping[str, tuple[Phrase, ...]]
    """Rarest stem of a phrase → the phrases to try."""
    vocabulary: frozenset[str]
    """Every word (not stem) that a misspelt word may be read as."""
    name_words: frozenset[str]
    """The vocabulary's words that are part of a service's name."""
    prose: frozenset[str]
    """Stems of the words the knowledge itself uses."""
    weights: Mapping[str, float]
    """Stem → how much it says about an area."""
    known: frozenset[str]
    """Every stem of a name or phrase: such a word is never repaired."""


@lru_cache(maxsize=2)
def lexicon(knowledge: Knowledge) -> Lexicon:
    """The index of this Knowledge; built on first use, kept while it is in service."""
    names = _names(knowledge)
    areas = _area_phrases(knowledge)
    weights = _weights(areas)
    return Lexicon(
        names=names,
        longest=_longest(names),
        joined=_joined(names),
        phrases=_by_rarest(areas, weights),
        vocabulary=_vocabulary(knowledge),
        name_words=frozenset(w for text in _service_names(knowledge) for w in words(text)),
        prose=frozenset(stem(word) for word in knowledge.prose),
        weights=weights,
        known=frozenset(s for key in names for s in key) | frozenset(weights),
    )


def words(text: str) -> tuple[str, ...]:
    """The text as the words a message would have."""
    return tuple(word.text for word in clean(text).words)


def stems(text: str) -> tuple[str, ...]:
    """The text as stems."""
    return tuple(stem(word) for word in words(text))


def short_name(service: Service) -> str:
    """"Amazon RDS" → "RDS": the maker's name is optional."""
    for maker in ("Amazon ", "AWS "):
        if service.name.startswith(maker):
            return service.name.removeprefix(maker)
    return service.name


def _service_names(knowledge: Knowledge) -> Iterable[str]:
    for service in knowledge.services.values():
        yield from (short_name(service), *service.aliases, *service.weak_aliases)
        for option in service.options.values():
            yield from option.aliases


def _names(knowledge: Knowledge) -> Names:
    found: dict[tuple[str, ...], list[Meaning]] = {}

    def add(text: str, meaning: Meaning) -> None:
        key = stems(text)
        if key and meaning not in found.setdefault(key, []):
            found[key].append(meaning)

    for service in knowledge.services.values():
        _add_service(service, add)
    for concept in knowledge.concepts.values():
        for phrase in concept.phrases:
            add(phrase, Meaning(Role.CONCEPT, concept.id))
    for name in knowledge.elsewhere.names:
        add(name, Meaning(Role.ELSEWHERE, name))
    return {key: tuple(meanings) for key, meanings in found.items()}


def _add_service(service: Service, add: Callable[[str, Meaning], None]) -> None:
    for alias in (short_name(service), *service.aliases):
        add(alias, Meaning(Role.SERVICE, service.key))
    for alias in service.weak_aliases:
        add(alias, Meaning(Role.SERVICE, service.key, weak=True))
    for option in service.options.values():
        for alias in option.aliases:
            add(alias, Meaning(Role.OPTION, service.key, option.id))
        for word in option.words:
            add(word, Meaning(Role.OPTION_WORD, service.key, option.id))


def _longest(names: Names) -> Mapping[str, int]:
    longest: dict[str, int] = {}
    for key in names:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return longest


_JOINED_FROM = 5
"""Letters a joined spelling needs; shorter ones hit ordinary words."""


def _joined(names: Names) -> Mapping[str, tuple[str, ...]]:
    joined = {}
    for key, meanings in names.items():
        text = "".join(key)
        strong = any(m.role in (Role.SERVICE, Role.OPTION) and not m.weak for m in meanings)
        if strong and len(text) >= _JOINED_FROM and text not in common_words():
            joined[text] = key
    return joined


def _area_phrases(knowledge: Knowledge) -> list[tuple[str, frozenset[str]]]:
    holders = [*knowledge.areas.values(), *knowledge.bundles.values()]
    pairs = {(h.id, frozenset(stems(text))) for h in holders for text in (*h.phrases, h.name)}
    return [(area, key) for area, key in sorted(pairs, key=lambda p: (p[0], sorted(p[1]))) if key]


def _weights(phrases: list[tuple[str, frozenset[str]]]) -> Mapping[str, float]:
    """Inverse frequency over the areas: "key" is in many, "hypervisor" in one."""
    areas_of: dict[str, set[str]] = {}
    for area, key in phrases:
        for word in key:
            areas_of.setdefault(word, set()).add(area)
    total = len({area for area, _ in phrases})
    return {word: log(1 + total / len(areas)) for word, areas in areas_of.items()}


def _by_rarest(
    phrases: list[tuple[str, frozenset[str]]], weights: Mapping[str, float]
) -> Mapping[str, tuple[Phrase, ...]]:
    index: dict[str, list[Phrase]] = {}
    for area, key in phrases:
        rarest = max(sorted(key), key=weights.__getitem__)
        index.setdefault(rarest, []).append(Phrase(area, key, sum(weights[s] for s in key)))
    return {word: tuple(found) for word, found in index.items()}


_REPAIRABLE_FROM = 4
"""Letters an ordinary word needs before a misspelling of it can be told from another word."""


def _vocabulary(knowledge: Knowledge) -> frozenset[str]:
    """Names whole; of the rest, what is long enough to be recognised when misspelt."""
    names = {w for text in _service_names(knowledge) for w in words(text)}
    holders = [*knowledge.areas.values(), *knowledge.bundles.values(), *knowledge.concepts.values()]
    spoken = {w for h in holders for text in (*h.phrases, h.name) for w in words(text)}
    options = [o for s in knowledge.services.values() for o in s.options.values()]
    spoken |= {w for o in options for text in o.words for w in words(text)}
    spoken |= FUNCTION_WORDS | OWNERSHIP_WORDS | PROVIDER_WORDS
    return frozenset(names | {word for word in spoken if len(word) >= _REPAIRABLE_FROM})

"""Every name people use, indexed once for each Knowledge.

Two kinds of names. A *name* (service, option, concept, product of others) is a run of words: "secrets manager".
A *phrase* of an area is a set of words that may stand in any order: {rotate, key} is in "who rotates our KMS keys".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from math import log

from bot.model import Area, Bundle, Concept, Knowledge, Service
from bot.understanding.english import (
    FUNCTION_WORDS,
    OWNERSHIP_WORDS,
    PROVIDER_WORDS,
    common_words,
    stem,
)
from bot.understanding.text import spoken


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
    plain: bool = False
    """An ordinary word ("Backup", "Config"): a name only where it is written like one."""


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
    option_words: Names
    """Words that mean an option only beside its service; kept apart, so that they hide no name."""
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
    areas_of: Mapping[str, tuple[str, ...]]
    """Stem → the areas and bundles whose phrases use it."""
    own_words: Mapping[str, frozenset[str]]
    """Service key → stems of the words that describe the service itself."""
    whole_phrases: frozenset[frozenset[str]]
    """Every phrase of an area, as its stems."""
    known: frozenset[str]
    """Every stem of a name or phrase: such a word is never repaired."""


@lru_cache(maxsize=2)
def lexicon(knowledge: Knowledge) -> Lexicon:
    """The index of this Knowledge; built on first use, kept while it is in service."""
    names, option_words = _names(knowledge)
    areas = _area_phrases(knowledge)
    areas_of = _areas_of(areas)
    weights = _weights(areas_of)
    verbs = _bundle_words(knowledge)
    return Lexicon(
        names=names,
        option_words=option_words,
        longest=_longest((*names, *option_words)),
        joined=_joined(names),
        phrases=_by_rarest(areas, weights),
        vocabulary=_vocabulary(knowledge),
        name_words=frozenset(w for text in _service_names(knowledge) for w in words(text)),
        prose=frozenset(stem(word) for word in knowledge.prose),
        weights=weights,
        areas_of=areas_of,
        own_words={key: _own_words(service) - verbs for key, service in knowledge.services.items()},
        whole_phrases=frozenset(key for _, key in areas),
        known=frozenset(s for key in (*names, *option_words) for s in key) | frozenset(weights),
    )


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The text as the words a message would have."""
    return spoken(text)


def stems(text: str) -> tuple[str, ...]:
    """The text as stems."""
    return tuple(stem(word) for word in words(text))


def short_name(service: Service) -> str:
    """ "Amazon RDS" → "RDS": the maker's name is optional."""
    for maker in ("Amazon ", "AWS "):
        if service.name.startswith(maker):
            return service.name.removeprefix(maker)
    return service.name


def _service_names(knowledge: Knowledge) -> Iterable[str]:
    for service in knowledge.services.values():
        yield from (short_name(service), *service.aliases, *service.weak_aliases)
        for option in service.options.values():
            yield from option.aliases


def _names(knowledge: Knowledge) -> tuple[Names, Names]:
    """The names, and apart from them the words of options."""
    found: dict[bool, dict[tuple[str, ...], list[Meaning]]] = {True: {}, False: {}}

    def add(text: str, meaning: Meaning) -> None:
        key = stems(text)
        table = found[meaning.role is Role.OPTION_WORD]
        if key and meaning not in table.setdefault(key, []):
            table[key].append(meaning)

    for service in knowledge.services.values():
        _add_service(service, add)
    for concept in knowledge.concepts.values():
        for phrase in concept.phrases:
            add(phrase, Meaning(Role.CONCEPT, concept.id))
    for name in knowledge.elsewhere.names:
        add(name, Meaning(Role.ELSEWHERE, name))
    names, words = ({k: tuple(m) for k, m in found[kind].items()} for kind in (False, True))
    return names, words


def _add_service(service: Service, add: Callable[[str, Meaning], None]) -> None:
    add(service.name, Meaning(Role.SERVICE, service.key, plain=service.plain_name))
    plain = service.plain_name
    add(short_name(service), Meaning(Role.SERVICE, service.key, weak=plain, plain=plain))
    for alias in service.aliases:
        add(alias, Meaning(Role.SERVICE, service.key, plain=plain))
    for alias in service.weak_aliases:
        is_word = all(word in common_words() for word in words(alias))
        add(alias, Meaning(Role.SERVICE, service.key, weak=True, plain=is_word))
    for option in service.options.values():
        for alias in option.aliases:
            add(alias, Meaning(Role.OPTION, service.key, option.id))
        for word in option.words:
            add(word, Meaning(Role.OPTION_WORD, service.key, option.id))


def _longest(keys: Iterable[tuple[str, ...]]) -> Mapping[str, int]:
    longest: dict[str, int] = {}
    for key in keys:
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
    holders: list[Area | Bundle] = [*knowledge.areas.values(), *knowledge.bundles.values()]
    pairs = {(h.id, _said(text)) for h in holders for text in (*h.phrases, h.name)}
    return [(area, key) for area, key in sorted(pairs, key=lambda p: (p[0], sorted(p[1]))) if key]


def _said(text: str) -> frozenset[str]:
    """The stems of a phrase, small words left out where enough remains: "stay in region" is {stay, region}."""
    spoken = words(text)
    content = frozenset(stem(word) for word in spoken if word not in FUNCTION_WORDS)
    return content if len(content) > 1 else frozenset(map(stem, spoken))


def _areas_of(phrases: list[tuple[str, frozenset[str]]]) -> Mapping[str, tuple[str, ...]]:
    areas_of: dict[str, dict[str, None]] = {}
    for area, key in phrases:
        for word in key:
            areas_of.setdefault(word, {})[area] = None
    return {word: tuple(areas) for word, areas in areas_of.items()}


def _weights(areas_of: Mapping[str, tuple[str, ...]]) -> Mapping[str, float]:
    """Inverse frequency over the areas: "key" is in many, "hypervisor" in one."""
    total = len({area for areas in areas_of.values() for area in areas})
    return {word: log(1 + total / len(areas)) for word, areas in areas_of.items()}


def _bundle_words(knowledge: Knowledge) -> frozenset[str]:
    """The verbs of the bundles (patch, encrypt, ...): what is asked, whatever a service's description says."""
    phrases = (text for bundle in knowledge.bundles.values() for text in bundle.phrases)
    return frozenset(root for text in phrases for root in stems(text) if len(stems(text)) == 1)


def _own_words(service: Service) -> frozenset[str]:
    texts = (service.name, service.means, *service.aliases, *service.weak_aliases)
    return frozenset(root for text in texts for root in stems(text))


_FURTHER_WORDS = 0.35
"""What the other words of a phrase add to its rarest one: a long phrase is not three times as right."""


def _by_rarest(
    phrases: list[tuple[str, frozenset[str]]], weights: Mapping[str, float]
) -> Mapping[str, tuple[Phrase, ...]]:
    index: dict[str, list[Phrase]] = {}
    for area, key in phrases:
        rarest = max(sorted(key), key=weights.__getitem__)
        rest = sum(weights[word] for word in key) - weights[rarest]
        index.setdefault(rarest, []).append(
            Phrase(area, key, weights[rarest] + _FURTHER_WORDS * rest)
        )
    return {word: tuple(found) for word, found in index.items()}


_REPAIRABLE_FROM = 4
"""Letters an ordinary word needs before a misspelling of it can be told from another word."""


def _vocabulary(knowledge: Knowledge) -> frozenset[str]:
    """Names whole; of the rest, what is long enough to be recognised when misspelt."""
    names = {w for text in _service_names(knowledge) for w in words(text)}
    holders: list[Area | Bundle | Concept] = [
        *knowledge.areas.values(),
        *knowledge.bundles.values(),
        *knowledge.concepts.values(),
    ]
    spoken = {w for h in holders for text in (*h.phrases, h.name) for w in words(text)}
    options = [o for s in knowledge.services.values() for o in s.options.values()]
    spoken |= {w for o in options for text in o.words for w in words(text)}
    spoken |= FUNCTION_WORDS | OWNERSHIP_WORDS | PROVIDER_WORDS
    return frozenset(names | {word for word in spoken if len(word) >= _REPAIRABLE_FROM})

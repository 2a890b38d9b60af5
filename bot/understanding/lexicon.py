"""Every name people use, indexed once for each Knowledge.

A *name* (service, option, concept, product of others) is a run of words: "secrets manager". What the words of areas say
is learnt and weighed elsewhere (evidence.py); here they only tell which words need no repair.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from bot.model import Area, Bundle, Concept, Knowledge, Service
from bot.understanding.english import (
    FUNCTION_WORDS,
    OWNERSHIP_WORDS,
    PROVIDER_WORDS,
    REPAIRABLE_FROM,
    common_stems,
    common_words,
    stem,
)
from bot.understanding.everyday import SWAPPED_ONLY, Everyday, everyday
from bot.understanding.naming import (
    Meaning,
    Role,
    Written,
    explaining,
    said_at_once,
    service_names,
    stems,
    words,
)

JOINED_START = 6
"""Letters of a joined spelling that are looked at first."""

Names = Mapping[tuple[str, ...], tuple[Meaning, ...]]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The index. Compared by identity; never changed."""

    names: Names
    option_words: Names
    """Words that mean an option only beside its service; kept apart, so that they hide no name."""
    longest: Mapping[str, int]
    """First stem of a name → words in the longest name that starts so."""
    spelt: frozenset[str]
    """The names of one word, as they are written: "file" is no plural, and no other form, of FIL."""
    joined: Mapping[str, tuple[str, ...]]
    """"secretsmanager" → its stems: names written without their spaces."""
    joined_starts: frozenset[str]
    """Every beginning of such a spelling, up to JOINED_START letters: a word that does not begin so starts no joined name."""
    spoken: frozenset[str]
    """Words (not stems) that a misspelt word may be read as, as any of `name_words`."""
    forms: frozenset[str]
    """English words that are a form of one that people were heard to use; misspelt by one slip at most."""
    name_words: frozenset[str]
    """Every word that is part of a service's name."""
    prose: frozenset[str]
    """Stems of the words the knowledge itself uses."""
    own_words: Mapping[str, frozenset[str]]
    """Service key → stems of the words that describe the service itself."""
    makers: frozenset[str]
    """Names of others that stand before a product's own ("Akamai WAF")."""
    tools: frozenset[str]
    """Keys of the services whose rules are made for others (IAM)."""
    phrases: Mapping[str, frozenset[frozenset[str]]]
    """Area or bundle → its phrases, each as its stems."""
    whole_phrases: frozenset[frozenset[str]]
    """Every phrase of every area."""
    area_names: Mapping[str, tuple[tuple[str, ...], ...]]
    """First stem → the areas' own names of more than one word: "identity and access management" on ECR is no service."""
    known: frozenset[str]
    """Every stem of a name or phrase: such a word is never repaired."""
    heard: Collection[str]
    """Every stem that people were heard to use."""
    commonness: Mapping[str, int]
    """Word → its rank among those that people use most; the rest are left out."""
    everyday: Everyday
    """Which texts are no names; the index has none of them."""


@lru_cache(maxsize=2)
def lexicon(knowledge: Knowledge) -> Lexicon:
    """The index of this Knowledge; built on first use, kept while it is in service."""
    phrases = _area_phrases(knowledge)
    subjects = frozenset(root for keys in phrases.values() for key in keys for root in key)
    ordinary = _everyday(knowledge, phrases)
    written = tuple(
        entry
        for service in knowledge.services.values()
        for entry in service_names(service, ordinary)
    )
    names, option_words = _names(knowledge, written)
    written = tuple(entry for entry in written if _is_kept(entry, names))
    name_words = frozenset(_name_words(written))
    verbs = _bundle_words(knowledge)
    joined = _joined(names)
    return Lexicon(
        names=names,
        option_words=option_words,
        longest=_longest((*names, *option_words)),
        spelt=frozenset(one[0] for text, _ in written if len(one := words(text)) == 1),
        joined=joined,
        joined_starts=frozenset(
            text[:end] for text in joined for end in range(2, JOINED_START + 1)
        ),
        spoken=_spoken(knowledge),
        forms=_forms(knowledge),
        name_words=name_words,
        prose=frozenset(stem(word) for word in knowledge.prose),
        own_words={key: _own_words(service) - verbs for key, service in knowledge.services.items()},
        makers=knowledge.elsewhere.makers,
        tools=frozenset(key for key, s in knowledge.services.items() if s.for_others),
        phrases=phrases,
        whole_phrases=frozenset().union(*phrases.values()),
        area_names=_area_names(knowledge),
        heard=knowledge.evidence.words.keys(),
        commonness={word: rank for rank, word in enumerate(knowledge.evidence.spoken)},
        everyday=ordinary,
        known=subjects.union(*names, *option_words),
    )


def _name_words(written: Iterable[Written]) -> Iterator[str]:
    for text, meaning in written:
        if meaning.role is not Role.OPTION_WORD:
            yield from words(text)


def _names(knowledge: Knowledge, written: Iterable[Written]) -> tuple[Names, Names]:
    """The names, and apart from them the words of options."""
    found: dict[bool, dict[tuple[str, ...], list[Meaning]]] = {True: {}, False: {}}

    def add(key: tuple[str, ...], meaning: Meaning) -> None:
        table = found[meaning.role is Role.OPTION_WORD]
        if key and meaning not in table.setdefault(key, []):
            table[key].append(meaning)

    for text, meaning in written:
        add(stems(text), meaning)
    terms = [(c.id, phrase) for c in knowledge.concepts.values() for phrase in c.phrases]
    for id_, phrase in terms:
        add(stems(phrase), Meaning(Role.CONCEPT, id_))
    for key, ids in said_at_once(terms):
        for id_ in ids:
            add(key, Meaning(Role.CONCEPT, id_))
    for concept in knowledge.concepts.values():
        told = (concept.name, *concept.only_explained) if concept.only_explained else ()
        for phrase in chain.from_iterable(map(explaining, told)):
            add(stems(phrase), Meaning(Role.CONCEPT, concept.id))
    for name in knowledge.elsewhere.names:
        add(stems(name), Meaning(Role.ELSEWHERE, name))
    names, words = ({k: tuple(m) for k, m in found[kind].items()} for kind in (False, True))
    return {key: m for key, m in names.items() if not _is_anybodys(m)}, words


def _is_kept(entry: Written, names: Names) -> bool:
    text, meaning = entry
    return meaning.role is Role.OPTION_WORD or stems(text) in names


_MOST_CALLED_SO = 4
"""Services of one name between which a person can be asked to choose; what more are called by tells nothing."""


def _is_anybodys(meanings: Iterable[Meaning]) -> bool:
    return len({m.id for m in meanings if m.role is Role.SERVICE}) > _MOST_CALLED_SO


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


def _area_phrases(knowledge: Knowledge) -> Mapping[str, frozenset[frozenset[str]]]:
    holders: list[Area | Bundle] = [*knowledge.areas.values(), *knowledge.bundles.values()]
    return {
        h.id: frozenset(key for text in (*h.phrases, h.name) if (key := _said(text)))
        for h in holders
    }


def _area_names(knowledge: Knowledge) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    bundles = (bundle.name for bundle in knowledge.bundles.values())
    areas = (text for area in knowledge.areas.values() for text in (area.name, area.noun))
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name in dict.fromkeys(stems(text) for text in (*bundles, *areas)):
        if len(name) > 1:
            found[name[0]] = (*found.get(name[0], ()), name)
    return found


def _everyday(knowledge: Knowledge, phrases: Mapping[str, frozenset[frozenset[str]]]) -> Everyday:
    """What is no name: the phrases of the areas, and how the bot itself calls them."""
    labels = {
        area.id: phrases[area.id] | {_said(area.noun), _said(area.label)}
        for area in knowledge.areas.values()
    }
    accepted = (stems(name) for some in knowledge.provider.common_names for name in some.names)
    return everyday({**phrases, **labels}, accepted)


def _said(text: str) -> frozenset[str]:
    """The stems of a phrase, small words left out where enough remains: "stay in region" is {stay, region}."""
    spoken = words(text)
    content = frozenset(stem(word) for word in spoken if word not in FUNCTION_WORDS)
    return content if len(content) > 1 else frozenset(map(stem, spoken))


def _bundle_words(knowledge: Knowledge) -> frozenset[str]:
    """The verbs of the bundles (patch, encrypt, ...): what is asked, whatever a service's description says."""
    phrases = (text for bundle in knowledge.bundles.values() for text in bundle.phrases)
    return frozenset(root for text in phrases for root in stems(text) if len(stems(text)) == 1)


def _own_words(service: Service) -> frozenset[str]:
    texts = (service.name, service.means, *service.aliases, *service.weak_aliases)
    return frozenset(root for text in texts for root in stems(text))


def _spoken(knowledge: Knowledge) -> frozenset[str]:
    """What people say besides names, where it is long enough to be recognised when misspelt."""
    holders: list[Area | Bundle | Concept] = [
        *knowledge.areas.values(),
        *knowledge.bundles.values(),
        *knowledge.concepts.values(),
    ]
    spoken = {w for h in holders for text in (*h.phrases, h.name) for w in words(text)}
    options = [o for s in knowledge.services.values() for o in s.options.values()]
    spoken |= {w for o in options for text in o.words for w in words(text)}
    spoken |= FUNCTION_WORDS | OWNERSHIP_WORDS | PROVIDER_WORDS
    spoken |= {*knowledge.evidence.spoken}
    return frozenset(
        word for word in spoken if len(word) >= REPAIRABLE_FROM or word in SWAPPED_ONLY
    )


def _forms(knowledge: Knowledge) -> frozenset[str]:
    heard = knowledge.evidence.words.keys() - FUNCTION_WORDS
    return frozenset(word for word, root in common_stems() if root in heard)

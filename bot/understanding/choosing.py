"""Names and areas found in a message → the services, options and areas it is about."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.model import Knowledge, Match, Service
from bot.understanding.english import (
    FUNCTION_WORDS,
    GENERIC_NOUNS,
    stem,
)
from bot.understanding.lexicon import Lexicon
from bot.understanding.naming import Meaning, Role, stems
from bot.understanding.parts import AND
from bot.understanding.spotting import NameSpot, Spotted, Token
from bot.understanding.subjects import Subjects, own_places, subjects
from bot.understanding.ways import Way, heard

_WEAK_SCORE = 80.0


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the message is about, as far as its own words tell."""

    services: tuple[Match, ...] = ()
    rivals: tuple[Match, ...] = ()
    """Services or options that the words fit equally well."""
    areas: tuple[Match, ...] = ()
    """Each with the belief in it, 0 to 100, as its score."""
    evidence: float = 0.0
    """How much speaks for the best area, in log odds."""
    lead: float = 0.0
    """How much more than for the next."""
    unheard: tuple[str, ...] = ()
    """What parts of a list speak for beside the areas."""
    guesses: tuple[str, ...] = ()
    """The likeliest areas, best first; for asking back."""
    named: tuple[Match, ...] = ()
    """Every (service, option) that is named, for comparing ways to run one service."""
    concepts: tuple[Match, ...] = ()
    terms: frozenset[int] = frozenset()
    """Places of the words that name a concept."""
    elsewhere: tuple[str, ...] = ()
    explained: frozenset[int] = frozenset()
    """Positions of the words that something above explains."""
    loose_options: tuple[Meaning, ...] = ()
    """Option words without their service: a follow-up may need them."""


def choose(
    spotted: Spotted,
    knowledge: Knowledge,
    index: Lexicon,
    focus: frozenset[int],
    said: frozenset[Way],
    *,
    lists: bool = False,
) -> Chosen:
    """Put services, options and areas together. `focus`: the sentences that ask; `said`: the ways heard in them;
    `lists`: whether services are what is asked for.
    """
    if lists:
        spotted = _without_objects(spotted, index)
    services, rivals, used = services_in(spotted, knowledge, comparing=Way.COMPARE in said)
    if lists and all(match.weak for match in (*services, *rivals)):
        services, rivals = (), ()  # "which of the queues": a kind of service
    concepts = [n for n in spotted.names if n.of(Role.CONCEPT)]
    told = frozenset(i for name in concepts for i in name.positions)
    beside = heard(spotted.said(focus, without=told))
    about = subjects(spotted, services, focus, index, knowledge)
    explains = bool(concepts) and not services and Way.STRONG_CUES not in beside
    named = _named(services, spotted)
    if Way.COMPARE in said and len(named) > 1:
        told |= own_places(services, spotted, index)[1]  # the ways compared are no task
    tasks = [] if explains else [task for task in about.tasks if not task.places <= told]
    foreign = [n for n in spotted.names if n.of(Role.ELSEWHERE) and not n.of(Role.SERVICE)]
    return Chosen(
        services=services,
        rivals=rivals,
        areas=tuple(
            Match(t.area, _words(spotted.tokens, t.places), round(100 * t.belief, 1)) for t in tasks
        ),
        evidence=about.evidence,
        lead=about.lead,
        unheard=about.unheard,
        guesses=about.guesses,
        named=named,
        concepts=_terms(concepts, about, is_free=not services),
        terms=frozenset(i for name in concepts for i in name.positions),
        elsewhere=tuple(name.text for name in foreign),
        explained=used.union(told, *(task.places for task in tasks)),
        loose_options=tuple(m for name in spotted.option_words for m in name.meanings),
    )


def _without_objects(spotted: Spotted, index: Lexicon) -> Spotted:
    """Without the names that also call an area: "services that leave IAM policies to us" asks about no service, but for some."""
    names = tuple(n for n in spotted.names if not _calls_an_area(n, spotted, index))
    kept = frozenset(at for name in names for at in name.positions)
    return replace(spotted, names=names, hidden=spotted.hidden & kept)


def _calls_an_area(name: NameSpot, spotted: Spotted, index: Lexicon) -> bool:
    """Whole ("identity and access management") or as it begins ("IAM policies")."""
    if not name.of(Role.SERVICE):
        return False
    said = (spotted.tokens[name.start : end] for end in range(name.start + 1, name.end + 1))
    return any(
        frozenset(t.stem for t in run if t.text not in FUNCTION_WORDS) in index.whole_phrases
        for run in said
    )


def _terms(named: list[NameSpot], about: Subjects, *, is_free: bool) -> tuple[Match, ...]:
    """The terms that are named; else the one that the words speak for, where no service is named."""
    found = {n.of(Role.CONCEPT)[0].id: n.text for n in named}
    if not found and about.concept and is_free:
        found = {about.concept: ""}
    return tuple(Match(id_, text, 100.0) for id_, text in found.items())


def _words(tokens: tuple[Token, ...], positions: Iterable[int]) -> str:
    return " ".join(tokens[i].word.text for i in sorted(positions))


# --- services and options ------------------------------------------------------------------------


def services_in(
    spotted: Spotted, knowledge: Knowledge, *, comparing: bool = False
) -> tuple[tuple[Match, ...], tuple[Match, ...], frozenset[int]]:
    """(the services named, those that the words fit equally well, places of the words used for it)."""
    spots = [n for n in spotted.names if n.of(Role.SERVICE, Role.OPTION)]
    strong = [n for n in spots if any(not m.weak for m in n.of(Role.SERVICE, Role.OPTION))]
    kept = _listed(spots, strong, spotted) if strong else spots
    without = [n for n in kept if not _names_an_option(n, kept, spotted)] or kept
    kept = kept if comparing and not _is_one_service(without, spotted) else without
    found: dict[str, Match] = {}
    rivals: list[Match] = []
    used: set[int] = set()
    for name in kept:
        matches = _match(name, spotted)
        used |= name.positions
        if len({m.id for m in matches}) > 1 and not any(m.id in found for m in matches):
            rivals.extend(m for m in matches if m.id not in found)
            continue
        for match in matches:
            found.setdefault(match.id, match)
    used |= {i for name in spots for i in name.positions if _also_named(name, found)}
    return _with_options(found, rivals, spotted, knowledge, used)


_JOINERS = AND | {"or", "nor"}
_NEAR = 3
"""Words from one item of a list to the next: "Glue and Athena", "Control Tower guardrails, Config rules"."""


def _listed(spots: list[NameSpot], strong: list[NameSpot], spotted: Spotted) -> list[NameSpot]:
    """The strong names, and the weak ones that stand in a list with one."""
    return [s for s in spots if s in strong or any(_in_list(s, o, spotted) for o in strong)]


def _in_list(one: NameSpot, other: NameSpot, spotted: Spotted) -> bool:
    first, second = sorted((one, other), key=lambda name: name.start)
    between = spotted.tokens[first.end : second.start]
    joiner = spotted.tokens[second.start].word.joined_by or any(t.text in _JOINERS for t in between)
    return bool(joiner) and 0 <= second.start - first.end <= _NEAR


def _is_one_service(kept: list[NameSpot], spotted: Spotted) -> bool:
    """Whether what is compared are ways to run one service: "Fargate vs EC2 for ECS"."""
    ids = {m.id for n in kept for m in n.of(Role.SERVICE, Role.OPTION)}
    words = (*spotted.option_words, *spotted.names)
    options = {m.option for n in words for m in n.meanings if m.id in ids and m.option}
    return len(ids) == 1 and len(options) > 1


def _names_an_option(name: NameSpot, kept: list[NameSpot], spotted: Spotted) -> bool:
    """ "Fargate" beside "EKS" is a way to run EKS, not a second service."""
    others = {m.id for n in kept if n is not name for m in n.of(Role.SERVICE, Role.OPTION)}
    others -= {m.id for m in name.of(Role.SERVICE)}
    return any(
        m.id in others
        for words in spotted.option_words
        if name.positions <= words.positions
        for m in words.meanings
    )


def _match(name: NameSpot, spotted: Spotted) -> list[Match]:
    repaired = any(t.text != t.word.text for t in spotted.tokens[name.start : name.end])
    score = 90.0 if repaired else 100.0
    meanings = name.of(Role.SERVICE, Role.OPTION)
    strong = [m for m in meanings if not m.weak] or list(meanings)
    return [Match(m.id, name.text, _WEAK_SCORE if m.weak else score, None, m.weak) for m in strong]


def _with_options(
    found: dict[str, Match],
    rivals: list[Match],
    spotted: Spotted,
    knowledge: Knowledge,
    used: set[int],
) -> tuple[tuple[Match, ...], tuple[Match, ...], frozenset[int]]:
    said = {token.stem for token in spotted.tokens}
    services = []
    for key, match in found.items():
        options, positions = _options(knowledge.services[key], spotted, said)
        used |= positions
        if len(options) > 1:
            rivals.extend(replace(match, option=option) for option in options)
        services.append(replace(match, option=options[0] if len(options) == 1 else None))
    return tuple(services), tuple(rivals), frozenset(used)


def _also_named(name: NameSpot, found: dict[str, Match]) -> bool:
    return any(m.id in found for m in name.of(Role.SERVICE, Role.OPTION))


def _options(
    service: Service, spotted: Spotted, said: set[str]
) -> tuple[list[str], frozenset[int]]:
    """The option of `service` that the words name; several when they fit equally well.

    The best is the one whose own names use the most words of the message: beside "custom SQL Server" a "CEV" decides.
    """
    named: dict[str, set[int]] = {}
    for name in (*spotted.names, *spotted.option_words):
        for meaning in name.meanings:
            if meaning.id == service.key and meaning.option:
                named.setdefault(meaning.option, set()).update(name.positions)
    if not named:
        return [], frozenset()
    fits = {o: (_overlap(service, o, said), len(places)) for o, places in named.items()}
    best = max(fits.values())
    used = frozenset(place for places in named.values() for place in places)
    return [option for option, fit in fits.items() if fit == best], used


_GENERIC_STEMS = frozenset(stem(word) for word in GENERIC_NOUNS)


def _named(services: tuple[Match, ...], spotted: Spotted) -> tuple[Match, ...]:
    found = {m.id: m for m in services}
    spots = (*spotted.names, *spotted.option_words)
    meanings = ((n, m) for n in sorted(spots, key=lambda n: n.start) for m in n.meanings)
    named = {
        (m.id, m.option): Match(m.id, n.text, 100.0, m.option)
        for n, m in meanings
        if m.option and m.id in found
    }
    return tuple(named.values())


def _overlap(service: Service, option_id: str, said: set[str]) -> int:
    """How many different words of the option's own names the message uses."""
    option = service.options[option_id]
    names = {root for text in (option.name, *option.aliases, *option.words) for root in stems(text)}
    everywhere = {root for text in (service.name, service.id) for root in stems(text)} - {
        "amazon",
        "aw",
    }
    return len(names & said - everywhere - _GENERIC_STEMS)


def option_of(service: Service, loose: Iterable[Meaning]) -> str | None:
    """The option of `service` that loose option words mean; None without a single best."""
    options = {m.option for m in loose if m.id == service.key}
    return options.pop() if len(options) == 1 else None

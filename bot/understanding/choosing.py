"""Names and areas found in a message → the services, options and areas it is about."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.model import Knowledge, Match, Service
from bot.understanding.english import (
    GENERIC_NOUNS,
    stem,
)
from bot.understanding.lexicon import Lexicon, Meaning, Role, stems
from bot.understanding.spotting import AreaSpot, NameSpot, Spotted, Token
from bot.understanding.subjects import areas_asked, guesses, is_absent_in, own_places

_WEAK_SCORE = 80.0


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the message is about, as far as its own words tell."""

    services: tuple[Match, ...] = ()
    rivals: tuple[Match, ...] = ()
    """Services or options that the words fit equally well."""
    areas: tuple[Match, ...] = ()
    only_own_subject: bool = False
    """The areas were met only through words that describe the service itself."""
    only_background: bool = False
    """The areas were met only outside the sentence that asks."""
    guesses: tuple[str, ...] = ()
    """Areas that single words hint at, best first; for asking back when no phrase was found."""
    named: tuple[Match, ...] = ()
    """Every (service, option) that is named, for comparing ways to run one service."""
    concepts: tuple[Match, ...] = ()
    elsewhere: tuple[str, ...] = ()
    explained: frozenset[int] = frozenset()
    """Positions of the words that something above explains."""
    loose_options: tuple[Meaning, ...] = ()
    """Option words without their service: a follow-up may need them."""


def choose(spotted: Spotted, knowledge: Knowledge, index: Lexicon, focus: frozenset[int]) -> Chosen:
    """Put services, options and areas together."""
    services, rivals, used = _services(spotted, knowledge)
    own = own_places(services, spotted, index)
    concepts = [n for n in spotted.names if n.of(Role.CONCEPT)]
    areas = areas_asked(
        spotted, own, focus, knowledge, lambda area: is_absent_in(area, services, knowledge)
    )
    areas = [s for s in areas if not any(s.positions <= n.positions for n in concepts)]
    foreign = [n for n in spotted.names if n.of(Role.ELSEWHERE) and not n.of(Role.SERVICE)]
    explained = used | {i for spot in spotted.areas for i in spot.positions}
    explained |= {i for name in concepts for i in name.positions}
    return Chosen(
        services=services,
        rivals=rivals,
        areas=tuple(Match(s.area, _words(spotted.tokens, s.positions), 100.0) for s in areas),
        only_own_subject=bool(areas) and all(s.positions <= own for s in areas),
        only_background=bool(areas) and not any(_is_asked(s, spotted, focus) for s in areas),
        named=_named(services, spotted),
        guesses=guesses(spotted, used, index),
        concepts=tuple(Match(n.of(Role.CONCEPT)[0].id, n.text, 100.0) for n in concepts),
        elsewhere=tuple(name.text for name in foreign),
        explained=frozenset(explained),
        loose_options=tuple(m for name in spotted.option_words for m in name.meanings),
    )


def _is_asked(spot: AreaSpot, spotted: Spotted, focus: frozenset[int]) -> bool:
    return any(spotted.tokens[i].word.sentence in focus for i in spot.positions)


def _words(tokens: tuple[Token, ...], positions: Iterable[int]) -> str:
    return " ".join(tokens[i].word.text for i in sorted(positions))


# --- services and options ------------------------------------------------------------------------


def _services(
    spotted: Spotted, knowledge: Knowledge
) -> tuple[tuple[Match, ...], tuple[Match, ...], frozenset[int]]:
    spots = [n for n in spotted.names if n.of(Role.SERVICE, Role.OPTION)]
    strong = [n for n in spots if any(not m.weak for m in n.of(Role.SERVICE, Role.OPTION))]
    kept = strong or spots
    kept = [n for n in kept if not _names_an_option(n, kept, spotted)] or kept
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

"""Names and areas found in a message → the services, options and areas it is about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.model import Knowledge, Match, Service
from bot.model.lookup import duty, exists
from bot.understanding.english import LIST_JOINERS, LIST_MARKS
from bot.understanding.lexicon import Lexicon, Meaning, Role, stems
from bot.understanding.spotting import AreaSpot, NameSpot, Spotted, Token

_VERB_BONUS = 2.5
"""For the area whose word follows "who": in "who encrypts our backups" the verb is the question."""
_AS_GOOD = 0.85
"""Share of the best weight from which an area joined by "and" or a comma is asked for as well."""
_OWN_SUBJECT = 0.55
"""For an area met only through words that describe the service itself: every question about Route 53 names DNS, so
beside "floods" it is the place, not the point."""
_WEAK_SCORE = 80.0
_MOST_GUESSES = 3


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the message is about, as far as its own words tell."""

    services: tuple[Match, ...] = ()
    rivals: tuple[Match, ...] = ()
    """Services or options that the words fit equally well."""
    areas: tuple[Match, ...] = ()
    only_own_subject: bool = False
    """The areas were met only through words that describe the service itself."""
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


def choose(spotted: Spotted, knowledge: Knowledge, index: Lexicon) -> Chosen:
    """Put services, options and areas together."""
    services, rivals, used = _services(spotted, knowledge)
    own = _own_places(services, spotted, index)
    areas = _areas(spotted, own, knowledge, lambda area: _absent(area, services, knowledge))
    concepts = [n for n in spotted.names if n.of(Role.CONCEPT)]
    foreign = [n for n in spotted.names if n.of(Role.ELSEWHERE) and not n.of(Role.SERVICE)]
    explained = used | {i for spot in spotted.areas for i in spot.positions}
    explained |= {i for name in concepts for i in name.positions}
    return Chosen(
        services=services,
        rivals=rivals,
        areas=tuple(Match(s.area, _words(spotted.tokens, s.positions), 100.0) for s in areas),
        only_own_subject=bool(areas) and all(s.positions <= own for s in areas),
        named=_named(services, spotted),
        guesses=_guesses(spotted, used, index),
        concepts=tuple(Match(n.of(Role.CONCEPT)[0].id, n.text, 100.0) for n in concepts),
        elsewhere=tuple(name.text for name in foreign),
        explained=frozenset(explained),
        loose_options=tuple(m for name in spotted.option_words for m in name.meanings),
    )


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
            if match.id not in found or (match.option and not found[match.id].option):
                found[match.id] = match
    return _with_options(found, rivals, spotted, knowledge, used, spots)


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
    return [
        Match(m.id, name.text, _WEAK_SCORE if m.weak else score, m.option, m.weak) for m in strong
    ]


def _with_options(
    found: dict[str, Match],
    rivals: list[Match],
    spotted: Spotted,
    knowledge: Knowledge,
    used: set[int],
    spots: list[NameSpot],
) -> tuple[tuple[Match, ...], tuple[Match, ...], frozenset[int]]:
    said = {token.stem for token in spotted.tokens}
    services = []
    for key, match in found.items():
        service = knowledge.services[key]
        options, positions = _options(service, spotted, said)
        used |= positions
        if match.option:
            services.append(match)
        elif len(options) > 1:
            rivals.extend(Match(key, match.text, match.score, option) for option in options)
            services.append(match)
        else:
            option = options[0] if options else None
            services.append(Match(key, match.text, match.score, option, match.weak))
    used |= {i for name in spots for i in name.positions if _also_named(name, found)}
    return tuple(services), tuple(rivals), frozenset(used)


def _also_named(name: NameSpot, found: dict[str, Match]) -> bool:
    return any(m.id in found for m in name.of(Role.SERVICE, Role.OPTION))


def _options(
    service: Service, spotted: Spotted, said: set[str]
) -> tuple[list[str], frozenset[int]]:
    """The options of `service` that the words name; several when they fit equally well."""
    named: dict[str, int] = {}
    positions: set[int] = set()
    for name in spotted.option_words:
        for meaning in name.meanings:
            if meaning.id == service.key and meaning.option:
                named[meaning.option] = named.get(meaning.option, 0) + name.end - name.start
                positions |= name.positions
    if not named:
        return [], frozenset()
    fits = {option: (length, _overlap(service, option, said)) for option, length in named.items()}
    best = max(fits.values())
    return [option for option, fit in fits.items() if fit == best], frozenset(positions)


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
    return len(names & said)


def option_of(service: Service, loose: Iterable[Meaning]) -> str | None:
    """The option of `service` that loose option words mean; None without a single best."""
    options = {m.option for m in loose if m.id == service.key}
    return options.pop() if len(options) == 1 else None


# --- areas ---------------------------------------------------------------------------------------


def _guesses(spotted: Spotted, used: frozenset[int], index: Lexicon) -> tuple[str, ...]:
    """The areas whose phrases the unused words occur in, by how much those words say."""
    votes: dict[str, float] = {}
    for i, token in enumerate(spotted.tokens):
        if i not in used and not token.is_function:
            for area in index.areas_of.get(token.stem, ()):
                votes[area] = votes.get(area, 0.0) + index.weights[token.stem]
    ranked = sorted(votes, key=lambda area: (-votes[area], area))
    return tuple(ranked[:_MOST_GUESSES])


def _absent(area: str, services: tuple[Match, ...], knowledge: Knowledge) -> bool:
    """Whether none of the named services has the area: "the Redshift cluster" has no control plane of ours."""
    if not services or area in knowledge.bundles:
        return False
    found = (duty(knowledge, knowledge.services[m.id], m.option, area) for m in services)
    return not any(exists(entry) for entry in found)


def _own_places(services: tuple[Match, ...], spotted: Spotted, index: Lexicon) -> frozenset[int]:
    """Where words stand that describe the service or name its option: the place, not the point."""
    own = {word for match in services for word in index.own_words[match.id]}
    places = {i for i, token in enumerate(spotted.tokens) if token.stem in own}
    options = {(match.id, match.option) for match in services}
    for words in (*spotted.option_words, *spotted.names):
        if any(m.option and (m.id, m.option) in options for m in words.meanings):
            places |= words.positions
    return frozenset(places)


def _areas(
    spotted: Spotted,
    own: frozenset[int],
    knowledge: Knowledge,
    is_absent: Callable[[str], bool],
) -> list[AreaSpot]:
    """The areas asked for: the weightiest, and those joined to it by a list."""
    there = tuple(s for s in spotted.areas if not is_absent(s.area)) or spotted.areas
    spots = [s for s in there if not _covered(s, there)]
    objects = [s for s in spots if not s.positions <= own]
    spots = [s for s in spots if not _has_object(s, objects, knowledge)]
    verb = _verb(spotted.tokens)

    def weight(spot: AreaSpot) -> float:
        return _weight(spot, verb) * (_OWN_SUBJECT if spot.positions <= own else 1.0)

    weighed = sorted(spots, key=lambda s: (-weight(s), min(s.positions), s.area))
    if not weighed:
        return []
    best = weighed[0]
    floor = _AS_GOOD * best.weight
    asked = [best]
    for other in weighed[1:]:
        fresh = all(other.positions.isdisjoint(s.positions) for s in asked)
        if fresh and other.area not in {s.area for s in asked}:
            joined = _joined(spotted.tokens, best, other)
            if joined and (other.weight >= floor * 0.5):
                asked.append(other)
    return asked


def _covered(spot: AreaSpot, others: tuple[AreaSpot, ...]) -> bool:
    """A phrase inside a longer one says less: {firewall} inside {host, firewall}."""
    return any(spot.positions < other.positions for other in others)


def _has_object(spot: AreaSpot, others: list[AreaSpot], knowledge: Knowledge) -> bool:
    """ "Patch" beside "control plane": the bundle's word is only the verb of one of its own areas."""
    bundle = knowledge.bundles.get(spot.area)
    return bundle is not None and any(other.area in bundle.areas for other in others)


def _weight(spot: AreaSpot, verb: int | None) -> float:
    bonus = _VERB_BONUS if verb is not None and verb in spot.positions else 0.0
    return spot.weight + bonus


_ASKS_FOR_VERB = frozenset({"who", "whos", "whose", "aws", "amazon", "we", "to", "job", "i"})


def _verb(tokens: tuple[Token, ...]) -> int | None:
    """The first content word after "who", "does AWS", "do we", "to": what the asker wants done."""
    armed = False
    for i, token in enumerate(tokens):
        if token.text in _ASKS_FOR_VERB:
            armed = True
        elif armed and not token.is_function:
            return i
    return None


def _joined(tokens: tuple[Token, ...], one: AreaSpot, other: AreaSpot) -> bool:
    """Whether a list holds both: only joiners and small words stand between them."""
    first, second = sorted((one, other), key=lambda s: min(s.positions))
    start, end = max(first.positions), min(second.positions)
    if start >= end:
        return False
    between = tokens[start + 1 : end + 1]
    marks = any(t.word.joined_by in LIST_MARKS for t in between if t.word.joined_by)
    joiners = any(t.text in LIST_JOINERS for t in between[:-1])
    return (marks or joiners) and all(t.is_function for t in between[:-1])

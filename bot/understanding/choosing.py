"""Names and areas found in a message → the services, options and areas it is about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.model import Knowledge, Match
from bot.understanding.english import FUNCTION_WORDS, GENERIC_NOUNS, PREPOSITIONS
from bot.understanding.lexicon import Lexicon
from bot.understanding.naming import Meaning, NameSpot, Role
from bot.understanding.scenery import JOINERS, SMALL, own_places
from bot.understanding.services import is_a_kind, services_in
from bot.understanding.spotting import Spotted, Token
from bot.understanding.standing import asks_for_all
from bot.understanding.subjects import Subjects, subjects
from bot.understanding.ways import Way, heard


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
    mute: int = 0
    """Parts of a list whose words speak for nothing."""
    missed: tuple[str, ...] = ()
    """The words of the parts of a list that are none of the areas."""
    words_each: float = 0.0
    """How many words of substance each of several tasks is told in, on average."""
    guesses: tuple[str, ...] = ()
    """The likeliest areas, best first; for asking back."""
    named: tuple[Match, ...] = ()
    """Every (service, option) that is named, for comparing ways to run one service; no option where it stands by itself."""
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
    lists = lists and len(spotted.services) < _PAIR
    if lists:
        spotted = _without_objects(spotted, index)
    pairs = Way.COMPARE in said or Way.MOVE in said
    services, rivals, used = services_in(
        spotted, knowledge, None if lists or pairs else focus, comparing=Way.COMPARE in said
    )
    if lists and all(match.weak for match in (*services, *rivals)):
        services, rivals = (), ()  # "which of the queues": a kind of service
    about = subjects(spotted, services, focus, index, knowledge)
    if services and about.tasks and asks_for_all(spotted, said):
        about = replace(about, tasks=())
    if not pairs and about.tasks and is_a_kind(services, spotted):
        services = ()
    named = _named(services, spotted)
    told: frozenset[int] = frozenset()
    if Way.COMPARE in said and len(named) > 1:
        told = own_places(services, spotted, index)[1]  # the ways compared are no task
    found = Chosen(
        services=services,
        rivals=rivals,
        evidence=about.evidence,
        lead=about.lead,
        unheard=about.unheard,
        mute=about.mute,
        missed=tuple(_words(spotted.tokens, range(some[0], some[-1] + 1)) for some in about.missed),
        words_each=about.words_each,
        guesses=about.guesses,
        named=named,
        explained=used | told,
        loose_options=tuple(m for name in spotted.option_words for m in name.meanings),
    )
    return _with_terms(found, about, spotted, focus, told, lists=lists)


def _with_terms(
    found: Chosen,
    about: Subjects,
    spotted: Spotted,
    focus: frozenset[int],
    told: frozenset[int],
    *,
    lists: bool,
) -> Chosen:
    """With the terms and the products of others that are named, and the tasks beside them."""
    named = [n for n in spotted.names if n.of(Role.CONCEPT)]
    concepts = [] if lists and about.tasks else named  # "services where it is a customer control"
    terms = frozenset(i for name in concepts for i in name.positions)
    explains = bool(concepts) and not found.services and not _asks_strongly(spotted, focus, terms)
    tasks = [] if explains else [t for t in about.tasks if not t.places <= told | terms]
    foreign = [n for n in spotted.names if n.of(Role.ELSEWHERE) and not n.of(Role.SERVICE)]
    return replace(
        found,
        areas=tuple(
            Match(t.area, _words(spotted.tokens, t.places), round(100 * t.belief, 1)) for t in tasks
        ),
        concepts=_terms(concepts, about, is_free=not found.services),
        terms=terms,
        elsewhere=tuple(name.text for name in foreign),
        explained=found.explained.union(terms, *(task.places for task in tasks)),
    )


def _asks_strongly(spotted: Spotted, focus: frozenset[int], terms: frozenset[int]) -> bool:
    """Whether words beside the terms ask whose job something is."""
    return Way.STRONG_CUES in heard(spotted.said(focus, without=terms))


_PAIR = 2
"""Services from which "which of them" asks about these, not for others."""


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
    found = {term.id: n.text for n in named for term in n.of(Role.CONCEPT)}
    if not found and about.concept and is_free:
        found = {about.concept: ""}
    return tuple(Match(id_, text, 100.0) for id_, text in found.items())


def _words(tokens: tuple[Token, ...], positions: Iterable[int]) -> str:
    return " ".join(tokens[i].word.text for i in sorted(positions))


def _named(services: tuple[Match, ...], spotted: Spotted) -> tuple[Match, ...]:
    """Every way to run one of the `services` that is named, and the service by itself where it is set beside one."""
    found = {m.id for m in services}
    ways = [(n, key, o) for key in found for n, options in _ways(key, spotted) for o in options]
    alone = [(n, key, None) for key in found for n in _alone(key, spotted)]
    told = sorted((*ways, *alone), key=lambda way: way[0].start)
    return tuple({(key, o): Match(key, n.text, 100.0, o) for n, key, o in told}.values())


def _ways(key: str, spotted: Spotted) -> list[tuple[NameSpot, list[str]]]:
    """Where ways to run a service are named, and which; a word inside a longer name of one tells nothing of its own."""
    spots = [
        (n, [m.option for m in n.meanings if m.id == key and m.option])
        for n in (*spotted.names, *spotted.option_words)
    ]
    told = [(n, options) for n, options in spots if options]
    return [(n, o) for n, o in told if not any(n.positions < m.positions for m, _ in told)]


def _alone(key: str, spotted: Spotted) -> Iterator[NameSpot]:
    """Where a service stands by itself beside a way to run it: "RDS vs RDS Custom", "from Aurora to Aurora Serverless"."""
    names = [n for n in spotted.names if any(m.id == key for m in n.of(Role.SERVICE))]
    ways = [[way, *(n for n in names if _touch(n, way, spotted))] for way, _ in _ways(key, spotted)]
    for name in (n for n in names if not any(n in way for way in ways)):
        if any(_set_beside([name], way, spotted) for way in ways if _names_it(way, key)):
            yield name


def _names_it(way: list[NameSpot], key: str) -> bool:
    """Whether a way is told with its service: "container images" are brought to Lambda, "Lambda container images" stand beside it."""
    return len(way) > 1 or any(m.id == key for m in way[0].of(Role.OPTION))


def _touch(name: NameSpot, way: NameSpot, spotted: Spotted) -> bool:
    """ "RDS Custom", "ECS on Fargate"."""
    between = _between([name], [way], spotted)
    return all(t.text in PREPOSITIONS and t.text != _TO for t in between)


_TO = "to"
_SETS_BESIDE = JOINERS | {_TO, "becomes", "become", "instead", "rather"}
_USUAL = GENERIC_NOUNS | frozenset(
    "provisioned standard regular reg plain normal classic ordinary usual".split()
)
"""What may stand beside a service by itself: "from a provisioned Redshift cluster to Redshift Serverless"."""


def _set_beside(one: list[NameSpot], other: list[NameSpot], spotted: Spotted) -> bool:
    """Whether nothing but what sets two things side by side stands between."""
    between = _between(one, other, spotted)
    if not between:
        start = max(min(n.start for n in names) for names in (one, other))
        return bool(spotted.tokens[start].word.joined_by)
    said = {t.text for t in between}
    return not said.isdisjoint(_SETS_BESIDE) and said <= _SETS_BESIDE | SMALL | _USUAL


def _between(one: list[NameSpot], other: list[NameSpot], spotted: Spotted) -> tuple[Token, ...]:
    """The words between two nouns, each of the names that make it up."""
    first, second = sorted((one, other), key=lambda names: min(n.start for n in names))
    return spotted.tokens[max(n.end for n in first) : min(n.start for n in second)]

"""Whether a message sets two services, or two ways to run one, side by side: by a move ("from EC2 to RDS", "Kendra -> OpenSearch",
"swap RabbitMQ on EC2 for SQS") or a comparison ("EBS vs EFS", "less than on RDS").

A verb such as "leave" or "switch" is no move without its way ("a guy who left", "the switch to the standby"), and "against" is no
comparison without a second place ("protected against deletion").
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from bot.model import Match
from bot.understanding.english import PROVIDER_WORDS
from bot.understanding.naming import NameSpot, Role
from bot.understanding.spotting import Spotted, Token
from bot.understanding.ways import Way, heard

_REACH = 4
"""Words before a name in which "to" leads there: "to our own OCR on SageMaker"."""
_ARRIVES = frozenset("to into onto becomes become".split())
_INSTEAD = frozenset("for with by".split())
_SWAPS = frozenset(
    "replace replaces replaced replacing exchange exchanging swap swaps swapped swapping trade traded leave leaving ditch ditching abandon abandoning"
    " retire retiring give giving".split()
)
"""Verbs after which what comes instead follows "for", "with" or "by"."""
_LEAVES = frozenset("from off leave leaving ditch ditching abandon retire retiring".split())


_AGAINST = frozenset("vs versus against unlike than instead opposed".split())
_AGAINST_REACH = 5
"""Words from one of these to the place that is set against another: "opposed to plain EC2"."""


def sets_against(spotted: Spotted) -> bool:
    """Whether a place is set against one that stands before it in the same sentence."""
    return any(
        token.text in _AGAINST and _place_follows(at, spotted)
        for at, token in enumerate(spotted.tokens)
    )


def _place_follows(at: int, spotted: Spotted) -> bool:
    tokens, near = spotted.tokens, range(at + 1, at + 1 + _AGAINST_REACH)
    mine = [n for n in _places(spotted) if _is_beside(n, at, tokens)]
    is_told = tokens[at].text == "unlike" or any(n.end <= at for n in mine)
    return is_told and any(n.start in near for n in mine)


def _is_beside(name: NameSpot, at: int, tokens: Sequence[Token]) -> bool:
    return tokens[name.start].word.sentence == tokens[at].word.sentence


def _places(spotted: Spotted) -> list[NameSpot]:
    return [*(n for n in spotted.names if n.services), *spotted.option_words]


def is_pair(spotted: Spotted) -> bool:
    """Whether two services are named by names of their own, or two ways to run one."""
    services = spotted.services
    ways = {(m.id, m.option) for n in _places(spotted) for m in n.meanings if m.option}
    ids = [id_ for id_, _ in ways]
    return len(services) >= _PAIR or any(ids.count(id_) >= _PAIR for id_ in services)


def moves(spotted: Spotted, said: frozenset[Way]) -> bool:
    """Whether the way of a move is told, in one sentence of the message. `said`: the ways heard in all of it."""
    if _goes_over(spotted) or _changes_way(spotted):
        return True
    return Way.MOVE in said and any(_has_way(*one) for one in _sentences(spotted))


Places = list[tuple[int, int]]
"""Where services and ways to run them are named: (start, end), as they stand."""


def _sentences(spotted: Spotted) -> Iterator[tuple[list[str], Places, bool]]:
    """The words of each sentence that tells of a move, the places in it, and whether one is named before it."""
    spots = [n for n in _places(spotted) if n.services]
    for sentence in dict.fromkeys(t.word.sentence for t in spotted.tokens):
        at = [i for i, t in enumerate(spotted.tokens) if t.word.sentence == sentence]
        words = [spotted.tokens[i].text for i in at]
        if Way.MOVE in heard(words):
            places = {(n.start - at[0], n.end - at[0]) for n in spots if n.start in at}
            yield words, sorted(places), any(n.start < at[0] for n in spots)


def _has_way(words: Sequence[str], places: Places, is_told: bool) -> bool:
    """Whether one place is left and another reached: "off EC2 and onto RDS", "from the zip to images"."""
    leads = _ARRIVES if _SWAPS.isdisjoint(words) else _ARRIVES | _INSTEAD
    reached = [at for at in places if not leads.isdisjoint(_before(words, at, places))]
    left = [at for at in places if not _LEAVES.isdisjoint(_before(words, at, places))]
    goes_on = any(words[end : end + 1] in (["to"], ["into"], ["onto"]) for _, end in places)
    return (
        goes_on
        or (bool(left) and len(places) > 1)
        or any(is_told or at > places[0] for at in reached)
    )


def _before(words: Sequence[str], place: tuple[int, int], places: Places) -> Sequence[str]:
    """The words that lead to a place, none beyond the one before."""
    ends = [end for _, end in places if end <= place[0]]
    ends += [at + 1 for at, word in enumerate(words[: place[0]]) if word in _SIDES]
    return words[max([*ends, place[0] - _REACH, 0]) : place[0]]


_SIDES = PROVIDER_WORDS | {"us", "me", "them"}
"""Whom something is left to: "which leave backups to us: Redshift, EFS" is no move."""


_PAIR = 2


def _goes_over(spotted: Spotted) -> bool:
    """Whether one service is named as what another is left for: "RDS to Aurora". A flow is none: "connections from Lambda to
    RDS".
    """
    named = [n for n in spotted.names if n.services]
    if len(named) < _PAIR:
        return False
    beside = {
        at
        for n in named
        if n.of(Role.SERVICE)[:1] and n.of(Role.SERVICE)[0].weak
        for at in n.positions
    }
    names = [n for n in named if not n.positions <= beside]
    return any(
        _said(range(a.end, b.start), spotted, beside) == ["to"]
        and (not a.services & b.services or _is_way(b) > _is_way(a))
        and (not _flows(a, spotted) or _moves_house(a, b, spotted))
        for a, b in pairwise(names)
    )


def _changes_way(spotted: Spotted) -> bool:
    """Whether one way to run a service is named as what another is left for: "Redshift provisioned -> serverless"."""
    ways = sorted(
        (n for n in _places(spotted) if any(m.option for m in n.meanings)), key=lambda n: n.start
    )
    service = {at for n in spotted.names if not n.of(Role.OPTION) for at in n.positions}
    return any(
        _said(range(a.end, b.start), spotted, service) == ["to"] and _are_ways(a, b, spotted)
        for a, b in pairwise(ways)
    )


def _are_ways(one: NameSpot, other: NameSpot, spotted: Spotted) -> bool:
    """Whether they name different ways to run one service that is named besides."""
    services = {m.id for n in spotted.names for m in n.meanings if not m.weak}
    first, second = (
        {(m.id, m.option) for m in n.meanings if m.option and m.id in services}
        for n in (one, other)
    )
    ids = {id_ for id_, _ in first} & {id_ for id_, _ in second}
    return bool(ids) and first.isdisjoint(second)


def _is_way(name: NameSpot) -> bool:
    """Whether it names a way to run a service, by a name of its own: "Aurora Serverless"."""
    return bool(name.of(Role.OPTION))


def _said(places: Sequence[int], spotted: Spotted, beside: Collection[int]) -> list[str]:
    return [spotted.tokens[at].text for at in places if at not in beside]


def _moves_house(one: NameSpot, other: NameSpot, spotted: Spotted) -> bool:
    """Whether what goes is what the other one is: "Postgres from EC2 to RDS", "Kafka from EC2 to MSK"."""
    goes = (n for n in spotted.names if n.end == one.start - 1 and n.services & other.services)
    return any(all(m.weak for m in n.of(Role.SERVICE)) for n in goes)


def _flows(name: NameSpot, spotted: Spotted) -> bool:
    """Whether something goes there without anybody moving house: "connections from Lambda", "app -> API Gateway"."""
    before = spotted.tokens[max(name.start - 2, 0) : name.start]
    if not before or before[-1].text not in ("from", "to", "into"):
        return False
    return before[-1].text != "from" or (len(before) > 1 and not before[0].is_function)


def from_to(services: tuple[Match, ...], spotted: Spotted) -> tuple[Match, ...]:
    """The way that is left first: the one after "from", or the one before "to" as they stand."""
    words = [token.text for token in spotted.tokens]
    second = services[1].text.split()[:1] if len(services) > 1 else []
    at = len(words) - 1 - words[::-1].index(second[0]) if second and second[0] in words else 0
    return services[::-1] if "from" in words[max(at - 2, 0) : at] else services

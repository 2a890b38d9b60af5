"""The parts of a list of tasks: "os patches, av and backups"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from bot.model import Evidence, Knowledge, Match
from bot.understanding.english import GENERIC_NOUNS
from bot.understanding.evidence import Feature, speakers, weigh
from bot.understanding.lexicon import Lexicon, lexicon
from bot.understanding.naming import Role
from bot.understanding.parts import AND, CLAIMS, WHO, sides_told
from bot.understanding.spotting import Spotted
from bot.understanding.standing import SAID, has_substance, is_task, lead_of, raised, where_it_is


class _Bar(NamedTuple):
    """From what a part is a task of its own, as beliefs from 0 to 1."""

    own: float
    """By its own words."""
    whole: float
    """And that much on the whole, unless it is certain."""
    certain: float


_USUALLY = _Bar(own=0.3, whole=0.00003, certain=0.7)
_SAID = _Bar(own=0.2, whole=0.000001, certain=0.7)
"""The same where the message says that there are several: "who does each?". Both: of some twenty settings the best for 12,900 messages that
two readings were learnt without, half each (2026-11-30): some ten of 1,460 with several tasks more right and twenty fewer wrong than with one bar,
at 5 of 8,083 others fewer right.
"""
_LISTED = _Bar(own=0.3, whole=0.000001, certain=0.7)
"""The same for a list of at least three items, none longer than three words. Messages held back (2026-12-01): 11 more with several tasks read
rightly, 2 others fewer.
"""
_ITEM_BELIEF = 0.1
"""By its own words, where two parts are tasks already, so that it surely is a list: such parts of five writers
held back, believed in with 0.1 to 0.3, are right 23 times of 39 (2026-11-30), and to leave a task out is wrong each time."""
_HEARD_EVIDENCE = 1.5
"""Less than that is no speech."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of a list speaks for, judged by its own words alone."""

    area: str
    """Empty where its words speak for nothing."""
    belief: float
    evidence: float
    lead: float
    places: tuple[int, ...]
    """Where its words of substance stand."""


def items(
    pieces: Iterable[tuple[int, int]],
    spotted: Spotted,
    found: Sequence[Feature],
    shares: Sequence[float],
    services: Sequence[Match],
    knowledge: Knowledge,
) -> Iterator[Part]:
    """The pieces (start, end) of a list that say anything beside whose job and where; "us or them" does not."""
    tasks = _names_of_tasks(spotted, services, lexicon(knowledge))
    askers = _askers(spotted)
    spoken = [f for f in found if f.places and askers.isdisjoint(f.places)]

    def in_piece(start: int, end: int) -> Part | None:
        named = {at: area for at, area in tasks.items() if start <= at < end}
        content = (at for at in range(start, end) if has_substance(at, spotted) or at in named)
        places = tuple(at for at in content if at not in askers) or _general(start, end, spotted)
        if not places:
            return None
        mine = [f for f in spoken if start <= f.places[0] and f.places[-1] < end]
        said = weigh(mine, knowledge.evidence, shares)
        for area in named.values():
            said[area] = said.get(area, 0.0) + _NAMED
        scores = where_it_is(said, services, knowledge)
        ranked = raised({a: much for a, much in scores.items() if is_task(a, knowledge)}, knowledge)
        best = next(iter(ranked), "")
        speaks = best in named.values() or _has_speaker(best, places, mine, knowledge.evidence)
        if scores.get(best, 0.0) < _HEARD_EVIDENCE or not speaks:
            return Part("", 0.0, 0.0, 0.0, places)
        return Part(best, ranked[best], scores[best], lead_of(best, scores, knowledge), places)

    yield from (part for piece in pieces if (part := in_piece(*piece)))


_ASKERS = frozenset(
    "auditor auditors qsa assessor assessors questionnaire regulator insurer".split()
)
_TITLE = 2
"""Words that say which: "the SOC 2 auditor"."""


def _askers(spotted: Spotted) -> frozenset[int]:
    """Where those stand for whom it is asked: "for the SOC 2 auditor: who controls the doors?" asks about the doors."""
    tokens = spotted.tokens
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if token.text in _ASKERS:
            before = takewhile(
                lambda t: not t.is_function, reversed(tokens[max(at - _TITLE, 0) : at])
            )
            found.update(range(at - len(list(before)), at + 1))
    return frozenset(found)


def _general(start: int, end: int, spotted: Spotted) -> tuple[int, ...]:
    """Where two general words make a task: "user accounts", "db users", "account management"."""
    said = [at for at in range(start, end) if at not in spotted.hidden]
    words = [at for at in said if spotted.tokens[at].text in _GENERAL]
    return tuple(words) if len(words) > 1 else ()


_GENERAL = GENERIC_NOUNS | {"user", "users", "customer", "management", "managing"}
_NAMED = 6.0
"""Evidence of a name that stands for a task: about that of a word that is used for one area alone."""


def _names_of_tasks(spotted: Spotted, services: Sequence[Match], index: Lexicon) -> dict[int, str]:
    """Where the name of a service that is not asked about calls an area: "runtime updates, code and IAM" on Lambda."""
    if not services:
        return {}
    asked = {match.id for match in services}
    found = {}
    for name in spotted.names:
        if name.services & asked or not name.of(Role.SERVICE):
            continue
        key = frozenset(t.stem for t in spotted.tokens[name.start : name.end])
        if key in index.whole_phrases:
            area = next(a for a, phrases in index.phrases.items() if key in phrases)
            found[name.start] = area
    return found


def _has_speaker(
    area: str, places: Sequence[int], mine: Sequence[Feature], evidence: Evidence
) -> bool:
    """Whether a word of substance speaks for it: "who its frobnication" says nothing."""
    said = speakers(mine, evidence, area)
    return any(said.get(at, 0.0) >= SAID for at in places)


def tasks_in(
    parts: Sequence[Part], ranked: Mapping[str, float], spotted: Spotted
) -> dict[str, Part]:
    """The parts that are tasks of their own, by area; none where there are not two. `ranked`: the belief on the whole."""
    bar = _SAID if _says_several(spotted) else _LISTED if _is_plain(parts) else _USUALLY
    loud = {part.area for part in parts if _is_loud(part, ranked, bar)}
    if len(loud) < _LIST:
        return {}
    item = _USUALLY._replace(own=_ITEM_BELIEF)
    return {p.area: p for p in parts if p.area in loud or _is_loud(p, ranked, item)}


_LIST = 2
_ITEMS, _PLAIN_ITEM = 3, 3


def _is_plain(parts: Sequence[Part]) -> bool:
    """Whether it can be nothing but a list: "certificate, throttling, auth"."""
    return len(parts) >= _ITEMS and are_short(parts)


def are_short(parts: Sequence[Part]) -> bool:
    """Whether they are items as in a list, and no sentences of a story."""
    return all(len(part.places) <= _PLAIN_ITEM for part in parts)


_BACK = frozenset("which each both two three neither either respectively".split())
_SEVERAL = _BACK | {"all", "ones"}


def _says_several(spotted: Spotted) -> bool:
    """Whether more is asked than one thing: "who does each", "which of these", "who ... and who ..."."""
    said = [token.text for token in spotted.tokens]
    times = max(sum(word in WHO for word in said), len(sides_told(spotted)))
    return not _SEVERAL.isdisjoint(said) or times >= _LIST


def asked_before(spotted: Spotted, focus: frozenset[int], *, asks_itself: bool) -> frozenset[int]:
    """The sentences to look for the items of a list in, beside those that ask or in their place; nothing where those stand alone. To look there
    for "code + dependencies. Who updates which?": 9 of 218 wrong answers to messages with several tasks fewer (held back as above),
    4 more right and 5 of the others fewer. `asks_itself`: whether they name what they ask for.
    """
    said = {(t.word.sentence, t.text) for t in spotted.tokens}
    whole = frozenset(sentence for sentence, _ in said)
    first = {t.word.sentence: t.text for t in reversed(spotted.tokens)}
    # "Shard scaling and retention. Also encryption?"
    if before := ({s - 1 for s in focus if first.get(s) in _ALSO} - focus) & whole:
        return focus | before
    # "Backups I guess ours. Scaling theirs?"
    told = frozenset(at for at, text in said if text in CLAIMS and at < max(focus))
    if told - focus:
        return told | focus if asks_itself else told - focus
    here = {text for sentence, text in said if sentence in focus}
    if not here.isdisjoint(_BACK):
        return whole
    is_one = "all" not in here and not here.isdisjoint(_ONE)
    return frozenset() if asks_itself or is_one else whole - focus


_ONE = frozenset("it that this one its".split())
"""Words that point back to one thing: "who applies it?"."""
_ALSO = AND | {"also"}


def _is_loud(part: Part, ranked: Mapping[str, float], bar: _Bar) -> bool:
    is_believed = part.belief >= bar.certain or ranked.get(part.area, 0.0) >= bar.whole
    return part.belief >= bar.own and is_believed

"""The parts of a list of tasks: "os patches, av and backups"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.model import Evidence, Knowledge, Match
from bot.understanding.evidence import Feature, speakers, weigh
from bot.understanding.parts import WHO
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
    for start, end in pieces:
        places = tuple(at for at in range(start, end) if has_substance(at, spotted))
        if not places:
            continue
        mine = [f for f in found if f.places and start <= f.places[0] and f.places[-1] < end]
        scores = where_it_is(weigh(mine, knowledge.evidence, shares), services, knowledge)
        ranked = raised({a: much for a, much in scores.items() if is_task(a, knowledge)}, knowledge)
        best = next(iter(ranked), "")
        if scores.get(best, 0.0) >= _HEARD_EVIDENCE and _has_speaker(
            best, places, mine, knowledge.evidence
        ):
            lead = lead_of(best, scores, knowledge)
            yield Part(best, ranked[best], scores[best], lead, places)
        else:
            yield Part("", 0.0, 0.0, 0.0, places)


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
    bar = _SAID if _says_several(spotted) else _USUALLY
    loud = {part.area for part in parts if _is_loud(part, ranked, bar)}
    if len(loud) < _LIST:
        return {}
    item = _USUALLY._replace(own=_ITEM_BELIEF)
    return {p.area: p for p in parts if p.area in loud or _is_loud(p, ranked, item)}


_LIST = 2
_BACK = frozenset("which each both two three neither either respectively".split())
_SEVERAL = _BACK | {"all", "ones"}


def _says_several(spotted: Spotted) -> bool:
    """Whether more is asked than one thing: "who does each", "which of these", "who ... and who ..."."""
    said = [token.text for token in spotted.tokens]
    return not _SEVERAL.isdisjoint(said) or sum(word in WHO for word in said) >= _LIST


def points_back(spotted: Spotted, focus: frozenset[int]) -> bool:
    """Whether the sentences that ask may ask for each of what was told before: "code + dependencies. Who updates which?". To look there then: 9 of
    218 wrong answers to messages with several tasks fewer (held back as above), 4 more right and 5 of the others fewer.
    """
    return any(t.text in _BACK for t in spotted.tokens if t.word.sentence in focus)


def _is_loud(part: Part, ranked: Mapping[str, float], bar: _Bar) -> bool:
    is_believed = part.belief >= bar.certain or ranked.get(part.area, 0.0) >= bar.whole
    return part.belief >= bar.own and is_believed

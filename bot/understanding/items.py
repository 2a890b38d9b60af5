"""The parts of a list of tasks: "os patches, av and backups"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.model import Evidence, Knowledge, Match
from bot.understanding.evidence import Feature, speakers, weigh
from bot.understanding.spotting import Spotted
from bot.understanding.standing import SAID, has_substance, is_task, lead_of, raised, where_it_is

_PART_BELIEF = 0.3
"""Belief by its own words from which a part of a list is a task of its own: of six settings the one that read most of 981 messages
with several tasks (knowledge/asked/messages/) rightly, at 3 of 793 others lost (2026-11-30)."""
_ITEM_BELIEF = 0.1
"""The same where two parts are tasks already, so that it surely is a list: such parts of five writers
held back, believed in with 0.1 to 0.3, are right 23 times of 39 (2026-11-30), and to leave a task out is wrong each time."""
_LEAST_BELIEF = 0.00003
"""Belief on the whole that a part's area needs all the same, unless its own words are certain."""
_CERTAIN = 0.8
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


def tasks_in(parts: Sequence[Part], ranked: Mapping[str, float]) -> dict[str, Part]:
    """The parts that are tasks of their own, by area; none where there are not two. `ranked`: the belief on the whole."""
    if len(_loud(parts, ranked, _PART_BELIEF)) < _LIST:
        return {}
    return _loud(parts, ranked, _ITEM_BELIEF)


_LIST = 2


def _loud(parts: Sequence[Part], ranked: Mapping[str, float], least: float) -> dict[str, Part]:
    return {
        part.area: part
        for part in parts
        if part.belief >= least
        and (part.belief >= _CERTAIN or ranked.get(part.area, 0.0) >= _LEAST_BELIEF)
    }

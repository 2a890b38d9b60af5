""" "We move from EC2 to RDS: what do we stop doing?" → the areas that change hands, and those that stay ours."""

from bot.answering.breakdown import breakdown, layers
from bot.answering.suggesting import topic_of
from bot.model import Answer, Breakdown, Kind, Knowledge, Move, Question, Service
from bot.model.lookup import exists

Way = tuple[Service, str | None]
"""A service and the option it is run with."""


def move(question: Question, source: Way, target: Way, knowledge: Knowledge) -> Answer:
    """The asked areas (else all) before and after; what changes hands comes first."""
    moves = [
        Move(breakdown(knowledge, *source, area), breakdown(knowledge, *target, area))
        for area in _areas(question, target, knowledge)
    ]
    there = [m for m in moves if exists(m.before.duty) or exists(m.after.duty)]
    ordered = sorted(there, key=lambda m: _ORDER[m.ours_before, m.ours_after])
    return Answer(
        Kind.COMPARISON,
        question,
        knowledge.provider,
        breakdowns=tuple(claim for m in ordered for claim in (m.before, m.after)),
        services=(source[0],) if source[0] is target[0] else (source[0], target[0]),
        moves=tuple(ordered),
        topic=topic_of(question),
    )


_ORDER = {(True, False): 0, (False, True): 1, (True, True): 2, (False, False): 3}


def _areas(question: Question, target: Way, knowledge: Knowledge) -> list[str]:
    """The areas the question names, a bundle's one by one; every area when it names none."""
    asked: list[Breakdown] = [
        claim for match in question.areas for claim in layers(knowledge, *target, match.id)
    ]
    return list(dict.fromkeys(claim.area for claim in asked)) or list(knowledge.areas)

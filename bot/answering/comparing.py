"""Two or more services side by side: the asked areas, or only what differs."""

from bot.answering.breakdown import breakdown, layers
from bot.model import Answer, Breakdown, Kind, Knowledge, Question, Service, Topic
from bot.model.lookup import exists

MOST_ROWS = 12
"""Differing areas shown when none was asked for."""


def compare(question: Question, services: tuple[Service, ...], knowledge: Knowledge) -> Answer:
    """The asked areas in each service; without an area, those whose owner differs."""
    targets = [
        (service, match.option) for service, match in zip(services, question.services, strict=False)
    ]
    if question.areas:
        claims = [
            claim
            for asked in question.areas
            for service, option in targets
            for claim in layers(knowledge, service, option, asked.id)
        ]
    else:
        claims = _differences(targets, knowledge)
    return Answer(
        Kind.COMPARISON,
        question,
        knowledge.provider,
        breakdowns=tuple(claims),
        bundles=tuple(knowledge.bundles[m.id] for m in question.areas if m.id in knowledge.bundles),
        services=services,
        topic=Topic(
            tuple((service.key, option) for service, option in targets),
            tuple(match.id for match in question.areas),
        ),
    )


def _differences(
    targets: list[tuple[Service, str | None]], knowledge: Knowledge
) -> list[Breakdown]:
    claims: list[Breakdown] = []
    rows = 0
    for area in knowledge.areas:
        found = [breakdown(knowledge, service, option, area) for service, option in targets]
        if len({b.owner for b in found}) > 1 and any(exists(b.duty) for b in found):
            claims.extend(found)
            rows += 1
        if rows == MOST_ROWS:
            break
    return claims

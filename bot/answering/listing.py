"""The other way round: "where is OS patching on us?" → the services."""

from bot.answering.breakdown import layers, leading, together
from bot.model import Answer, Breakdown, Kind, Knowledge, Owner, Question, Service, Topic


def list_services(question: Question, knowledge: Knowledge) -> Answer:
    """Every service (and option that differs) in which the asked side works on the asked area."""
    wanted = question.side or Owner.CUSTOMER
    asked = question.areas[0].id
    claims: list[Breakdown] = []
    for service in knowledge.services.values():
        for option in (None, *service.options):
            found = _found(knowledge, service, option, asked)
            if (
                found
                and _on_side(found, wanted)
                and (option is None or found[0].duty.level == "option")
            ):
                claims.append(found[0])
    return Answer(
        Kind.LIST,
        question,
        knowledge.provider,
        wanted,
        breakdowns=tuple(claims),
        topic=Topic(areas=(asked,)),
    )


def _found(
    knowledge: Knowledge, service: Service, option: str | None, asked: str
) -> tuple[Breakdown, ...]:
    return leading(knowledge, asked, layers(knowledge, service, option, asked))


def _on_side(found: tuple[Breakdown, ...], wanted: Owner) -> bool:
    return together(b.owner for b in found) in (wanted, Owner.SHARED)

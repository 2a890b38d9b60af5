"""The other way round: "where is OS patching on us?" → the services."""

from bot.answering.breakdown import layers, leading
from bot.model import Answer, Breakdown, Kind, Knowledge, Owner, Question, Service, Topic


def list_services(question: Question, knowledge: Knowledge) -> Answer:
    """Every service (and option that differs) in which the asked side works on the asked area."""
    wanted = question.side or Owner.CUSTOMER
    asked = question.areas[0].id
    claims: list[Breakdown] = []
    for service in knowledge.services.values():
        for option in (None, *service.options):
            found = _of_side(wanted, knowledge, service, option, asked)
            if found and (option is None or found.duty.level == "option"):
                claims.append(found)
    return Answer(
        Kind.LIST,
        question,
        knowledge.provider,
        wanted,
        breakdowns=tuple(claims),
        bundles=tuple(knowledge.bundles[id_] for id_ in (asked,) if id_ in knowledge.bundles),
        topic=Topic(areas=(asked,)),
    )


def _of_side(
    wanted: Owner, knowledge: Knowledge, service: Service, option: str | None, asked: str
) -> Breakdown | None:
    """The first layer of what is asked that the wanted side works on, alone or with the other."""
    found = leading(knowledge, asked, layers(knowledge, service, option, asked))
    return next((claim for claim in found if claim.owner in (wanted, Owner.SHARED)), None)

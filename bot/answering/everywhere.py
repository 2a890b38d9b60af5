"""What is one side's whatever the service: "which tasks are always ours?" → the areas, and where each is not."""

from bot.answering.breakdown import general
from bot.model import Answer, Everywhere, Kind, Knowledge, Owner, Question
from bot.model.lookup import duty, exists

_NEARLY = 0.95
"""Share of the services that have an area from which it is called one side's nearly everywhere. On this knowledge five areas of each side are
above, and the nearest below is at 0.91."""


def everywhere(question: Question, knowledge: Knowledge) -> Answer:
    """The areas in which the asked side alone works in all or nearly all services, each as it is commonly run; the
    most constant first.
    """
    wanted = question.side or Owner.CUSTOMER
    counted = (_counted(area, wanted, knowledge) for area in knowledge.areas)
    found = [one for one in counted if one.services and one.services >= _NEARLY * one.of]
    found.sort(key=lambda one: -one.services / one.of)
    return Answer(
        Kind.LIST,
        question,
        knowledge.provider,
        wanted,
        breakdowns=tuple(one.claim for one in found),
        everywhere=tuple(found),
    )


def _counted(area: str, wanted: Owner, knowledge: Knowledge) -> Everywhere:
    entries = [(s.name, duty(knowledge, s, None, area)) for s in knowledge.services.values()]
    there = [(name, entry.owner) for name, entry in entries if exists(entry)]
    others = tuple(name for name, owner in there if owner is not wanted)
    return Everywhere(general(knowledge, area), len(there), others)

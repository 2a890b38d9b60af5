"""A click knows what it asks about: ids → Question, without reading words that could be read another way."""

from bot.model import Intent, Knowledge, Match, Question, Topic

_CERTAIN = 100.0
_LONGEST = 500


def chosen_by_click(text: str, chosen: Topic, knowledge: Knowledge) -> Question | None:
    """The question about exactly `chosen`; None when the knowledge no longer has all of it.

    `text` is how the question reads, for people.
    """
    if not (chosen.services or chosen.areas) or not _known(chosen, knowledge):
        return None
    return Question(
        text=" ".join(text.split())[:_LONGEST],
        intent=Intent.WHO if chosen.areas else Intent.OVERVIEW,
        services=tuple(Match(key, "", _CERTAIN, option) for key, option in chosen.services),
        areas=tuple(Match(area, "", _CERTAIN) for area in chosen.areas),
        confidence=1.0,
        decision="answer",
    )


def _known(chosen: Topic, knowledge: Knowledge) -> bool:
    for key, option in chosen.services:
        service = knowledge.services.get(key)
        if service is None or (option and option not in service.options):
            return False
    return all(area in knowledge.areas or area in knowledge.bundles for area in chosen.areas)

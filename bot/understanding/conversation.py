"""Follow-ups: what a short message leaves out is taken from what the thread was about."""

from dataclasses import replace

from bot.model import Knowledge, Match, Topic
from bot.understanding.choosing import Chosen, option_of

_CARRY_WORDS = 9
"""A longer message is a new question."""


def carry_over(chosen: Chosen, previous: Topic | None, knowledge: Knowledge, words: int) -> Chosen:
    """Fill in the service, option or area that was left out. A message with both is a new topic."""
    if previous is None or words > _CARRY_WORDS or chosen.elsewhere:
        return chosen
    if not (chosen.services or chosen.areas or chosen.loose_options):
        return chosen
    chosen = _as_option(chosen, previous, knowledge)
    if not chosen.services and previous.services:
        chosen = replace(chosen, services=_carried_services(chosen, previous, knowledge))
    if not chosen.areas and previous.areas:
        chosen = replace(chosen, areas=tuple(Match(a, "", 100.0) for a in previous.areas))
    return chosen


def _carried_services(chosen: Chosen, previous: Topic, knowledge: Knowledge) -> tuple[Match, ...]:
    found = []
    for key, option in previous.services:
        if key in knowledge.services:
            named = option_of(knowledge.services[key], chosen.loose_options)
            found.append(Match(key, "", 100.0, named or option))
    return tuple(found)


def _as_option(chosen: Chosen, previous: Topic, knowledge: Knowledge) -> Chosen:
    """ "What about on Fargate?" after ECS: a way to run ECS, not the service Fargate."""
    for key, _ in previous.services:
        service = knowledge.services.get(key)
        option = option_of(service, chosen.loose_options) if service else None
        if option and len(chosen.services) == 1 and chosen.services[0].id != key:
            return replace(chosen, services=(Match(key, chosen.services[0].text, 100.0, option),))
    return chosen

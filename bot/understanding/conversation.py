"""Follow-ups: what a short message leaves out is taken from what the thread was about."""

from collections.abc import Sequence
from dataclasses import replace

from bot.model import Knowledge, Match, Topic
from bot.understanding.choosing import Chosen, option_of

_CARRY_WORDS = 9
"""A longer message is a new question."""
_SHORT = 3
"""A message of so few words says only what is new, however it begins."""

_OPENERS = frozenset(
    "and but also so ok okay or then no nope sorry hm same even except what how".split()
)
_POINTERS = frozenset(
    "it its that there those them they this same too also either ones one".split()
)
"""Words that lean on what was said before."""

WHY = frozenset(
    [
        "why",
        "why so",
        "how come",
        "says who",
        "how do you know",
        "source",
        "sources",
        "according to whom",
    ]
)
"""Asks for the reasons of the answer before."""


def still_there(topic: Topic | None, knowledge: Knowledge) -> Topic | None:
    """What is left of the topic: a thread may be older than the knowledge. None when nothing is."""
    if topic is None:
        return None
    services = tuple(
        (key, option if option in knowledge.services[key].options else None)
        for key, option in topic.services
        if key in knowledge.services
    )
    areas = tuple(a for a in topic.areas if a in knowledge.areas or a in knowledge.bundles)
    return Topic(services, areas) if services or areas else None


def leans(words: Sequence[str]) -> bool:
    """Whether a message leaves something to what was said before: "and on Fargate?", "is that true for Redshift too"."""
    if len(words) > _CARRY_WORDS:
        return False
    return len(words) <= _SHORT or words[0] in _OPENERS or not _POINTERS.isdisjoint(words)


def carry_over(
    chosen: Chosen, previous: Topic | None, knowledge: Knowledge, *, is_asking: bool
) -> Chosen:
    """Fill in the service, option or area that was left out of a message that leans on the one before.

    `is_asking`: it says whose job is asked for, so that even "so nothing for us then?" can lean; "thanks" cannot.
    """
    if previous is None or chosen.elsewhere:
        return chosen
    if not (is_asking or chosen.services or chosen.areas or chosen.loose_options):
        return chosen
    chosen = _as_option(chosen, previous, knowledge)
    if not chosen.services and previous.services:
        chosen = replace(chosen, services=_carried_services(chosen, previous, knowledge))
    if not chosen.areas and previous.areas:
        areas = tuple(Match(a, "", 100.0) for a in previous.areas)
        chosen = replace(chosen, areas=areas, evidence=_SURE, lead=_SURE)
    return replace(chosen, concepts=()) if chosen.services else chosen


_SURE = 10.0
"""Evidence for what the thread is about: it was said and answered."""


def _carried_services(chosen: Chosen, previous: Topic, knowledge: Knowledge) -> tuple[Match, ...]:
    found = []
    for key, option in previous.services:
        named = option_of(knowledge.services[key], chosen.loose_options)
        found.append(Match(key, "", 100.0, named or option))
    return tuple(found)


def _as_option(chosen: Chosen, previous: Topic, knowledge: Knowledge) -> Chosen:
    """ "What about on Fargate?" after ECS: a way to run ECS, not the service Fargate."""
    for key, _ in previous.services:
        option = option_of(knowledge.services[key], chosen.loose_options)
        if option and len(chosen.services) == 1 and chosen.services[0].id != key:
            return replace(chosen, services=(Match(key, chosen.services[0].text, 100.0, option),))
    return chosen

"""What every other matcher is given, and what it gives back.

All get the same names: of services with their aliases and those of their options, of areas and bundles with their
phrases. Two ways to use a matcher: on one list of whole sentences ("who patches Amazon RDS"), as one would first try, or
on two lists, one for the service and one for the area.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.model import Knowledge


class Entry(NamedTuple):
    """One text to match against, and what it stands for."""

    id: str
    text: str


@dataclass(frozen=True)
class Slot:
    """What was found for one half of a question, and how sure the matcher is."""

    ids: tuple[str, ...] = ()
    score: float = 0.0


@dataclass(frozen=True)
class Guess:
    """What a matcher reads in one message."""

    service: Slot
    area: Slot


Peer = Callable[[str], Guess]
Ranker = Callable[[str], tuple[str, float] | None]
"""A message → the id of the entry that fits best, and its score; None if nothing fits at all."""
Ranking = Callable[[Sequence[Entry]], Ranker]
"""Entries → a Ranker over them."""


def service_names(knowledge: Knowledge) -> list[Entry]:
    """Every name of every service; those of an option stand for the service."""
    entries = []
    for key, service in knowledge.services.items():
        names = [service.name, *service.aliases, *service.weak_aliases]
        names += [alias for option in service.options.values() for alias in option.aliases]
        entries += [Entry(key, name.casefold()) for name in names]
    return entries


def area_phrases(knowledge: Knowledge) -> list[Entry]:
    """Every name and phrase of every area and bundle."""
    groups = [*knowledge.areas.values(), *knowledge.bundles.values()]
    return [
        Entry(group.id, text.casefold())
        for group in groups
        for text in (group.name, *group.phrases)
    ]


def sentences(knowledge: Knowledge) -> list[Entry]:
    """ "who <area> <service>" for all pairs, and for each area and each service alone."""
    tasks = [(bundle.id, bundle.verb) for bundle in knowledge.bundles.values()]
    tasks += [(area.id, area.name) for area in knowledge.areas.values()]
    services = [(key, service.name) for key, service in knowledge.services.items()]
    pairs = [(f"{task[0]} {key[0]}", f"{task[1]} {key[1]}") for task in tasks for key in services]
    alone = [(f"{id_} ", name) for id_, name in tasks] + [
        (f" {id_}", name) for id_, name in services
    ]
    return [Entry(id_, f"who {text}".casefold()) for id_, text in pairs + alone]


def on_sentences(ranking: Ranking, knowledge: Knowledge) -> Peer:
    """A peer that looks for the nearest whole sentence."""
    rank = ranking(sentences(knowledge))

    def guess(text: str) -> Guess:
        found = rank(text)
        if found is None:
            return Guess(Slot(), Slot())
        area, service = found[0].split(" ")
        return Guess(slot(service, found[1]), slot(area, found[1]))

    return guess


def on_two_slots(ranking: Ranking, knowledge: Knowledge) -> Peer:
    """A peer that looks for the nearest service and the nearest area, each on its own."""
    service, area = ranking(service_names(knowledge)), ranking(area_phrases(knowledge))
    return lambda text: Guess(slot(*(service(text) or ())), slot(*(area(text) or ())))


def slot(id_: str = "", score: float = 0.0) -> Slot:
    return Slot((id_,), score) if id_ else Slot()

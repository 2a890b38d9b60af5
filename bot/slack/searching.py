"""What a person types into the Home tab's search → the services and ways to run them that it may mean, best first."""

from collections.abc import Iterable, Iterator

from bot.model import Knowledge, Option, Service
from bot.rendering.pages import choice, short_name
from bot.rendering.pieces import Block, option

MOST = 100
"""Options that Slack takes."""
_LONGEST = 80
"""Letters of the search that are looked at."""
_EXACT, _PREFIX, _WORD, _INSIDE = range(4)


def search(typed: str, knowledge: Knowledge) -> list[Block]:
    """Menu options for `typed`; without it, all services by name."""
    wanted = _plain(typed[:_LONGEST])
    found = sorted(_ranked(wanted, knowledge))
    return [option(label, value) for _, label, value in found[:MOST]]


def _ranked(wanted: str, knowledge: Knowledge) -> Iterator[tuple[int, str, str]]:
    """(rank, label, value) of everything that fits; ways to run a service only when something was typed."""
    for service in knowledge.services.values():
        rank = _rank(wanted, _names(service))
        if rank is not None:
            yield rank, service.name, choice(service)
        for way in service.options.values() if wanted else ():
            rank = _rank(wanted, (way.name, *way.aliases))
            if rank is not None:
                yield rank, _label(service, way), choice(service, way.id)


def _names(service: Service) -> Iterable[str]:
    return (service.name, short_name(service), *service.aliases, *service.weak_aliases)


def _label(service: Service, way: Option) -> str:
    name = short_name(service)
    return way.name if name.casefold() in way.name.casefold() else f"{name}: {way.name}"


def _rank(wanted: str, names: Iterable[str]) -> int | None:
    """The best way in which one of the names fits: it is it, starts with it, has a word that does, or holds it."""
    ranks = (_fit(wanted, _plain(name)) for name in names)
    return min((rank for rank in ranks if rank is not None), default=None)


def _fit(wanted: str, name: str) -> int | None:
    if name == wanted:
        return _EXACT
    if name.startswith(wanted):
        return _PREFIX
    if f" {wanted}" in name:
        return _WORD
    return _INSIDE if wanted in name else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())

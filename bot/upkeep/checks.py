"""What keeps the knowledge true: lints over files that already load. Every finding is a Problem with its mend."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from bot.answering.lookup import work
from bot.errors import Problem
from bot.model import Duty, Knowledge, Option, Place, Service, Source

STALE_AFTER_DAYS = 180
"""AWS moved several lines within half a year in 2025 and 2026 (RDS Custom, OpenSearch, EKS)."""
CONTESTED_STALE_AFTER_DAYS = 90


def check(knowledge: Knowledge, today: date) -> list[Problem]:
    """Every lint over the whole knowledge, sorted by place."""
    found = [*_service_lints(knowledge, today), *_alias_collisions(knowledge)]
    return sorted(set(found))


def duties(knowledge: Knowledge) -> Iterator[Duty]:
    """Every entry written in the files, services' and options' included."""
    for area in knowledge.areas.values():
        yield area.general
    for model in knowledge.models.values():
        yield from model.duties.values()
    for service in knowledge.services.values():
        yield from service.duties.values()
        for option in service.options.values():
            yield from option.duties.values()


def _problem(place: Place, what: str) -> Problem:
    return Problem(place.file, place.line, what)


def _service_lints(knowledge: Knowledge, today: date) -> Iterator[Problem]:
    for entry in duties(knowledge):
        yield from _source_lints(knowledge, entry, today)
    for service in knowledge.services.values():
        yield from _dead_weight(knowledge, service)
        for option in service.options.values():
            yield from _option_lints(service, option)


def _source_lints(knowledge: Knowledge, entry: Duty, today: date) -> Iterator[Problem]:
    limit = CONTESTED_STALE_AFTER_DAYS if entry.contested else STALE_AFTER_DAYS
    for source in entry.sources:
        if not _official(source, knowledge.provider.hosts):
            host = urlsplit(source.url).hostname
            yield _problem(entry.defined_at, f"source '{source.title}' is on {host}; cite an official page")
        age = (today - source.reviewed).days
        if age > limit:
            yield _problem(
                entry.defined_at,
                f"source '{source.title}' was reviewed {age} days ago; read it again (limit {limit})",
            )


def _official(source: Source, hosts: tuple[str, ...]) -> bool:
    return urlsplit(source.url).hostname in hosts


def _dead_weight(knowledge: Knowledge, service: Service) -> Iterator[Problem]:
    model = knowledge.models[service.model]
    for area, entry in service.duties.items():
        if work(entry) == work(model.duties[area]):
            yield _problem(
                entry.defined_at, f"'{area}' says what model '{model.id}' says; remove the entry"
            )


def _option_lints(service: Service, option: Option) -> Iterator[Problem]:
    if not (option.default or option.duties or option.described_by):
        yield _problem(option.place, f"option '{option.id}' changes nothing; say what differs or remove it")
    if not (option.default or option.aliases or option.words):
        yield _problem(option.place, f"nobody can ask for option '{option.id}'; give it aliases or words")
    for area, entry in option.duties.items():
        if area in service.duties and work(entry) == work(service.duties[area]):
            yield _problem(entry.defined_at, f"'{area}' says what the service says; remove the entry")


def _alias_collisions(knowledge: Knowledge) -> Iterator[Problem]:
    """One name, two services: the bot would have to guess."""
    owners: dict[str, Service] = {}
    for service in knowledge.services.values():
        for alias in {alias.casefold() for alias in (service.name, *service.aliases, *service.weak_aliases)}:
            other = owners.setdefault(alias, service)
            if other is not service:
                yield _problem(
                    service.place, f"alias '{alias}' also belongs to {other.key}; keep it in one file"
                )

"""What keeps the knowledge true: lints over files that already load. Every finding is a Problem with its mend."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from bot.answering import answer
from bot.answering.breakdown import chosen_option
from bot.answering.lookup import work
from bot.errors import Problem
from bot.model import Context, Duty, Example, Kind, Knowledge, Option, Place, Service
from bot.upkeep.names import name_problems

STALE_AFTER_DAYS = 180
"""AWS moved several lines within half a year in 2025 and 2026 (RDS Custom, OpenSearch, EKS)."""
CONTESTED_STALE_AFTER_DAYS = 90


def check(knowledge: Knowledge, today: date) -> list[Problem]:
    """Every lint over the whole knowledge, sorted by place."""
    found = [
        *_service_lints(knowledge, today),
        *name_problems(knowledge),
        *_examples_come_back(knowledge),
    ]
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
        yield from _source_lints(entry, today)
    for service in knowledge.services.values():
        yield from _dead_weight(knowledge, service)
        yield from _unsorted(service.duties.values())
        for option in service.options.values():
            yield from _option_lints(service, option)
            yield from _unsorted(option.duties.values())


def _unsorted(entries: Iterable[Duty]) -> Iterator[Problem]:
    """Areas stand in the order of the alphabet, those that are absent apart, so that everybody finds them."""
    found = list(entries)
    for group in (
        [e for e in found if e.absent_because],
        [e for e in found if not e.absent_because],
    ):
        for one, other in pairwise(group):
            if other.area < one.area and other.defined_at.line > one.defined_at.line:
                yield _problem(
                    other.defined_at, f"'{other.area}' stands after '{one.area}'; sort the areas"
                )


def _source_lints(entry: Duty, today: date) -> Iterator[Problem]:
    limit = CONTESTED_STALE_AFTER_DAYS if entry.contested else STALE_AFTER_DAYS
    for source in entry.sources:
        age = (today - source.reviewed).days
        if age > limit:
            yield _problem(
                entry.defined_at,
                f"source '{source.title}' was reviewed {age} days ago; read it again (limit {limit})",
            )


def _dead_weight(knowledge: Knowledge, service: Service) -> Iterator[Problem]:
    model = knowledge.models[service.model]
    for area, entry in service.duties.items():
        if work(entry) == work(model.duties[area]):
            yield _problem(
                entry.defined_at, f"'{area}' says what model '{model.id}' says; remove the entry"
            )


def _option_lints(service: Service, option: Option) -> Iterator[Problem]:
    if not (option.default or option.duties or option.described_by):
        yield _problem(
            option.place, f"option '{option.id}' changes nothing; say what differs or remove it"
        )
    if not (option.default or option.aliases or option.words):
        yield _problem(
            option.place, f"nobody can ask for option '{option.id}'; give it aliases or words"
        )
    for area, entry in option.duties.items():
        if area in service.duties and work(entry) == work(service.duties[area]):
            yield _problem(
                entry.defined_at, f"'{area}' says what the service says; remove the entry"
            )


def _examples_come_back(knowledge: Knowledge) -> Iterator[Problem]:
    """Each example question, asked, must be answered from its own entry."""
    for service in knowledge.services.values():
        for example in service.examples:
            wrong = _example_fault(knowledge, service, example)
            if wrong:
                yield _problem(example.place, f"'{example.ask}' {wrong}")


def _example_fault(knowledge: Knowledge, service: Service, example: Example) -> str:
    """What is wrong with the answer to the example; empty when it is right."""
    answered = answer(example.ask, Context(), knowledge)
    option = chosen_option(service, example.option)
    bundle = knowledge.bundles.get(example.area or "")
    areas = bundle.areas if bundle else (example.area,)
    mine = [
        claim
        for claim in answered.breakdowns
        if claim.service == service.key
        and (example.area is None or claim.area in areas)
        and (example.option is None or claim.option == option)
    ]
    if not mine or (example.area and answered.kind is Kind.OVERVIEW):
        asked = answered.question
        found = [f"{m.id} {m.option or ''}".strip() for m in asked.services]
        return (
            f"is not answered from here, but as {answered.kind.value}: {', '.join(found) or 'no service'};"
            f" {', '.join(m.id for m in asked.areas) or 'no area'}; reword it or add aliases or phrases"
        )
    owner = answered.owner if bundle else mine[0].owner
    if example.owner and owner is not example.owner:
        return f"is answered '{owner}', not '{example.owner}'"
    return ""

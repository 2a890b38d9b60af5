"""`whosejob eval FILE`: what became of each question of a file; counting.py adds it up.

A file is a YAML list; each row says what the message asks (`services`, `areas`, `concepts`) or that it is not for us
(`kind: decline`). Nothing is tuned here.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from bot.answering import answer
from bot.errors import KnowledgeError
from bot.knowledge.loader import problems_in
from bot.knowledge.strict_yaml import Document, read
from bot.model import Answer, Context, Intent, Kind, Knowledge, Owner, Question, Topic
from bot.model.lookup import default_option


class Outcome(StrEnum):
    """What became of one question."""

    RIGHT = "right"
    OFFERED = "offered"
    """Asked back, with the right question among the buttons."""
    ASKED = "asked back"
    """Asked back without it."""
    SILENT = "silent"
    WRONG = "wrong"
    QUIET = "quiet"
    """Out of scope and not answered."""
    FALSE = "answered"
    """Out of scope and answered all the same."""


def _slots(value: object) -> object:
    """`[a, b]`: two tasks; `{any: [a, b]}`: one task with two good names; `[[a, b], [c]]`: both."""
    if isinstance(value, dict) and set(value) == {"any"}:
        return [value["any"]]
    if isinstance(value, list):
        return [[item] if isinstance(item, str) else item for item in value]
    return value


def _texts(value: object) -> object:
    """One text, or several."""
    return [value] if isinstance(value, str) else value


class Row(BaseModel):
    """One question and what it asks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ask: str
    kind: Literal[
        "ownership",
        "general",
        "overview",
        "comparison",
        "list",
        "explanation",
        "why",
        "decline",
    ]
    services: tuple[str, ...] = ()
    services_any: tuple[tuple[str, ...], ...] = ()
    """Other readings of which services are meant."""
    areas: Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_slots)] = ()
    concepts: tuple[str, ...] = ()
    option: dict[str, str] = {}
    """Service → the deployment option that is named."""
    side: Literal["provider", "customer"] | None = None
    """Whose part a list asks for; not looked at when left out."""
    before: Annotated[tuple[str, ...], BeforeValidator(_texts)] = ()
    """What was asked before in the same thread, in order."""
    shape: str = ""
    """The class it is counted in; its kind if left out."""
    role: str = ""

    @property
    def readings(self) -> tuple[tuple[str, ...], ...]:
        """Each good reading of which services are meant; `()` is none, good only where no other is told or the task is general."""
        is_open = self.kind == "general" or not self.services_any
        first = (self.services,) if self.services or is_open else ()
        return (*first, *self.services_any)

    @property
    def half(self) -> str:
        """`dev` or `test`, by a hash of the first question of its thread: the rule that no tuning can bend."""
        first = (*self.before, self.ask)[0]
        return HALVES[int(hashlib.sha256(first.encode()).hexdigest(), 16) % 2]


HALVES = ("dev", "test")


def rows(path: Path) -> list[Row]:
    """The questions of a file; KnowledgeError names every bad row as file:line."""
    return rows_of(read(path, path.as_posix(), ends_marked=False))


def rows_of(document: Document) -> list[Row]:
    """The questions of a file that was read."""
    try:
        return TypeAdapter(list[Row]).validate_python(document.data)
    except ValidationError as error:
        raise KnowledgeError(list(problems_in(error, document, Row))) from None


@dataclass(frozen=True, slots=True)
class Asked:
    """One row, what was answered, and what that is worth."""

    row: Row
    answer: Answer
    outcome: Outcome
    would_fit: bool
    """Whether the reading was right, answered or not: what confidence is measured against."""
    misleads: bool
    """Whether it was answered wrong, and a task that was asked for is nobody's of those whom the answer names."""


def run(row: Row, knowledge: Knowledge) -> Asked:
    """Ask one question."""
    answered = answer(row.ask, Context(topic_after(row.before, knowledge)), knowledge)
    would_fit = row.kind != "decline" and fits(row, answered, knowledge)
    outcome = _outcome(row, answered, knowledge, fit=would_fit)
    misleads = outcome is Outcome.WRONG and _misleads(row, answered, knowledge)
    return Asked(row, answered, outcome, would_fit, misleads)


def topic_after(asked: Iterable[str], knowledge: Knowledge) -> Topic | None:
    """What a thread is about when these were asked one after the other."""
    topic = None
    for text in asked:
        found = answer(text, Context(topic), knowledge).topic
        topic = topic if found.is_empty else found
    return topic


def _outcome(row: Row, answered: Answer, knowledge: Knowledge, *, fit: bool) -> Outcome:
    silent = answered.kind in (Kind.DECLINE, Kind.HELP, Kind.ERROR)
    if row.kind == "decline":
        return Outcome.QUIET if silent or answered.kind is Kind.CLARIFY else Outcome.FALSE
    if not silent and answered.kind is not Kind.CLARIFY:
        return Outcome.RIGHT if fit else Outcome.WRONG
    offers = (
        answer(s.question, Context(exactly=s.exactly), knowledge) for s in answered.suggestions
    )
    if any(fits(row, offer, knowledge) for offer in offers):
        return Outcome.OFFERED
    return Outcome.ASKED if answered.kind is Kind.CLARIFY else Outcome.SILENT


_LISTS = (Kind.LIST, Kind.CLARIFY, Kind.DECLINE)


def fits(row: Row, answered: Answer, knowledge: Knowledge) -> bool:
    """The services exactly and every task once, a bundle standing for its areas; for a term, the term. "Which of S3 and RDS ..."
    is a list, and answered service by service.
    """
    question = answered.question
    if row.kind == "explanation":
        found = {match.id for match in question.concepts}
        return answered.kind is Kind.EXPLANATION and bool(found & set(row.concepts))
    if row.kind == "why":
        return question.intent is Intent.WHY
    if row.kind == "list" and not row.services and answered.kind not in _LISTS:
        return False
    if row.side and row.side != (question.side or Owner.CUSTOMER):
        return False
    services = {match.id for match in question.services}
    if services not in map(set, row.readings):
        return False
    return same_tasks([m.id for m in question.areas], row.areas, knowledge) and _options_fit(
        row, question, knowledge
    )


def same_tasks(asked: Sequence[str], wanted: Sequence[Sequence[str]], knowledge: Knowledge) -> bool:
    """Whether every task that is wanted is named by an area, and no area is beside the point."""
    covered = all(any(_names(one, slot, knowledge) for one in asked) for slot in wanted)
    return covered and all(any(_names(one, slot, knowledge) for slot in wanted) for one in asked)


def _names(asked: str, slot: Iterable[str], knowledge: Knowledge) -> bool:
    """The same id, or one is the bundle the other belongs to."""

    def parts(id_: str) -> set[str]:
        bundle = knowledge.bundles.get(id_)
        return {id_, *(bundle.areas if bundle else ())}

    return any(one in parts(asked) or asked in parts(one) for one in slot)


def _options_fit(row: Row, question: Question, knowledge: Knowledge) -> bool:
    """A named option must be the one read; none read is the default one."""
    read_as = {match.id: match.option for match in question.services}
    return row.kind == "comparison" or all(
        (read_as[key] or _default(key, knowledge)) == option
        for key, option in row.option.items()
        if key in read_as
    )


def _default(key: str, knowledge: Knowledge) -> str | None:
    option = default_option(knowledge.services[key])
    return option.id if option else None


def _misleads(row: Row, answered: Answer, knowledge: Knowledge) -> bool:
    """An answer about another service, or about passwords in place of accounts, is wrong, but "we do" may be true of both; one of two
    tasks alone misleads where the other is another side's. Where no task is asked for (a whole split, a term), no side is claimed.
    """
    told = _sides(answered)
    return any(told.isdisjoint(sides) for sides in _wanted_sides(row, knowledge))


def _wanted_sides(row: Row, knowledge: Knowledge) -> Iterator[set[Owner]]:
    """For each task in each service, the sides that its good readings name."""
    for key in row.readings[0] or (None,):
        services = ((key, row.option.get(key)),) if key else ()
        for slot in row.areas:
            asked = (Context(exactly=Topic(services, (area,))) for area in slot)
            yield {side for one in asked for side in _sides(answer(row.ask, one, knowledge))}


def _sides(answered: Answer) -> set[Owner]:
    sides = {breakdown.owner for breakdown in answered.breakdowns}
    return sides | ({answered.owner} if answered.owner else set())


def as_data(asked: Asked) -> dict[str, Any]:
    """One question with its outcome, ready for json.dumps: for looking at what went wrong."""
    question = asked.answer.question
    return {
        "ask": asked.row.ask,
        "outcome": asked.outcome.value,
        "kind": asked.row.kind,
        "wanted": {
            "services": asked.row.services,
            "areas": asked.row.areas,
            "concepts": asked.row.concepts,
        },
        "read": {
            "services": [match.id for match in question.services],
            "areas": [match.id for match in question.areas],
            "concepts": [match.id for match in question.concepts],
        },
        "decision": question.decision,
        "reason": question.reason,
        "confidence": question.confidence,
        "misleads": asked.misleads,
    }

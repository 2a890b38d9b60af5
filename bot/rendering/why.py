"""Answer → why it is what it is, as plain data: what was understood, and where each claim is written."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.model import Answer, Breakdown, Knowledge, Level, Match, Question, Service, Source
from bot.rendering import headlines
from bot.rendering.words import owner_word

MOST_CLAIMS = 12


@dataclass(frozen=True, slots=True)
class Understood:
    """One thing that the question was read to be about."""

    what: str
    """service, area or term."""
    id: str
    name: str
    """For people, the way to run it included."""
    option: str | None
    """Its id."""
    read_from: str
    """The words it was read from; or where else it came from."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claim and where it comes from."""

    name: str
    """Where and what: "Amazon RDS: guest operating system patching"."""
    owner: str
    level: str
    """How near to the question it was written, in words."""
    place: str
    """file:line."""
    verified: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Everything behind an answer."""

    question: str
    headline: str
    understood: tuple[Understood, ...]
    corrections: tuple[tuple[str, str], ...]
    """(what was written, what it was read as)."""
    not_understood: tuple[str, ...]
    confidence: float
    decision: str
    claims: tuple[Claimed, ...]
    """What the headline speaks of; at most 12."""


def explain(answer: Answer, knowledge: Knowledge) -> Why:
    """Why `answer` says what it says; `knowledge` gives the names of what was understood but not answered."""
    question = answer.question
    claims = (answer.headline_of or answer.breakdowns)[:MOST_CLAIMS]
    reason = f" ({question.reason})" if question.reason else ""
    return Why(
        question=question.text,
        headline=headlines.headline(answer),
        understood=tuple(_understood(answer.question, knowledge)),
        corrections=tuple((r.wrote, r.read) for r in question.repairs),
        not_understood=question.leftovers,
        confidence=question.confidence,
        decision=f"{question.decision}{reason}",
        claims=(*(_claimed(answer, claim) for claim in claims), *_explained(answer)),
    )


def _understood(question: Question, knowledge: Knowledge) -> Iterable[Understood]:
    for match in question.services:
        name = _named(knowledge.services.get(match.id), match)
        yield Understood("service", match.id, name, match.option, _from(match))
    for match in question.areas:
        yield Understood("area", match.id, _area(knowledge, match.id), None, _from(match))
    for match in question.concepts:
        name = knowledge.concepts[match.id].name if match.id in knowledge.concepts else match.id
        yield Understood("term", match.id, name, None, _from(match))


def _area(knowledge: Knowledge, area: str) -> str:
    held = knowledge.bundles.get(area) or knowledge.areas.get(area)
    return held.name if held else area


def _named(service: Service | None, match: Match) -> str:
    """The service and the way to run it; only its id where it has no name."""
    if service is None:
        return match.id
    return f"{service.name}, {service.options[match.option].name}" if match.option else service.name


def _from(match: Match) -> str:
    """A match without words came from a click or from what the thread was about."""
    return f"from “{match.text}”" if match.text else "from what was clicked or asked before"


_LEVELS = {
    Level.OPTION: "written for this way to run it",
    Level.SERVICE: "written for this service",
    Level.MODEL: "written for every service of this kind",
    Level.GENERAL: "the general rule",
}


def _claimed(answer: Answer, claim: Breakdown) -> Claimed:
    where = f"{headlines.place(claim)}: " if claim.service else ""
    return Claimed(
        name=f"{where}{claim.area_name}",
        owner=owner_word(answer, claim.owner, claim),
        level=_LEVELS[claim.duty.level],
        place=str(claim.duty.defined_at),
        verified=claim.duty.verified,
        sources=claim.duty.sources,
    )


def _explained(answer: Answer) -> Iterable[Claimed]:
    for concept in answer.concepts:
        owner = owner_word(answer, concept.owner) if concept.owner else "no owner"
        place = str(concept.place)
        yield Claimed(concept.name, owner, "an explanation", place, True, concept.sources)

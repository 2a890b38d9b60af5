"""Answer → why it is what it is, as plain data: what was understood, and where each claim is written."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.model import (
    Answer,
    Breakdown,
    Intent,
    Knowledge,
    Level,
    Match,
    Question,
    Service,
    Source,
)
from bot.rendering import headlines
from bot.rendering.words import owner_word
from bot.understanding.confidence import CLARIFY_FROM, SURE_FROM

MOST_CLAIMS = 12


@dataclass(frozen=True, slots=True)
class Understood:
    """One thing that the question was read to be about."""

    what: str
    """service, area or term; list where all services are meant."""
    id: str
    name: str
    """For people, the way to run it included."""
    option: str | None
    """Its id."""
    read_from: str
    """From which words, and for an area how surely: "from “patches”, belief 75 %"; or where else it came from."""


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
    runners_up: tuple[str, ...]
    """Names of the areas that came next, likeliest first."""
    corrections: tuple[tuple[str, str], ...]
    """(what was written, what it was read as)."""
    not_understood: tuple[str, ...]
    confidence: float
    decision: str
    """What was done and why, for people: "asked back, because the words fit more than one: ..."."""
    claims: tuple[Claimed, ...]
    """What the headline speaks of; at most 12."""


def explain(answer: Answer, knowledge: Knowledge) -> Why:
    """Why `answer` says what it says; `knowledge` gives the names of what was understood but not answered."""
    question = answer.question
    claims = (answer.headline_of or answer.breakdowns)[:MOST_CLAIMS]
    return Why(
        question=question.text,
        headline=headlines.headline(answer),
        understood=tuple(_understood(answer.question, knowledge)),
        runners_up=tuple(_area(knowledge, id_) for id_ in _runners_up(question, knowledge)),
        corrections=tuple((r.wrote, r.read) for r in question.repairs),
        not_understood=question.leftovers,
        confidence=question.confidence,
        decision=f"{_DONE[question.decision]}, because {_because(question, knowledge)}",
        claims=(*(_claimed(answer, claim) for claim in claims), *_explained(answer)),
    )


def _understood(question: Question, knowledge: Knowledge) -> Iterable[Understood]:
    if _is_everywhere(question):
        yield Understood("list", "everywhere", "What is so whatever the service", None, _FROM_ALL)
    for match in question.services:
        name = _named(knowledge.services.get(match.id), match)
        yield Understood("service", match.id, name, match.option, _from(match))
    for match in question.areas:
        belief = "" if _is_carried(match) else f", belief {match.score:.0f} %"
        name = _area(knowledge, match.id)
        yield Understood("area", match.id, name, None, f"{_from(match)}{belief}")
    for match in question.concepts:
        name = knowledge.concepts[match.id].name if match.id in knowledge.concepts else match.id
        read_from = _from(match) if match.text else _FROM_ALL
        yield Understood("term", match.id, name, None, read_from)


def _is_everywhere(question: Question) -> bool:
    is_bare = not (question.services or question.areas)
    return question.intent is Intent.LIST and question.decision == "answer" and is_bare


def _runners_up(question: Question, knowledge: Knowledge) -> Iterable[str]:
    """The guesses that were not taken: none beside what no word had to tell, nor an area of the bundle that was taken."""
    read_here = [match for match in question.areas if not _is_carried(match)]
    if question.decision == "answer" and not read_here:
        return ()
    taken = {match.id for match in question.areas}
    bundles = (knowledge.bundles[id_] for id_ in taken if id_ in knowledge.bundles)
    inside = {area for bundle in bundles for area in bundle.areas}
    return (id_ for id_ in question.guesses if id_ not in taken | inside)


def _area(knowledge: Knowledge, area: str) -> str:
    held = knowledge.bundles.get(area) or knowledge.areas.get(area)
    return held.name if held else area


def _named(service: Service | None, match: Match) -> str:
    """The service and the way to run it; only its id where it has no name."""
    if service is None:
        return match.id
    return f"{service.name}, {service.options[match.option].name}" if match.option else service.name


_FROM_ALL = "from the words together"


def _from(match: Match) -> str:
    if match.text:
        return f"from “{match.text}”"
    return "from what was clicked or asked before" if _is_carried(match) else _FROM_ALL


def _is_carried(match: Match) -> bool:
    """What comes from a click or from what the thread was about is certain, and no word stands for it."""
    return not match.text and match.score >= 100


_DONE = {"answer": "answered", "clarify": "asked back", "decline": "declined"}
_REASONS = {
    "empty": "there was nothing to read",
    "help": "it asks for help",
    "nothing_found": "no service, task or term was found",
    "elsewhere": "it names a product of somebody else",
    "how_to": "it asks how something is done, not whose job it is",
    "price": "it asks what something costs, not whose job it is",
    "live_state": "it asks what is running now, not whose job it is",
    "history": "it asks what somebody did, not whose job it is",
    "chat": "it is small talk",
}


def _because(question: Question, knowledge: Knowledge) -> str:
    """The reason for the decision; without one of its own, confidence against its two thresholds."""
    if question.reason == "tie":
        rivals = (_named(knowledge.services.get(match.id), match) for match in question.rivals)
        return f"the words fit more than one: {'; '.join(rivals)}"
    if question.reason in _REASONS:
        return _REASONS[question.reason]
    if question.decision == "answer":
        found = (*question.services, *question.areas)
        clicked = bool(found) and question.confidence == 1 and all(map(_is_carried, found))
        doubt = "" if question.confidence >= SURE_FROM else f", with doubt (below {SURE_FROM:.2f})"
        enough = f"it is sure enough (from {question.needed:.2f}){doubt}"
        return "it was chosen by a click" if clicked else enough
    if question.decision == "clarify":
        return f"it is too unsure to answer (from {question.needed:.2f}), but sure enough to ask (from {CLARIFY_FROM:.2f})"
    return f"it is too unsure even to ask back (from {CLARIFY_FROM:.2f})"


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

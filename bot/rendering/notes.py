"""What is said below an answer."""

from collections.abc import Iterable

from bot.model import Answer, Intent, Kind, Level, Owner
from bot.rendering import headlines, refusals
from bot.rendering.headlines import continued

MOST_ROWS = 12
"""Claims that one reply shows."""


def notes(answer: Answer) -> Iterable[str]:
    """What was repaired, assumed or left out, and where it differs."""
    yield from (f"I read “{r.wrote}” as “{r.read}”." for r in answer.question.repairs)
    if answer.kind in refusals.TITLES:
        return
    yield from _assumed(answer)
    if answer.question.missed:
        missed = " and ".join(f"“{words}”" for words in dict.fromkeys(answer.question.missed))
        yield f"Not answered here: {missed}. Ask for that alone, or in other words."
    if answer.question.intent is Intent.WHY:
        yield from _reasons(answer)
    for note in dict.fromkeys(b.lifecycle.note for b in answer.breakdowns if b.lifecycle):
        yield f"{note}."
    if answer.by_model:
        yield headlines.split_by_model(answer)
    elif answer.breakdowns and not answer.breakdowns[0].service:
        yield "This is the general rule: no service was named, and a service can differ."
    yield from _differs(answer)
    if any(not b.duty.verified for b in answer.breakdowns[:MOST_ROWS]):
        yield "Not everything here has been held against its source yet."
    if answer.question.team:
        yield "Which of our teams that is, I do not know: no organisation folder is set up."
    if answer.question.legal:
        yield "This says who does the work. It is not legal advice; ask your legal team about liability."


_LEVELS = {
    Level.OPTION: "this way to run the service has an entry of its own, which wins over every wider one",
    Level.SERVICE: "the service has an entry of its own, which wins over its kind's",
    Level.MODEL: "the service says nothing of its own here, so the entry of its kind holds",
    Level.GENERAL: "no service was named, so the general rule holds",
}


def _reasons(answer: Answer) -> Iterable[str]:
    """Where each claim comes from, for "why?"."""
    for claim in (answer.headline_of or answer.breakdowns)[:MOST_ROWS]:
        yield f"Why, {continued(claim.label)}: {_LEVELS[claim.duty.level]} ({claim.duty.defined_at})."


def _assumed(answer: Answer) -> Iterable[str]:
    names = {service.key: service.name for service in answer.services}
    for match in answer.question.services:
        if match.weak and match.id in names:
            yield f"I took “{match.text}” to mean {names[match.id]}."


def _differs(answer: Answer) -> Iterable[str]:
    """Options in which another side must act, for the headline's areas."""
    if answer.kind is not Kind.OWNERSHIP:
        return
    told: dict[str, list[str]] = {}
    for claim in answer.headline_of:
        for flip in (f for f in claim.flips if f.owner is not claim.owner):
            word = headlines.side(answer.provider.name, flip.owner).lower()
            word = answer.provider.name if flip.owner is Owner.PROVIDER else word
            where = f"{continued(claim.label)}: {word}" if len(answer.headline_of) > 1 else word
            told.setdefault(flip.name, []).append(where)
    for name, owners in told.items():
        yield f"Differs on {name}: {', '.join(dict.fromkeys(owners))}."

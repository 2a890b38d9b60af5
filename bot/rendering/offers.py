"""What can be asked next with one click: other ways to run the service, all of the service, examples."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answering.suggesting import area_name, spoken_name
from bot.model import Answer, Kind, Knowledge, Topic
from bot.rendering import refusals
from bot.rendering.carried import Carried

MOST_OPTIONS = 3
MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A button that asks."""

    label: str
    asks: Carried


def offers(answer: Answer, knowledge: Knowledge) -> tuple[Offer, ...]:
    """The questions to offer below `answer`, best first. Clicks ask exactly them; nothing is read from their words."""
    if answer.kind is Kind.HELP:
        return tuple(Offer(e, Carried(e)) for e in refusals.EXAMPLES[:MOST_EXAMPLES])
    meant = tuple(
        Offer(s.label, Carried(s.question, exactly=s.exactly)) for s in answer.suggestions
    )
    if answer.kind is not Kind.OWNERSHIP:
        return meant
    others = {offer.asks.exactly: offer for offer in _options(answer, knowledge)}
    return (*meant, *list(others.values())[:MOST_OPTIONS], *_whole(answer))


def _options(answer: Answer, knowledge: Knowledge) -> Iterable[Offer]:
    """The same areas on each option that differs."""
    asked = tuple(match.id for match in answer.question.areas)
    for claim in answer.headline_of:
        for flip in claim.flips:
            service = knowledge.services[claim.service or ""]
            what = " and ".join(area_name(knowledge, area) for area in asked)
            text = f"who is responsible for {what} on {spoken_name(service, flip.option)}?"
            chosen = Topic(((service.key, flip.option),), asked)
            yield Offer(flip.name, Carried(text, exactly=chosen))


def _whole(answer: Answer) -> Iterable[Offer]:
    """Everything about the one service."""
    if len(answer.services) == 1:
        claim = answer.breakdowns[0]
        service = answer.services[0]
        name = spoken_name(service, claim.option)
        chosen = Topic(((service.key, claim.option),))
        yield Offer(f"All of {name}", Carried(f"who does what on {name}?", exactly=chosen))

"""`answer(text, context, knowledge)`: the only door. Pure: no file, no clock, no network, no Slack."""

from dataclasses import replace

from bot.answering.breakdown import breakdown, chosen_option, general, layers, leading, together
from bot.answering.clicked import chosen_by_click
from bot.answering.comparing import compare
from bot.answering.everywhere import everywhere
from bot.answering.listing import list_services
from bot.answering.moving import move
from bot.answering.suggesting import for_guess, for_rivals, other_readings, topic_of
from bot.model import (
    Answer,
    Breakdown,
    Context,
    Intent,
    Kind,
    Knowledge,
    Owner,
    Question,
    Service,
    Topic,
)
from bot.model.lookup import exists
from bot.understanding.confidence import SURE_FROM
from bot.understanding.question import understand

MOST_SERVICES = 4
"""Services answered in one message; more is a list."""
_MOST_TERMS = 3
"""Terms explained in one message: the model has three kinds of controls."""


def answer(text: str, context: Context, knowledge: Knowledge) -> Answer:
    """The whole reply to one message, as facts. Never raises for anything a person can type."""
    answered = _answer(text, context, knowledge)
    return replace(answered, topic=answered.topic.after(context.previous))


def _answer(text: str, context: Context, knowledge: Knowledge) -> Answer:
    chosen = chosen_by_click(text, context.exactly, knowledge) if context.exactly else None
    question = chosen or understand(text, knowledge, context.previous)
    if question.intent is Intent.HELP:
        return Answer(Kind.HELP, question, knowledge.provider)
    if question.decision == "clarify":
        return _ask_back(question, knowledge)
    if question.decision == "decline":
        return _decline(question, knowledge, is_first=context.previous is None)
    claims = _claims(question, knowledge)
    if question.confidence >= SURE_FROM:
        return claims
    return replace(claims, suggestions=other_readings(knowledge, question))


def _decline(question: Question, knowledge: Knowledge, *, is_first: bool) -> Answer:
    """A line that says no. What it named is what the thread is about, where that was nothing yet: "who broke Grafana? ok, who upgrades it?"."""
    has_place = question.reason == "unknown_words" and bool(question.services)
    is_near = has_place or question.reason in _NEAR_REASONS
    near = for_guess(knowledge, question) if is_near else ()
    named = Topic(topic_of(question).services) if is_first else Topic()
    return Answer(Kind.DECLINE, question, knowledge.provider, suggestions=near[:1], topic=named)


_NEAR_REASONS = frozenset({"how_to", "price", "live_state", "history"})


def _ask_back(question: Question, knowledge: Knowledge) -> Answer:
    offers = for_rivals(knowledge, question) or for_guess(knowledge, question)
    read = topic_of(question)
    understood = Topic() if question.rivals else Topic(read.services, read.areas[:1])
    return Answer(Kind.CLARIFY, question, knowledge.provider, suggestions=offers, topic=understood)


def _claims(question: Question, knowledge: Knowledge) -> Answer:
    services = tuple(knowledge.services[m.id] for m in question.services[:MOST_SERVICES])
    if question.concepts and not services and (not question.areas or _explains(question)):
        return _explain(question, knowledge)
    if question.intent is Intent.LIST and not services:
        return (
            list_services(question, knowledge)
            if question.areas
            else everywhere(question, knowledge)
        )
    if question.intent is Intent.MOVE and len(question.services) > 1:
        source, target = zip(services[:2], (m.option for m in question.services[:2]), strict=True)
        return move(question, source, target, knowledge)
    if question.intent is Intent.COMPARE and len(question.services) > 1:
        return compare(question, services, knowledge)
    if not services:
        return _general(question, knowledge)
    if not question.areas:
        return _overview(question, services, knowledge)
    return _ownership(question, services, knowledge)


def _explains(question: Question) -> bool:
    return question.intent is Intent.EXPLAIN


def _explain(question: Question, knowledge: Knowledge) -> Answer:
    concepts = tuple(knowledge.concepts[match.id] for match in question.concepts)
    owner = concepts[0].owner if len(concepts) == 1 else None
    return Answer(
        Kind.EXPLANATION, question, knowledge.provider, owner, concepts=concepts[:_MOST_TERMS]
    )


def _general(question: Question, knowledge: Knowledge) -> Answer:
    claims = tuple(general(knowledge, match.id) for match in question.areas)
    return Answer(
        Kind.OWNERSHIP,
        question,
        knowledge.provider,
        _one_owner(claims),
        claims,
        headline_of=claims,
        by_model=_by_model(question, knowledge),
        topic=topic_of(question),
    )


def _by_model(question: Question, knowledge: Knowledge) -> tuple[tuple[str, Owner], ...]:
    """The owner in each kind of service, where it differs between them. For one area only."""
    area = question.areas[0].id
    if len(question.areas) > 1 or area in knowledge.bundles:
        return ()
    split = tuple((m.name, m.duties[area].owner) for m in knowledge.models.values())
    return split if len({owner for _, owner in split}) > 1 else ()


def _ownership(question: Question, services: tuple[Service, ...], knowledge: Knowledge) -> Answer:
    claims: list[Breakdown] = []
    heads: list[Breakdown] = []
    owners: list[Owner] = []
    for service, match in zip(services, question.services, strict=False):
        option = chosen_option(service, match.option)
        for asked in question.areas:
            found = layers(knowledge, service, option, asked.id)
            lead = leading(knowledge, asked.id, found)
            claims.extend(b for b in found if b not in claims)
            heads.extend(b for b in lead if b not in heads)
            owners.append(together(b.owner for b in lead))
    return Answer(
        kind=Kind.OWNERSHIP,
        question=question,
        provider=knowledge.provider,
        owner=owners[0] if len(set(owners)) == 1 else None,
        breakdowns=tuple(claims),
        bundles=tuple(knowledge.bundles[m.id] for m in question.areas if m.id in knowledge.bundles),
        headline_of=tuple(heads),
        services=services,
        topic=topic_of(question),
    )


def _one_owner(claims: tuple[Breakdown, ...]) -> Owner | None:
    owners = {claim.owner for claim in claims}
    return owners.pop() if len(owners) == 1 else None


def _overview(question: Question, services: tuple[Service, ...], knowledge: Knowledge) -> Answer:
    """Every area of the service, its own entries first."""
    claims: list[Breakdown] = []
    for service, match in zip(services, question.services, strict=False):
        option = chosen_option(service, match.option)
        found = [breakdown(knowledge, service, option, area) for area in knowledge.areas]
        there = [b for b in found if exists(b.duty)]
        claims.extend(sorted(there, key=lambda b: _LEVEL_ORDER[b.duty.level]))
    return Answer(
        Kind.OVERVIEW,
        question,
        knowledge.provider,
        breakdowns=tuple(claims),
        services=services,
        topic=topic_of(question),
    )


_LEVEL_ORDER = {"option": 0, "service": 1, "model": 2, "general": 3}

"""Answer → the public JSON object (docs/ask-json.md). Fields may be added; none is renamed or dropped."""

from typing import Any

from bot.model import Answer, Breakdown, Match, Source
from bot.rendering.plain import draw
from bot.rendering.words import compose

SCHEMA = 1


def as_json(answer: Answer, asked: str) -> dict[str, Any]:
    """The reply to `asked` as plain data, ready for json.dumps."""
    reply = compose(answer)
    question = answer.question
    return {
        "schema": SCHEMA,
        "question": asked,
        "kind": answer.kind.value,
        "headline": reply.headline,
        "owner": answer.owner.value if answer.owner else None,
        "breakdowns": [breakdown(claim) for claim in answer.breakdowns],
        "understood": {
            "intent": question.intent.value,
            "services": [_service(answer, match) for match in question.services],
            "areas": [_match(match) for match in question.areas],
            "confidence": question.confidence,
            "decision": question.decision,
            "reason": question.reason,
            "repairs": [{"wrote": r.wrote, "read": r.read} for r in question.repairs],
            "leftovers": list(question.leftovers),
        },
        "notes": [*([reply.doubt] if reply.doubt else []), *reply.notes],
        "suggestions": [{"label": s.label, "question": s.question} for s in reply.suggestions],
        "sources": [_source(source) for source in reply.sources],
        "text": draw(reply),
    }


def error(asked: str, what: str) -> dict[str, Any]:
    """The object for a line that could not be asked."""
    return {
        "schema": SCHEMA,
        "question": asked,
        "kind": "error",
        "headline": what,
        "owner": None,
        "breakdowns": [],
        "understood": {"intent": None, "services": [], "areas": [], "confidence": 0.0},
        "suggestions": [],
        "text": what,
    }


def breakdown(claim: Breakdown) -> dict[str, Any]:
    """One claim as plain data."""
    duty = claim.duty
    third = duty.third_party
    return {
        "provider": claim.provider,
        "service": claim.service,
        "service_name": claim.service_name,
        "option": claim.option,
        "area": claim.area,
        "area_name": claim.area_name,
        "owner": claim.owner.value,
        "provider_does": list(duty.provider),
        "customer_does": list(duty.customer),
        "customer_chooses": list(duty.choices),
        "third_party": {"name": third.name, "does": list(third.does)} if third else None,
        "absent_because": duty.absent_because,
        "default_state": duty.default_state,
        "if_we_do_nothing": duty.if_we_do_nothing,
        "team": None,
        "contested": bool(duty.contested),
        "claims": [{"says": c.says, "source": _source(c.source)} for c in duty.contested],
        "flips": [
            {"option": f.option, "name": f.name, "owner": f.owner.value} for f in claim.flips
        ],
        "sources": [_source(source) for source in duty.sources],
        "verified": duty.verified,
        "level": duty.level.value,
        "defined_at": str(duty.defined_at),
    }


def _source(source: Source) -> dict[str, str]:
    return {"title": source.title, "url": source.url, "reviewed": source.reviewed.isoformat()}


def _match(match: Match) -> dict[str, Any]:
    return {"id": match.id, "text": match.text, "score": match.score}


def _service(answer: Answer, match: Match) -> dict[str, Any]:
    names = {service.key: service.name for service in answer.services}
    return {**_match(match), "name": names.get(match.id, match.id), "option": match.option}

"""Question in, message out: the flow, written once for every way that Slack can ask."""

import logging
import time
from dataclasses import dataclass
from typing import Any

from bot.answering import answer
from bot.model import Answer, Context, Kind, Knowledge
from bot.rendering.blocks import message
from bot.store.store import Store

_log = logging.getLogger(__name__)

_MISSES = (Kind.CLARIFY, Kind.DECLINE)


@dataclass(frozen=True, slots=True)
class Desk:
    """What answering needs: the knowledge in service and the store."""

    knowledge: Knowledge
    store: Store


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as Slack brought it."""

    text: str
    way: str
    """command, mention, dm or click; for the log."""
    thread: str | None = None
    """The conversation it belongs to; None where Slack has no threads (slash commands)."""


async def reply(asked: Asked, desk: Desk) -> dict[str, Any]:
    """`{"text": ..., "blocks": [...]}` for what was asked. Remembers the topic and the miss; sends nothing."""
    started = time.perf_counter()
    previous = await desk.store.topic(asked.thread) if asked.thread else None
    answered = answer(asked.text, Context(previous), desk.knowledge)
    if asked.thread and (answered.topic.services or answered.topic.areas):
        await desk.store.remember(asked.thread, answered.topic)
    if answered.kind in _MISSES:
        await desk.store.note_miss(answered)
    _log_line(asked, answered, started)
    return message(answered)


def _log_line(asked: Asked, answered: Answer, started: float) -> None:
    """One line for each question, without its text."""
    services = ",".join(match.id for match in answered.question.services)
    areas = ",".join(match.id for match in answered.question.areas)
    _log.info(
        "asked way=%s kind=%s service=%s area=%s confidence=%.2f ms=%.1f",
        asked.way,
        answered.kind.value,
        services or "-",
        areas or "-",
        answered.question.confidence,
        (time.perf_counter() - started) * 1000,
    )

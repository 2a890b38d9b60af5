"""Question in, message out: the flow, written once for every way that Slack can ask.

A reload may swap the desk's knowledge while we wait for the store or for Slack. So one question reads it once, at the
start, and hands it on: an answer and the buttons below it never come from two versions.
"""

import logging
import time
from dataclasses import dataclass
from typing import Any

from bot.answering import answer
from bot.model import Answer, Context, Kind, Knowledge, Topic
from bot.rendering.blocks import message
from bot.rendering.carried import Carried
from bot.rendering.offers import offers
from bot.rendering.surface import Seen, Surface
from bot.slack.desk import Desk

_log = logging.getLogger(__name__)

_MISSES = (Kind.CLARIFY, Kind.DECLINE)
_LONGEST_CARRIED = 500
"""Characters of a message that are read (understanding/text.py); a longer one is carried as it was read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as Slack brought it."""

    text: str
    way: str
    """command, mention, dm, click or home; for the log."""
    thread: str | None = None
    """The conversation it belongs to; None where Slack has no threads (slash commands)."""
    user: str = ""
    """The id of who asks."""
    exactly: Topic | None = None
    """What a click chose."""
    seen: Seen = Seen.POSTED
    """Where the reply will be shown."""


async def reply(asked: Asked, desk: Desk) -> dict[str, Any]:
    """`{"text": ..., "blocks": [...]}` for what was asked. Remembers the topic and the miss; sends nothing."""
    knowledge = desk.knowledge
    answered, previous = await _answered(asked, desk, knowledge)
    fits = len(asked.text) <= _LONGEST_CARRIED
    question = asked.text if fits else answered.question.text
    carried = Carried(question, previous, asked.exactly, asked.user)
    return shown(answered, Surface(asked.seen, carried), knowledge)


async def page_answer(asked: Asked, desk: Desk, knowledge: Knowledge) -> Answer:
    """The same as facts, for the Home tab, which draws its own page."""
    return (await _answered(asked, desk, knowledge))[0]


def again(carried: Carried, knowledge: Knowledge) -> Answer:
    """The answer that was given before, for a click on it. Remembers, counts and logs nothing."""
    return answer(carried.question, Context(carried.previous, carried.exactly), knowledge)


def shown(answered: Answer, surface: Surface, knowledge: Knowledge) -> dict[str, Any]:
    """The answer as a message for `surface`."""
    return message(answered, surface, offers(answered, knowledge))


async def _answered(asked: Asked, desk: Desk, knowledge: Knowledge) -> tuple[Answer, Topic | None]:
    """The answer, and what the thread was about before it."""
    started = time.perf_counter()
    previous = await desk.store.topic(asked.thread) if asked.thread else None
    answered = answer(asked.text, Context(previous, asked.exactly), knowledge)
    if asked.thread and not answered.topic.is_empty:
        await desk.store.remember(asked.thread, answered.topic)
    if answered.kind in _MISSES:
        await desk.store.note_miss(answered)
    seconds = time.perf_counter() - started
    desk.metrics.questions.labels(asked.way, answered.kind.value).inc()
    if answered.kind in _MISSES:
        desk.metrics.misses.labels(answered.question.reason).inc()
    desk.metrics.seconds.observe(seconds)
    _log_line(asked, answered, seconds)
    return answered, previous


def _log_line(asked: Asked, answered: Answer, seconds: float) -> None:
    """One line for each question, without its text."""
    question = answered.question
    facts = {
        "way": asked.way,
        "kind": answered.kind.value,
        "services": ",".join(match.id for match in question.services),
        "areas": ",".join(match.id for match in question.areas),
        "confidence": round(question.confidence, 2),
        "ms": round(seconds * 1000, 1),
    }
    _log.info("asked", extra=facts)

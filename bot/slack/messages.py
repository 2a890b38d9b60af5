"""Mentions and direct messages: answered where they were written, once for each delivery."""

import logging
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.carried import user_id
from bot.slack.deliveries import Deliveries, Delivery, keys_of
from bot.slack.desk import Desk
from bot.slack.failing import failure_of, is_of_slack
from bot.slack.flooding import Turn
from bot.slack.loops import LoopBreaker
from bot.slack.origin import conversation, installation_of
from bot.slack.reply import Asked, reply
from bot.slack.sending import post

_log = logging.getLogger(__name__)

_WRITTEN_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast"})
_MARKS_OF_BOTS = ("bot_id", "bot_profile", "app_id", "hidden", "edited")
"""Fields that no message has which a person wrote just now."""

PAUSED = "I have answered a lot in this thread within a minute, so I pause here. Please ask again in a minute."

Event = dict[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for mentions in channels and for direct messages."""
    listener = _Listener(desk, Deliveries(desk), LoopBreaker())

    @app.event("app_mention")
    async def mentioned(event: Event, body: Event, client: AsyncWebClient) -> None:
        if _from_a_person(event):
            root = event.get("thread_ts") or event["ts"]
            await listener.hear(_Message("mention", event, body, client, root))

    @app.event("message")
    async def messaged(event: Event, body: Event, client: AsyncWebClient) -> None:
        if event.get("channel_type") == "im" and _from_a_person(event):
            await listener.hear(_Message("dm", event, body, client, event.get("thread_ts")))


def _from_a_person(event: Event) -> bool:
    """Other bots, edits, deletions and what cannot be answered to are not questions; Bolt drops what we wrote ourselves."""
    has_place = bool(event.get("user") and event.get("channel") and event.get("ts"))
    is_marked = any(event.get(mark) for mark in _MARKS_OF_BOTS)
    return has_place and not is_marked and event.get("subtype") in _WRITTEN_BY_PEOPLE


@dataclass(frozen=True, slots=True)
class _Message:
    """One question as Slack delivered it."""

    way: str
    event: Event
    body: Event
    client: AsyncWebClient
    thread_ts: str | None
    """Where the answer belongs; None: straight into the direct conversation."""

    @property
    def conversation(self) -> str:
        """The key of what the thread is about."""
        return conversation(installation_of(self.body), self.event["channel"], self.thread_ts)

    async def note(self, text: str) -> None:
        """Say it to the person alone. In a thread only if there is one: a private message cannot begin it."""
        await self.client.chat_postEphemeral(
            channel=self.event["channel"],
            user=self.event["user"],
            text=text,
            thread_ts=self.event.get("thread_ts"),
        )


class _Listener:
    """What both listeners do with a question."""

    def __init__(self, desk: Desk, deliveries: Deliveries, breaker: LoopBreaker) -> None:
        self._desk = desk
        self._deliveries = deliveries
        self._breaker = breaker

    async def hear(self, message: _Message) -> None:
        """Answer, unless this delivery was answered or its author floods."""
        keys = keys_of(message.event, message.body)
        turn, why = self._desk.floods.message(message.event, keys[-1])
        if turn is not Turn.ANSWER:
            await self._pause(message, turn, why)
            return
        await self._deliveries.once(
            Delivery(
                keys,
                answer=lambda: self._answer(message),
                note=message.note,
            )
        )

    async def _answer(self, message: _Message) -> None:
        user = user_id(message.event.get("user"))
        if message.thread_ts:
            turn = self._breaker.ask(message.conversation, user)
            if turn is not Turn.ANSWER:
                await self._pause(message, turn, PAUSED)
                return
        asked = Asked(message.event.get("text") or "", message.way, message.conversation, user=user)
        place = (message.event["channel"], await reply(asked, self._desk), message.thread_ts)
        await post(message.client, *place, pacing=self._desk.pacing, user=user)

    async def _pause(self, message: _Message, turn: Turn, why: str) -> None:
        self._desk.metrics.deliveries.labels("paced").inc()
        if turn is Turn.SAY_SO:
            _log.warning("pausing where too much is asked")
            try:
                await message.note(why)
            except Exception as error:
                if not is_of_slack(error):
                    raise
                _log.info(
                    "could not say so (%s)", failure_of(error)
                )  # a loop ends here all the same

"""Mentions and direct messages: answered where they were written, once for each delivery."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.carried import user_id
from bot.slack.deliveries import keys_of, once
from bot.slack.desk import Desk
from bot.slack.flooding import may_ask
from bot.slack.reply import Asked, reply
from bot.slack.sending import post

_WRITTEN_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast"})

Event = dict[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for mentions in channels and for direct messages."""

    @app.event("app_mention")
    async def mentioned(event: Event, body: Event, client: AsyncWebClient) -> None:
        if _from_a_person(event):
            root = event.get("thread_ts") or event["ts"]
            await _answer_once(event, body, client, desk, "mention", root)

    @app.event("message")
    async def messaged(event: Event, body: Event, client: AsyncWebClient) -> None:
        if event.get("channel_type") == "im" and _from_a_person(event):
            await _answer_once(event, body, client, desk, "dm", event.get("thread_ts"))


def _from_a_person(event: Event) -> bool:
    """Own messages, other bots, edits and deletions are not questions."""
    is_bot = event.get("bot_id") or event.get("bot_profile") or not event.get("user")
    return not is_bot and not event.get("edited") and event.get("subtype") in _WRITTEN_BY_PEOPLE


async def _answer_once(
    event: Event,
    body: Event,
    client: AsyncWebClient,
    desk: Desk,
    way: str,
    thread_ts: str | None,
) -> None:
    """Answer, unless this delivery was answered."""
    keys = keys_of(event, body)
    if not await may_ask(desk.floods, event, keys[-1], client):
        return
    async with once(keys, desk) as is_ours:
        if is_ours:
            asked = Asked(
                event.get("text") or "",
                way,
                _conversation(event, body, thread_ts),
                user=user_id(event.get("user")),
            )
            await post(client, event["channel"], await reply(asked, desk), thread_ts)


def _conversation(event: Event, body: Event, thread_ts: str | None) -> str:
    return f"{body.get('team_id', '')}:{event['channel']}:{thread_ts or 'dm'}"

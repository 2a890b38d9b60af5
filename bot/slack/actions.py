"""Clicks on the questions we offered: they are asked like any other."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.blocks import ASK_ACTION
from bot.slack.reply import Asked, Desk, reply
from bot.slack.sending import post


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the buttons that carry a question."""

    @app.action(re.compile(rf"^{ASK_ACTION}_\d+$"))
    async def asked_again(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        respond: AsyncRespond,
        client: AsyncWebClient,
    ) -> None:
        place = body.get("message") or {}
        thread = place.get("thread_ts")
        channel = (body.get("channel") or {}).get("id", "")
        conversation = f"{(body.get('team') or {}).get('id', '')}:{channel}:{thread or 'dm'}"
        message = await reply(
            Asked(action.get("value") or "", "click", conversation if place else None), desk
        )
        if place:
            await post(client, channel, message, thread)
        else:
            await respond(replace_original=True, response_type="ephemeral", **message)
        await ack()

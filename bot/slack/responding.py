"""The response_url of a click or a command: bounded in time, never tried twice, never used a sixth time.

Bolt's own opens a new connection pool for each response, waits for 30 s and tries again after a reset, which may
say the same twice.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import ClientSession
from slack_bolt.async_app import AsyncBoltContext, AsyncRespond
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

MOST_USES = 5
"""Slack takes five responses within 30 minutes."""


class BoundRespond(AsyncRespond):
    """`respond(...)` of one delivery, over the shared connections."""

    def __init__(self, response_url: str | None, session: ClientSession) -> None:
        super().__init__(response_url=response_url)
        self._session = session
        self.uses_left = MOST_USES

    async def __call__(self, text: str = "", **message: Any) -> WebhookResponse:  # type: ignore[override]
        """Slack's answer, whatever its status; aiohttp's errors when there is none."""
        url = self.response_url or ""
        if not url or not self.uses_left:
            return WebhookResponse(url=url, status_code=404, body="no use left", headers={})
        self.uses_left -= 1
        client = AsyncWebhookClient(url, session=self._session, retry_handlers=[])
        return await client.send_dict({"text": text, **message})


def bound_respond(session: ClientSession) -> Callable[..., Awaitable[None]]:
    """Middleware that gives every listener a BoundRespond."""

    async def give_respond(context: AsyncBoltContext, next_: Callable[[], Awaitable[None]]) -> None:
        context["respond"] = BoundRespond(context.response_url, session)
        await next_()

    return give_respond

"""What nobody listens for (new events, another app's command, a button of an older version): acknowledged and counted.

Bolt answers it with 404, which Slack takes for a failure and sends again three times.
"""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp, AsyncRespond
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot.slack.clicks import Body
from bot.slack.commands import COMMAND
from bot.slack.desk import Desk

Failed = Callable[[Exception, Body, AsyncRespond], Awaitable[BoltResponse]]
NOT_MINE = f"I do not know this command. Please try `{COMMAND} help`."


def register(app: AsyncApp, desk: Desk, failed: Failed) -> None:
    """Take what no listener took; every other error is for `failed`."""

    @app.error
    async def unhandled(error: Exception, body: Body, respond: AsyncRespond) -> BoltResponse:
        if not isinstance(error, BoltUnhandledRequestError):
            return await failed(error, body, respond)
        desk.metrics.deliveries.labels("unknown").inc()
        return _acknowledged(body)


def _acknowledged(body: Body) -> BoltResponse:
    """As empty as the kind of delivery allows."""
    if "command" in body:
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": NOT_MINE})
    if body.get("type") in ("block_suggestion", "dialog_suggestion"):
        return BoltResponse(status=200, body={"options": []})
    return BoltResponse(status=200, body="")

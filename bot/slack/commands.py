"""`/whosejob ...`: answered inside the acknowledgement, so there is no second call that could fail."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.rendering.carried import user_id
from bot.rendering.surface import Seen
from bot.slack.desk import Desk
from bot.slack.flooding import TOO_MANY, Turn
from bot.slack.reply import Asked, reply

COMMAND = "/whosejob"


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the slash command."""

    @app.command(COMMAND)
    async def whosejob(ack: AsyncAck, command: dict[str, Any]) -> None:
        user = user_id(command.get("user_id"))
        turn = desk.floods.question(user)
        if turn is not Turn.ANSWER:
            await ack(response_type="ephemeral", text=TOO_MANY if turn is Turn.SAY_SO else "")
            return
        asked = Asked(command.get("text") or "", "command", user=user, seen=Seen.PRIVATELY)
        message = await reply(asked, desk)
        await ack(response_type="ephemeral", unfurl_links=False, unfurl_media=False, **message)

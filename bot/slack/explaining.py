"""Why this answer: a modal, opened before anything else because its trigger lives for three seconds."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.action_ids import ActionId
from bot.rendering.carried import unpack
from bot.rendering.modals import said_modal, why_modal
from bot.rendering.why import explain
from bot.slack import clicks
from bot.slack.clicks import TOO_OLD, Body
from bot.slack.desk import Desk
from bot.slack.reply import again


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the button."""

    @app.action(ActionId.WHY)
    async def why(ack: AsyncAck, body: Body, action: Body, client: AsyncWebClient) -> None:
        click = clicks.read(body, action)
        carried = unpack(click.value)
        knowledge = desk.knowledge
        view = (
            why_modal(explain(again(carried, knowledge), knowledge))
            if carried
            else said_modal("Why this answer", TOO_OLD)
        )
        await client.views_open(trigger_id=click.trigger, view=view)
        await ack()

"""Share to channel, and the menu below an answer: remove it, how to ask."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.action_ids import ActionId
from bot.rendering.carried import Carried, unpack
from bot.rendering.controls import HELP_VALUE, REMOVE_VALUE
from bot.rendering.surface import Seen, Surface
from bot.slack import clicks
from bot.slack.clicks import TOO_OLD, Body, Click
from bot.slack.desk import Desk
from bot.slack.reply import Asked, again, reply, shown
from bot.slack.sending import respond_with, say_privately
from bot.store.store import Claim

NOT_YOURS = "Only the person who asked can remove this reply."
NOT_SHARED = "Slack did not let me share that here. Please ask again and share the new reply."


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for both."""

    @app.action(ActionId.SHARE)
    async def share(ack: AsyncAck, body: Body, action: Body, respond: AsyncRespond) -> None:
        click = clicks.read(body, action)
        carried = unpack(click.value)
        if carried is None or not click.is_private:
            await say_privately(respond, TOO_OLD)
        else:
            await _share_once(click, carried, respond, desk)
        await ack()

    @app.action(ActionId.MENU)
    async def menu(
        ack: AsyncAck, body: Body, action: Body, respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        click = clicks.read(body, action)
        if click.value.startswith(REMOVE_VALUE):
            await _remove(click, respond, client)
        elif click.value == HELP_VALUE:
            asked = Asked("help", "click", user=click.user, seen=Seen.PRIVATELY)
            await respond_with(respond, await reply(asked, desk), thread_ts=click.thread)
        else:
            await say_privately(respond, TOO_OLD, click.thread)
        await ack()


async def _share_once(click: Click, carried: Carried, respond: AsyncRespond, desk: Desk) -> None:
    """Two quick clicks share once: the reply is claimed like a delivery."""
    keys = (f"share:{click.name_for(carried)}",)
    if await desk.store.claim(keys) is not Claim.NEW:
        return
    knowledge = desk.knowledge
    answered = again(carried, knowledge)
    public = Surface(Seen.SHARED, carried, shared_by=click.user)
    if not await respond_with(respond, shown(answered, public, knowledge), in_channel=True):
        await desk.store.release(keys)
        await say_privately(respond, NOT_SHARED)
        return
    await desk.store.done(keys)
    private = Surface(Seen.PRIVATELY, carried, was_shared=True)
    await respond_with(respond, shown(answered, private, knowledge), replace_original=True)


async def _remove(click: Click, respond: AsyncRespond, client: AsyncWebClient) -> None:
    """A private reply goes for its reader; a posted one for who asked."""
    asker = click.value.removeprefix(REMOVE_VALUE)
    if click.is_private:
        await respond(delete_original=True)
    elif not asker or asker != click.user:
        await say_privately(respond, NOT_YOURS, click.thread)
    else:
        try:
            await client.chat_delete(channel=click.channel, ts=click.ts)
        except SlackApiError:  # shared where we are no member: the response_url may still delete it
            await respond(delete_original=True)

"""Clicks on the questions we offer: they are asked like any other."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.action_ids import ActionId
from bot.rendering.carried import Carried, unpack
from bot.rendering.surface import Seen
from bot.slack import clicks
from bot.slack.clicks import Body, Click
from bot.slack.desk import Desk
from bot.slack.failing import Failure, SlackFailedError, Then
from bot.slack.reply import Asked, reply
from bot.slack.sending import post, respond_with
from bot.store.store import Claim


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the buttons that carry a question."""

    @app.action(re.compile(rf"^{ActionId.ASK}_\d+$"))
    async def asked_again(
        ack: AsyncAck, body: Body, action: Body, respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        click = clicks.read(body, action)
        if click.is_private:
            message = await reply(_asked(click, Seen.PRIVATELY), desk)
            await _respond(respond, message, replace_original=True)
        else:
            await _post_once(click, client, respond, desk)
        await ack()


async def _post_once(
    click: Click, client: AsyncWebClient, respond: AsyncRespond, desk: Desk
) -> None:
    """A double click posts once: the claim is never called done, so it holds for the store's lease (LEASE_SECONDS),
    and the same question can be clicked again after it.
    """
    keys = (f"ask:{click.name_for(_carried(click))}",)
    if await desk.store.claim(keys) is not Claim.NEW:
        return
    try:
        await _post(click, client, respond, desk)
    except BaseException:
        await desk.store.release(keys)
        raise


async def _post(click: Click, client: AsyncWebClient, respond: AsyncRespond, desk: Desk) -> None:
    """Answer in the thread; where we are no member (a shared answer), to the person alone."""
    message = await reply(_asked(click, Seen.POSTED), desk)
    try:
        await post(client, click.channel, message, click.answer_thread, pacing=desk.pacing)
    except SlackFailedError as error:
        if not error.failure.then.is_permanent:
            raise
        message = await reply(_asked(click, Seen.PRIVATELY), desk)
        await _respond(respond, message, replace_original=False)


async def _respond(
    respond: AsyncRespond, message: dict[str, Any], *, replace_original: bool
) -> None:
    """Show it to the person alone; when that fails Slack shall say that the click did."""
    if not await respond_with(respond, message, replace_original=replace_original):
        raise SlackFailedError(Failure(Then.COME_BACK, "response_url"))


def _asked(click: Click, seen: Seen) -> Asked:
    carried = _carried(click)
    return Asked(
        text=carried.question,
        way="click",
        thread=click.conversation if seen is Seen.POSTED else None,
        user=click.user,
        exactly=carried.exactly,
        seen=seen,
    )


def _carried(click: Click) -> Carried:
    """A value that pack() did not write is a question in plain words, as buttons once carried."""
    return unpack(click.value) or Carried(click.value)

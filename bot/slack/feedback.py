"""👍 and 👎 are counted without any text; the form behind 👎 brings text, and says that it is kept."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.action_ids import ActionId, CallbackId
from bot.rendering.carried import Carried, unpack
from bot.rendering.controls import NO, YES
from bot.rendering.modals import MOST_COMMENT, REASONS, said_modal, wrong_modal
from bot.rendering.why import explain
from bot.slack import clicks
from bot.slack.clicks import TOO_OLD, Body, Click
from bot.slack.desk import Desk
from bot.slack.reply import again
from bot.slack.sending import say_privately
from bot.store.store import Complaint, Verdict

THANKS = "Thank you. I have noted that this answer helps."
SENT_TITLE = "Thank you"
SENT = "Thank you. What you wrote is kept with the answer, so that it can be mended."
CHOOSE = "Please choose what is wrong."


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for both thumbs, in both their forms, and for the form behind 👎."""

    @app.action(ActionId.VOTE_UP)
    async def up(ack: AsyncAck, body: Body, action: Body, respond: AsyncRespond) -> None:
        click = clicks.read(body, action)
        await _up(click, unpack(click.value), respond, desk)
        await ack()

    @app.action(ActionId.VOTE_DOWN)
    async def down(ack: AsyncAck, body: Body, action: Body, client: AsyncWebClient) -> None:
        click = clicks.read(body, action)
        await _down(click, unpack(click.value), client, desk)
        await ack()

    @app.action(ActionId.VOTE)
    async def vote(
        ack: AsyncAck, body: Body, action: Body, respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        click = clicks.read(body, action)
        sign, carried = click.value[:1], unpack(click.value[1:])
        if sign == NO:
            await _down(click, carried, client, desk)
        else:
            await _up(click, carried if sign == YES else None, respond, desk)
        await ack()

    @app.view(CallbackId.WRONG)
    async def sent(ack: AsyncAck, view: Body) -> None:
        await ack(**await _sent(view, desk))


async def _up(click: Click, carried: Carried | None, respond: AsyncRespond, desk: Desk) -> None:
    if carried is None:
        await say_privately(respond, TOO_OLD, click.thread)
        return
    await desk.store.vote(click.name_for(carried), Verdict.UP, again(carried, desk.knowledge))
    await say_privately(respond, THANKS, click.thread)


async def _down(click: Click, carried: Carried | None, client: AsyncWebClient, desk: Desk) -> None:
    """The form first: its trigger lives for three seconds."""
    if carried is None:
        await client.views_open(
            trigger_id=click.trigger, view=said_modal("What is wrong?", TOO_OLD)
        )
        return
    knowledge = desk.knowledge
    answered = again(carried, knowledge)
    because = explain(answered, knowledge)
    key = click.name_for(carried)
    form = wrong_modal(because.question, because.headline, f"{key}{click.value.removeprefix(NO)}")
    await client.views_open(trigger_id=click.trigger, view=form)
    await desk.store.vote(key, Verdict.DOWN, answered)


async def _sent(view: Body, desk: Desk) -> dict[str, Any]:
    """What the form's submission is acknowledged with."""
    found = _read_metadata(view.get("private_metadata"))
    if found is None:
        return _instead(TOO_OLD)
    key, carried = found
    reason = _held(view, "reason", ActionId.REASON)
    if reason not in REASONS:
        return {"response_action": "errors", "errors": {"reason": CHOOSE}}
    answered = again(carried, desk.knowledge)
    comment = _storable(_held(view, "comment", ActionId.COMMENT))[:MOST_COMMENT]
    await desk.store.complain(key, answered, Complaint(reason, comment, answered.question.text))
    return _instead(SENT)


def _instead(words: str) -> dict[str, Any]:
    return {"response_action": "update", "view": said_modal(SENT_TITLE, words)}


def _read_metadata(text: object) -> tuple[str, Carried] | None:
    """The key and what the button carried, as they were put behind the form; None for anything else."""
    found = _METADATA.fullmatch(text) if isinstance(text, str) else None
    carried = unpack(found[2]) if found else None
    return (found[1], carried) if found and carried else None


_METADATA = re.compile(r"([0-9a-f]{64})(.*)", re.DOTALL)


def _held(view: Body, block: str, action: str) -> str:
    """What an input of the form holds: its text, or the value of the option chosen; empty for anything else."""
    place: Any = view
    for name in ("state", "values", block, action):
        place = place.get(name) if isinstance(place, dict) else None
    if not isinstance(place, dict):
        return ""
    option = place.get("selected_option")
    value = option.get("value") if isinstance(option, dict) else place.get("value")
    return value if isinstance(value, str) else ""


def _storable(text: str) -> str:
    """Without lone surrogates and NULs, which a database does not take."""
    return text.encode(errors="replace").decode().replace("\x00", "")

"""Sending a message so that the answer is never lost: blocks, else one section, else text.

A call is made once. Only what surely was not posted is tried again: a plainer shape when Slack refused the blocks, and
after a 429 when the wait is short. Everything else is raised as a SlackFailedError, whose failure says what follows.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from aiohttp import ClientError
from slack_bolt.async_app import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.blocks import as_section, as_text
from bot.slack.failing import Failure, Then, failure_of, raised
from bot.slack.pacing import Pacing
from bot.slack.responding import BoundRespond

_log = logging.getLogger(__name__)

BUDGET_SECONDS = 2.5
"""For a whole post, waiting included: Slack wants its acknowledgement within 3 s."""
MOST_WAIT_SECONDS = 2.0
"""Of a Retry-After that is waited for."""
LEAST_CALL_SECONDS = 0.3
"""A call that would have less time than this is not begun: it would only end unknown."""
HOLD_SECONDS = 1.0
"""What a 429 without a readable Retry-After keeps us out of a channel."""
_QUIET: dict[str, Any] = {
    "unfurl_links": False,
    "unfurl_media": False,
    "link_names": False,
    "parse": "none",
    "mrkdwn": False,
}
"""Nothing we post unfurls a link, or turns a name into a mention or stars into bold letters."""

Message = dict[str, Any]
_Call = Callable[..., Awaitable[Any]]


async def post(
    client: AsyncWebClient,
    channel: str,
    message: Message,
    thread_ts: str | None,
    *,
    pacing: Pacing,
    user: str = "",
) -> None:
    """Post `message`, within BUDGET_SECONDS; where that is not allowed for good, show it to `user` alone instead.

    Returns when nothing can be made better by delivering again. SlackFailedError: it should be delivered again, or it
    may not be posted here and there is no `user`. PostedMaybeError: the same, but it may stand there.
    """
    sending = _Sending(pacing)
    try:
        await sending.send(client.chat_postMessage, message, channel=channel, thread_ts=thread_ts)
    except Exception as error:
        failure = failure_of(error)
        if not (user and failure.then.is_permanent):
            raise raised(failure) from error
    else:
        return
    _log.warning("not posted code=%s then=%s", failure, failure.then.name)
    if failure.then in (Then.SAY_PRIVATELY, Then.SAY_DIRECTLY):
        await _to_the_person(client, sending, failure, message, (channel, user))


async def _to_the_person(
    client: AsyncWebClient,
    sending: "_Sending",
    failure: Failure,
    message: Message,
    place: tuple[str, str],
) -> None:
    """Once; when that is refused for good too, there is nothing left to try."""
    channel, user = place
    try:
        if failure.then is Then.SAY_PRIVATELY:
            await sending.send(client.chat_postEphemeral, message, channel=channel, user=user)
        else:
            await sending.send(client.chat_postMessage, message, channel=user)
    except Exception as error:
        second = failure_of(error)
        if not second.then.is_permanent:
            raise raised(second) from error
        _log.warning("not said privately either code=%s", second)


class _Sending:
    """One post, however many calls it takes, within one budget."""

    def __init__(self, pacing: Pacing) -> None:
        self._pacing = pacing
        self._deadline = asyncio.get_running_loop().time() + BUDGET_SECONDS

    async def send(self, call: _Call, message: Message, *, channel: str, **where: Any) -> None:
        """Plainer each time the shape is refused; raises what the last call raised."""
        shapes = _shapes(message)
        for shape in shapes:
            try:
                await self._paced(call, channel, {**where, **shape, **_QUIET})
            except Exception as error:
                if failure_of(error).then is not Then.PLAINER or shape is shapes[-1]:
                    raise
            else:
                return

    async def _paced(self, call: _Call, channel: str, arguments: dict[str, Any]) -> None:
        """Make the call in the channel's turn; once more after a short Retry-After."""
        while True:
            if not await self._pacing.turn(channel, self._left() - LEAST_CALL_SECONDS):
                raise raised(Failure(Then.WAIT, "paced"))
            try:
                async with asyncio.timeout_at(self._deadline):
                    await call(channel=channel, **arguments)
            except Exception as error:
                failure = failure_of(error)
                if failure.then is not Then.WAIT:
                    raise
                wait = HOLD_SECONDS if failure.retry_after is None else failure.retry_after
                self._pacing.hold(channel, wait)
                if failure.retry_after is None or wait > MOST_WAIT_SECONDS:
                    raise
            else:
                return

    def _left(self) -> float:
        return self._deadline - asyncio.get_running_loop().time()


def _shapes(message: Message) -> tuple[Message, ...]:
    """The message, and how else it can be said; a mere text has one shape."""
    if not message.get("blocks"):
        return (as_text(message),)
    return (message, as_section(message), as_text(message))


async def respond_with(
    respond: AsyncRespond,
    message: Message,
    *,
    replace_original: bool = False,
    in_channel: bool = False,
    thread_ts: str | None = None,
) -> bool:
    """Send `message` through the click's response_url, plainer when refused. Whether it arrived; raises nothing."""
    where: dict[str, Any] = {
        "response_type": "in_channel" if in_channel else "ephemeral",
        "replace_original": replace_original,
        "thread_ts": thread_ts,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    for shape in _that_fit(_shapes(message), respond):
        status = await _responded(respond, {**shape, **where})
        if status == 200:
            return True
        if status != 400:
            break
    return False


def _that_fit(shapes: tuple[Message, ...], respond: AsyncRespond) -> Iterable[Message]:
    """The plainest ones when the response_url has few uses left."""
    left = respond.uses_left if isinstance(respond, BoundRespond) else len(shapes)
    return shapes[-left:] if left else ()


async def _responded(respond: AsyncRespond, body: dict[str, Any]) -> int:
    """The HTTP status; 0 when there was none."""
    try:
        sent = await respond(**body)
    except (ClientError, TimeoutError) as error:
        _log.warning("a response_url gave no answer (%s)", type(error).__name__)
        return 0
    if sent.status_code != 200:
        _log.warning("a response_url answered status=%s", sent.status_code)
    return int(sent.status_code)


async def say_privately(respond: AsyncRespond, text: str, thread_ts: str | None = None) -> bool:
    """One sentence that only the person who clicked sees; whether it arrived."""
    return await respond_with(respond, {"text": text}, thread_ts=thread_ts)

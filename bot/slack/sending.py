"""Sending a message so that the answer is never lost: blocks, else one section, else text."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.blocks import as_section, as_text

_log = logging.getLogger(__name__)

NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "is_archived", "restricted_action"})
"""Why we may not post into a channel."""
_REFUSED_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
_QUIET: dict[str, Any] = {
    "unfurl_links": False,
    "unfurl_media": False,
    "link_names": False,
    "parse": "none",
    "mrkdwn": False,
}
"""Nothing we post unfurls a link, or turns a name into a mention or stars into bold letters."""
_EPHEMERAL_QUIET: dict[str, Any] = {"link_names": False, "parse": "none"}
"""The same for chat.postEphemeral, which never unfurls."""


async def post(
    client: AsyncWebClient, channel: str, message: dict[str, Any], thread_ts: str | None
) -> None:
    """Post `message`; when Slack refuses its blocks, post it plainer."""
    for shape in (message, as_section(message)):
        try:
            await client.chat_postMessage(channel=channel, thread_ts=thread_ts, **shape, **_QUIET)
        except SlackApiError as error:
            if error.response.get("error") not in _REFUSED_BLOCKS:
                raise
        else:
            return
    await client.chat_postMessage(
        channel=channel, thread_ts=thread_ts, **as_text(message), **_QUIET
    )


async def post_privately(
    client: AsyncWebClient, channel: str, user: str, message: dict[str, Any], thread_ts: str | None
) -> None:
    """Show `message` in the channel to `user` alone."""
    await client.chat_postEphemeral(
        channel=channel, user=user, thread_ts=thread_ts, **message, **_EPHEMERAL_QUIET
    )


async def respond_with(
    respond: AsyncRespond,
    message: dict[str, Any],
    *,
    replace_original: bool = False,
    in_channel: bool = False,
    thread_ts: str | None = None,
) -> bool:
    """Send `message` through the click's response_url, plainer when refused. Whether it arrived: Slack raises nothing."""
    where: dict[str, Any] = {
        "response_type": "in_channel" if in_channel else "ephemeral",
        "replace_original": replace_original,
        "thread_ts": thread_ts,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    for shape in (message, as_section(message), as_text(message)):
        sent = await respond(**shape, **where)
        if sent.status_code == 200:
            return True
        if sent.status_code != 400:
            break
    _log.warning("a response_url answered status=%s", sent.status_code)
    return False


async def say_privately(respond: AsyncRespond, text: str, thread_ts: str | None = None) -> None:
    """One sentence that only the person who clicked sees."""
    await respond_with(respond, {"text": text}, thread_ts=thread_ts)

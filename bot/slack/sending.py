"""Posting a message so that the answer is never lost: blocks, else one section, else text."""

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.blocks import as_section, as_text

_REFUSED_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
_QUIET: dict[str, Any] = {
    "unfurl_links": False,
    "unfurl_media": False,
    "link_names": False,
    "parse": "none",
}
"""Nothing we post unfurls a link or turns a name into a mention."""


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

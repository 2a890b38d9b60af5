"""What somebody typed → what Slack would make of it."""

import re
from dataclasses import dataclass
from enum import StrEnum

COMMAND = "/whosejob"
_MENTION = re.compile(r"@(?:whose ?job\b\??)", re.IGNORECASE)
_SLASH = re.compile(r"/[\w-]+(?=\s|$)")
MOST_CHARACTERS = 4000
"""Slack's own limit for a message is 40,000; its composer splits earlier."""


class Way(StrEnum):
    """How a line reaches the bot, or that it does not."""

    COMMAND = "command"
    MENTION = "mention"
    DIRECT = "direct"
    OVERHEARD = "overheard"
    """A message between people: the bot reads no channels."""
    REFUSED = "refused"
    """Slack itself would not send it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it would be sent."""

    way: Way
    text: str
    """Without command or mention; of a refused line, what to tell the person."""


def read(typed: str, *, is_direct: bool, is_thread: bool) -> Line:
    """The way that the beginning of `typed` and the place it was typed in decide."""
    text = typed.strip()[:MOST_CHARACTERS]
    slash = _SLASH.match(text)
    if slash:
        return _command(slash[0], text[slash.end() :].strip(), is_thread=is_thread)
    if is_direct:
        return Line(Way.DIRECT, text)
    if _MENTION.search(text):
        return Line(Way.MENTION, _MENTION.sub("", text, count=1).strip())
    return Line(Way.OVERHEARD, text)


def _command(name: str, rest: str, *, is_thread: bool) -> Line:
    if name.lower() != COMMAND:
        return Line(Way.REFUSED, f"{name} is not a command here. The one there is: {COMMAND}")
    if is_thread:
        return Line(
            Way.REFUSED,
            f"Slack has no {COMMAND} in threads. Write @Whose Job? and the question instead.",
        )
    return Line(Way.COMMAND, rest)

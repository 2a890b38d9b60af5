"""The terminal chat: a person, the Slack simulator and the real app, over signed HTTP."""

import asyncio
import sys

from bot.local import local_slack
from bot.logs import set_up
from bot.simulator import Reply, SlackSimulator

_WELCOME = """\
Whose Job? — a local chat. The real app answers, through a small Slack on this machine; nothing leaves it.

  who patches RDS?               a direct message
  /whosejob who patches RDS?     the slash command
  @Whose Job? who patches RDS?   a mention in a channel
  help · quit

For example:
"""
_EXAMPLE = "/whosejob who patches RDS?"
_MENTION = "@whose job?"


async def run_chat() -> None:
    """Ask one question to show how it works, then every line of standard input until it ends."""
    set_up("WARNING")
    async with local_slack() as slack:
        print(_WELCOME)
        print(f"you> {_EXAMPLE}\n\n{_shown(await say(slack, _EXAMPLE))}\n")
        await _talk(slack)


async def _talk(slack: SlackSimulator) -> None:
    while True:
        line = await asyncio.to_thread(_read_line)
        if line is None or line.strip().lower() in ("quit", "exit", "/quit"):
            return
        if line.strip():
            print(f"\n{_shown(await say(slack, line))}\n")


def _read_line() -> str | None:
    """One line, or None at the end of the input."""
    if sys.stdin.isatty():
        sys.stdout.write("you> ")
        sys.stdout.flush()
    return sys.stdin.readline() or None


async def say(slack: SlackSimulator, line: str) -> Reply:
    """Send the line the way its beginning says: command, mention, or direct message."""
    text = line.strip()
    if text.lower().startswith("/whosejob"):
        return await slack.command(text[len("/whosejob") :].strip())
    if text.lower().startswith(_MENTION):
        return await slack.mention(text[len(_MENTION) :].strip())
    return await slack.direct_message(text)


def _shown(reply: Reply) -> str:
    """What people would see, as text."""
    texts = [str(message.get("text", "")) for message in reply.messages]
    return _unescaped("\n\n".join(texts)) if texts else f"(no reply; HTTP status {reply.status})"


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

"""The terminal chat: a person, the Slack simulator and the real app, over signed HTTP."""

import asyncio
import logging
import sys
import tempfile
from pathlib import Path

from pydantic import SecretStr

from bot.logs import set_up
from bot.settings import Settings
from bot.simulator import Reply, SlackSimulator
from bot.slack.serving import EVENTS_PATH, serving

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
    logging.getLogger("bot").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="whosejob-") as folder:
        async with SlackSimulator() as slack, serving(_settings(slack, folder), "127.0.0.1") as now:
            slack.app_url = f"http://127.0.0.1:{now.port}{EVENTS_PATH}"
            await now.signed_in.wait()
            print(_WELCOME)
            print(f"you> {_EXAMPLE}\n\n{_shown(await say(slack, _EXAMPLE))}\n")
            await _talk(slack)


def _settings(slack: SlackSimulator, folder: str) -> Settings:
    """Settings of this chat alone: no .env, a random secret, a store that goes with it."""
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr(slack.bot_token),
        slack_signing_secret=SecretStr(slack.signing_secret),
        slack_app_token=None,
        slack_api_url=slack.api_url,
        port=0,
        database_url=None,
        whosejob_data=Path(folder),
    )


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

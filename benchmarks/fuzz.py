"""`make fuzz`: a million hostile requests through the gate and Bolt, then a search guided by coverage.

    python -m benchmarks.fuzz [--count N] [--first BATCH] [--seconds S] [--guided-seconds S]

Each batch is a fresh app in front of a Slack that says yes to everything; its number is its seed, so a batch that
found something is run again with --first and --count. Ends with 1 when anything was answered with a 5xx, raised, logged
a traceback, a line of more than 200 bytes for a request turned away, or a second line.
"""

import argparse
import asyncio
import logging
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

from aiohttp import web
from pydantic import SecretStr

from benchmarks.hostile import Hostile, request
from bot.knowledge.loader import load, shipped_folder
from bot.metrics import Metrics
from bot.model import Knowledge
from bot.settings import Settings
from bot.slack.app import build
from bot.slack.desk import Desk
from bot.slack.door import Door
from bot.slack.health import Health
from bot.slack.limits import Limits
from bot.slack.pacing import Pacing
from bot.slack.refusal_log import RefusalLog
from bot.store.store import Store

BATCH = 5_000
AT_A_TIME = 20
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - the example of Slack's documentation
MOST_LOG_BYTES = 200


@dataclass
class Found:
    """What came of the requests so far."""

    statuses: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    """What went wrong and where, without which request it was."""
    first: dict[str, str] = field(default_factory=dict)
    """Failure → the first request that had it."""
    worst_log_bytes: int = 0

    def fail(self, what: str, name: str) -> None:
        self.failures[what] += 1
        self.first.setdefault(what, name)


@dataclass
class Heard:
    """What was logged while one request was answered."""

    lines: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


_heard: ContextVar[Heard] = ContextVar("heard")


class Listening(logging.Handler):
    """Notes what is logged beside the request that it is logged for."""

    def emit(self, record: logging.LogRecord) -> None:
        heard = _heard.get(None)
        if heard:
            heard.lines.append(self.format(record))
            if record.exc_info and record.exc_info[1]:
                heard.errors.append(place(record.exc_info[1]))


def place(error: BaseException) -> str:
    """Where it was raised, and what."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno} {last.name} {error!r:.100}"


class AgreeingSlack:
    """A Slack that says yes to every call: the bot's answers are other tests' business."""

    async def __aenter__(self) -> str:
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._yes)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _yes(self, _: web.Request) -> web.Response:
        return web.json_response(
            {"ok": True, "user_id": "U0BOT", "bot_id": "B0BOT", "team_id": "T1"}
        )


async def batch(number: int, count: int, knowledge: Knowledge, found: Found) -> None:
    """`count` requests of this seed, a few at a time, without a socket in front."""
    with tempfile.TemporaryDirectory() as folder:
        async with AgreeingSlack() as url:
            settings = Settings(
                _env_file=None,
                slack_bot_token=SecretStr("xoxb-1"),
                slack_signing_secret=SecretStr(SECRET),
                slack_api_url=url,
                whosejob_data=Path(folder),
            )
            store = await Store.open(settings.store_url)
            desk = Desk(knowledge, store, Metrics(), pacing=Pacing(seconds_between=0.0))
            slack = build(settings, desk)
            signing_in = asyncio.create_task(slack.signing_in.run(signed_in := asyncio.Event()))
            await signed_in.wait()
            door = Door(slack.dispatching, SECRET, Health(), RefusalLog(desk.metrics), Limits())
            rng = random.Random(number)
            for start in range(0, count, AT_A_TIME):
                made = [request(rng, SECRET, url + "respond") for _ in range(AT_A_TIME)]
                names = (f"{number}:{start + index}" for index in range(AT_A_TIME))
                await asyncio.gather(*map(_one, repeat(door), made, names, repeat(found)))
            signing_in.cancel()
            await slack.close()
            await desk.store.close()


_COME_BACK = ("busy", "come back")
"""What Slack is told when it shall bring it again: a copy that is being answered, a channel that is paced."""


async def _one(door: Door, sent: Hostile, name: str, found: Found) -> None:
    heard = Heard()
    _heard.set(heard)
    try:
        response = await door.answer(sent.headers, sent.body)
    except Exception as error:  # noqa: BLE001 - this is what we look for
        found.fail(f"raised at {place(error)}", name)
        return
    found.statuses[f"{response.status} {'signed' if sent.is_signed else 'unsigned'}"] += 1
    for error in heard.errors:
        found.fail(f"logged a traceback of {error}", name)
    if response.status >= 500 and response.text not in _COME_BACK:
        found.fail(f"answered {response.status} {response.text!r:.40}", name)
    if response.status == 200 and not sent.is_signed and response.body:
        found.fail("let in unsigned", name)
    if not heard.errors and any("\n" in line for line in heard.lines):
        found.fail("logged a second line", name)
    if response.status >= 400:
        size = sum(len(line.encode(errors="replace")) for line in heard.lines)
        found.worst_log_bytes = max(found.worst_log_bytes, size)


async def run(first: int, count: int, seconds: float, found: Found) -> None:
    """Batch after batch, until there were `count` requests or `seconds` have passed."""
    knowledge = load(shipped_folder())
    started, done, number = time.monotonic(), 0, first
    while done < count and time.monotonic() - started < seconds:
        size = min(BATCH, count - done)
        await batch(number, size, knowledge, found)
        done, number = done + size, number + 1
        rate = done / (time.monotonic() - started)
        print(
            f"{done:>9,} requests  {rate:6.0f}/s  {found.failures.total()} failures  next batch {number}",
            flush=True,
        )


def report(found: Found) -> bool:
    """Print the table; whether all is well."""
    print("\nstatus           requests")
    for status, count in sorted(found.statuses.items()):
        print(f"{status:<14} {count:>10,}")
    print(f"worst log of a refused request: {found.worst_log_bytes} bytes (limit {MOST_LOG_BYTES})")
    print(f"failures: {found.failures.total()} of {len(found.failures)} kinds")
    for what, times in found.failures.most_common(40):
        print(f"{times:>9,} × {what} (first {found.first[what]})")
    return not found.failures and found.worst_log_bytes <= MOST_LOG_BYTES


def main() -> None:
    """Fuzz, print, exit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz")
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=7200)
    parser.add_argument("--guided-seconds", type=int, default=300)
    asked = parser.parse_args()
    logging.basicConfig(level="INFO", handlers=[Listening()])
    found = Found()
    asyncio.run(run(asked.first, asked.count, asked.seconds, found))
    is_well = report(found)
    if asked.guided_seconds:
        command = [
            sys.executable,
            "-m",
            "benchmarks.guided",
            f"-max_total_time={asked.guided_seconds}",
        ]
        is_well &= subprocess.run(command, check=False).returncode == 0
    sys.exit(0 if is_well else 1)


if __name__ == "__main__":
    main()

"""People who keep asking the real app while something is broken, and what came of it."""

import asyncio
import contextlib
import secrets
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from pydantic import SecretStr

from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.simulator.payloads import mention
from bot.slack.door import EVENTS_PATH
from bot.slack.serving import Serving, serving

QUESTIONS = ("who patches RDS?", "who patches frobnicator?", "who backs up DynamoDB?")
"""The second is one that we cannot answer, so that the store is asked to keep a miss."""
MOST_WAITING = 20
"""Questions in flight; a machine that is too slow for the pace is asked less, or nothing but queues would be measured."""


@dataclass(slots=True)
class Outcome:
    """What became of the questions."""

    asked: int = 0
    unanswered: list[str] = field(default_factory=list)
    """Why, for each."""
    doubled: int = 0
    """Threads with more than one reply; every third mention is delivered twice."""
    seconds: list[float] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    """The `ts` of each, where its reply belongs."""

    def __str__(self) -> str:
        """One row of a table."""
        times = sorted(self.seconds)
        p99 = times[int(len(times) * 0.99)] * 1e3
        return (
            f"{self.asked:6} asked  {len(self.unanswered):3} unanswered  {self.doubled:3} doubled   "
            f"p50 {statistics.median(times) * 1e3:6.1f} ms   p99 {p99:7.1f} ms"
        )


@contextlib.asynccontextmanager
async def app_before_slack(slack: SlackSimulator, settings: Settings) -> AsyncIterator[Serving]:
    """The real app, signed in, with `slack` delivering to it."""
    async with serving(settings, "127.0.0.1") as now:
        slack.app_url = f"http://127.0.0.1:{now.port}{EVENTS_PATH}"
        await now.signed_in.wait()
        yield now


def settings_for(slack: SlackSimulator, address: str) -> Settings:
    """An app that serves `slack` over HTTP with the store at `address`."""
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr(slack.bot_token),
        slack_signing_secret=SecretStr(slack.signing_secret),
        slack_api_url=slack.api_url,
        port=0,
        database_url=address,
        whosejob_questions_per_minute=0,
    )


@contextlib.asynccontextmanager
async def people(slack: SlackSimulator, per_second: float) -> AsyncIterator[Outcome]:
    """Slash commands and mentions in turn while the block runs; the outcome is complete after it."""
    outcome = Outcome()
    asking: set[asyncio.Task[None]] = set()
    clock = asyncio.create_task(_ask_steadily(slack, per_second, outcome, asking))
    try:
        yield outcome
    finally:
        clock.cancel()
        await asyncio.gather(*asking)
        replies = Counter(m.get("thread_ts") for m in slack.messages if m["where"] == "message")
        outcome.doubled = sum(replies[ts] > 1 for ts in outcome.mentions)
        outcome.unanswered += [f"mention {ts}" for ts in outcome.mentions if not replies[ts]]


async def _ask_steadily(
    slack: SlackSimulator, per_second: float, outcome: Outcome, asking: set[asyncio.Task[None]]
) -> None:
    started = time.perf_counter()
    while True:
        way = _command if outcome.asked % 2 else _mention
        task = asyncio.create_task(way(slack, outcome, outcome.asked))
        asking.add(task)
        task.add_done_callback(asking.discard)
        outcome.asked += 1
        await asyncio.sleep(max(0.0, started + outcome.asked / per_second - time.perf_counter()))
        while len(asking) > MOST_WAITING:
            await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)


async def _command(slack: SlackSimulator, outcome: Outcome, number: int) -> None:
    started = time.perf_counter()
    reply = await slack.command(QUESTIONS[number % len(QUESTIONS)])
    outcome.seconds.append(time.perf_counter() - started)
    if reply.status != 200 or "reference" in reply.body["text"]:
        outcome.unanswered.append(f"command {reply.status} {reply.body}")


async def _mention(slack: SlackSimulator, outcome: Outcome, number: int) -> None:
    """A mention in a channel of its own, because one channel is paced; twice at once for every third."""
    asked = mention(QUESTIONS[number % len(QUESTIONS)], slack.timestamp(), None, slack.user)
    inner = asked | {"channel": f"C{number}"}
    copies, name = 1 + (number % 3 == 0), secrets.token_hex(5)
    started = time.perf_counter()
    await asyncio.gather(*(slack.event(inner, f"Ev{name}") for _ in range(copies)))
    outcome.seconds.append(time.perf_counter() - started)
    outcome.mentions.append(inner["ts"])

"""Slack hangs, storms and takes its connections away, in front of a real process: `python -m benchmarks.slack_failing`.

Each part prints what the issue asks for beside what was seen, and fails when it is not met. tests/slack/test_slack_failing.py
runs the same parts, shorter. The parts are named on the command line; without names all run (about six minutes).
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.simulator import SlackSimulator, Trouble
from bot.simulator.payloads import Json, home_opened, mention

ROOT = Path(__file__).resolve().parent.parent


@dataclass(slots=True)
class Served:
    """A real `python -m bot serve`, with a simulated Slack in front of it."""

    slack: SlackSimulator
    process: asyncio.subprocess.Process
    port: int

    @property
    def rss_mb(self) -> float:
        """Memory that is resident, from /proc."""
        text = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        line = next(line for line in text.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    @property
    def fds(self) -> int:
        """Open file descriptors."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    async def is_ready(self) -> bool:
        """What /readyz says."""
        url = f"http://127.0.0.1:{self.port}/readyz"
        try:
            async with aiohttp.ClientSession() as session, session.get(url) as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False

    async def stop(self, times: int = 1) -> int:
        """Send SIGTERM so many times; the exit code."""
        for _ in range(times):
            self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), 60)


@contextlib.asynccontextmanager
async def served(*, is_socket_mode: bool = False) -> AsyncIterator[Served]:
    """One that is ready; it is gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        async with SlackSimulator() as slack:
            port = _free_port()
            slack.app_url = "" if is_socket_mode else f"http://127.0.0.1:{port}/slack/events"
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "bot", "serve"),
                cwd=folder,
                env=_environment(slack, port, is_socket_mode=is_socket_mode),
                stderr=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
            now = Served(slack, process, port)
            try:
                await _until_ready(now)
                yield now
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()


def _environment(slack: SlackSimulator, port: int, *, is_socket_mode: bool) -> dict[str, str]:
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORT": str(port)}
    token = {"SLACK_APP_TOKEN": slack.app_token}
    secret = {"SLACK_SIGNING_SECRET": slack.signing_secret}
    own = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_API_URL": slack.api_url}
    own["WHOSEJOB_QUESTIONS_PER_MINUTE"] = "0"  # one person asks all of it
    return kept | own | (token if is_socket_mode else secret)


def _free_port() -> int:
    import socket  # noqa: PLC0415 - only here

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def _until_ready(now: Served) -> None:
    for _ in range(600):
        if await now.is_ready():
            return
        if now.process.returncode is not None:
            break
        await asyncio.sleep(0.1)
    raise RuntimeError("never ready")


def question(number: int, channel: str | None = None) -> Json:
    """One in a channel of its own unless it is named."""
    inner = mention("who patches RDS?", ts=f"9.{number}")
    return inner | {"channel": channel or f"C{number}"}


async def brought(slack: SlackSimulator, inner: Json, pauses: tuple[float, ...]) -> int:
    """The last status of an event that is brought like Slack brings it: again after each pause until it is acknowledged."""
    event_id = f"Ev{inner['ts']}"
    status = 0
    for pause in (0.0, *pauses):
        await asyncio.sleep(pause)
        try:
            status = (await slack.event(inner, event_id)).status
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        if status == 200:
            break
    return status


def posted(slack: SlackSimulator) -> Counter[str]:
    """How many answers stand in each channel."""
    return Counter(m["channel"] for m in slack.messages if m["where"] == "message")


@dataclass(frozen=True, slots=True)
class Hang:
    """What hanging cost."""

    statuses: Counter[int]
    most_rss_mb: float
    """More than before it."""
    most_fds: int
    recovered_seconds: float


async def hang(seconds: float, rate: float, *, is_home: bool = False) -> Hang:
    """Slack hangs for `seconds` while `rate` questions a second come; or, without the store's part, openings of the Home tab."""

    async def ask(slack: SlackSimulator, number: int) -> int:
        inner = home_opened("U1", f"8.{number}", None) | {"ts": f"8.{number}"}
        return await brought(slack, inner if is_home else question(number), ())

    methods = ("views.publish",) if is_home else ("chat.postMessage", "chat.postEphemeral")
    async with served() as now:
        await asyncio.gather(*(ask(now.slack, number) for number in range(20)))
        before, most_rss, most_fds = now.rss_mb, 0.0, 0
        now.slack.standing |= dict.fromkeys(methods, Trouble.hang(seconds))
        sent: list[asyncio.Task[int]] = []
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            sent.append(asyncio.create_task(ask(now.slack, 100 + len(sent))))
            most_rss, most_fds = max(most_rss, now.rss_mb), max(most_fds, now.fds)
            await asyncio.sleep(max(0.0, began + len(sent) / rate - time.monotonic()))
        now.slack.standing.clear()
        healed, number = time.monotonic(), 90_000
        while await ask(now.slack, number) != 200:
            number += 1
        recovered = time.monotonic() - healed
        statuses = Counter(await asyncio.gather(*sent))
        return Hang(statuses, most_rss - before, most_fds, recovered)


@dataclass(frozen=True, slots=True)
class Storm:
    """What a storm of 429 did."""

    lost: int
    doubled: int
    most_posts: int
    """Calls of chat.postMessage for one channel while it lasted."""


async def storm(seconds: float, channels: int, each: int, pauses: tuple[float, ...]) -> Storm:
    """Slack answers 429 with Retry-After 1 for `seconds`; questions come meanwhile, brought again after `pauses`."""
    async with served() as now:
        now.slack.standing["chat.postMessage"] = Trouble.too_many("1")
        inners = [question(n, f"C{n % channels}") for n in range(channels * each)]
        sent = []
        for number, inner in enumerate(inners):
            sent.append(asyncio.create_task(brought(now.slack, inner, pauses)))
            await asyncio.sleep(seconds / len(inners) if number else 0)
        calls = Counter(a["channel"] for m, a in now.slack.calls if m == "chat.postMessage")
        del now.slack.standing["chat.postMessage"]
        await asyncio.gather(*sent)
        seen = posted(now.slack)
        lost = sum(max(0, each - seen[f"C{n}"]) for n in range(channels))
        doubled = sum(max(0, seen[f"C{n}"] - each) for n in range(channels))
        return Storm(lost, doubled, max(calls.values()))


@dataclass(frozen=True, slots=True)
class Stop:
    """What a stop in Socket Mode did."""

    acknowledged: int
    answered: int
    doubled: int
    exit_code: int
    seconds: float


async def stop(in_flight: int, slow_seconds: float) -> Stop:
    """SIGTERM twice with so many questions in flight over Socket Mode."""
    async with served(is_socket_mode=True) as now:
        now.slack.slow["chat.postMessage"] = slow_seconds
        sent = [asyncio.create_task(now.slack.event(question(n))) for n in range(in_flight)]
        while posts(now.slack) < in_flight:  # noqa: ASYNC110 - the simulator counts
            await asyncio.sleep(0.01)
        began = time.monotonic()
        code = await now.stop(times=2)
        seconds = time.monotonic() - began
        for task in sent:
            task.cancel() if not task.done() else None
        replies = [task.result() for task in sent if task.done() and not task.cancelled()]
        seen = posted(now.slack)
        acknowledged = sum(reply.status == 200 for reply in replies)
        return Stop(acknowledged, len(seen), max(seen.values(), default=0), code, seconds)


def posts(slack: SlackSimulator) -> int:
    """How many times chat.postMessage was called."""
    return sum(method == "chat.postMessage" for method, _ in slack.calls)


@dataclass(frozen=True, slots=True)
class Cuts:
    """What cutting and refreshing connections did."""

    statuses: Counter[int]
    lost: int
    doubled: int
    opened: int


async def cuts(questions: int, rate: float, refreshes: int, cut: int) -> Cuts:
    """Questions at `rate` over Socket Mode, while Slack refreshes and the network cuts connections."""
    async with served(is_socket_mode=True) as now:
        sockets = now.slack.sockets
        sockets.ack_seconds = 5.0
        while len(sockets.open) < 2:  # noqa: ASYNC110 - both connections
            await asyncio.sleep(0.1)
        acts = ["refresh"] * refreshes
        for number in range(cut):
            acts.insert(number * len(acts) // cut, "cut")
        every = max(1, questions // max(1, len(acts)))
        sent = []
        for number in range(questions):
            sent.append(asyncio.create_task(now.slack.event(question(number))))
            usable = [one for one in sockets.open if one.is_usable]
            if acts and number % every == 0 and len(usable) > 1:
                if acts.pop() == "cut":
                    sockets.cut(usable[0])
                else:
                    await sockets.say_goodbye("refresh_requested", usable[0])
            await asyncio.sleep(1 / rate)
        statuses = Counter(reply.status for reply in await asyncio.gather(*sent))
        seen = posted(now.slack)
        doubled = sum(number - 1 for number in seen.values())
        return Cuts(statuses, questions - len(seen), doubled, sockets.opened)


async def main(parts: list[str]) -> None:
    """Run the parts and print what was seen beside what is asked for."""
    if "hang" in parts:
        seen = await hang(60, 50)
        print(f"hang 60 s at 50/s        {seen}\n  asked: RSS <= +30 MB, fds <= 300, <= 2 s")
        print(f"the same, without store  {await hang(60, 50, is_home=True)}")
    if "storm" in parts:
        print(f"429 for 30 s             {await storm(30, 5, 10, (1.0, 20.0, 30.0, 30.0))}")
        print("  asked: 0 lost, 0 doubled, <= 30 posts in a channel")
    if "stop" in parts:
        print(f"SIGTERM, 100 in flight   {await stop(100, 1.0)}\n  asked: 100, 100, 1, exit 0")
    if "cuts" in parts:
        print(
            f"100 refreshes, 10 cuts   {await cuts(7500, 100, 100, 10)}\n  asked: 0 lost, 0 doubled"
        )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or ["hang", "storm", "stop", "cuts"]))

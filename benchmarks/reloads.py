"""A thousand reloads while 200 questions a second are asked: errors, mixed answers, and what it costs the slowest.
After them, two hundred bad edits: the answer stays what it was.

The real app in a process of its own, signed commands over sockets at a steady rate, whatever the answers take.
`python -m benchmarks.reloads [reloads] [questions a second]`; a reload takes about a second.
"""

import asyncio
import contextlib
import gc
import os
import re
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import aiohttp

from benchmarks.editions import QUESTION, Editions, numbers_in
from benchmarks.goals import Goal, lines
from benchmarks.soaking import MALLOC
from bot.simulator import SlackSimulator
from bot.slack.door import EVENTS_PATH

RELOADS = 1000
A_SECOND = 200
QUIET_SECONDS = 20.0


@dataclass
class Asked:
    """What came of many questions."""

    failed: Counter[str] = field(default_factory=Counter)
    """What came in place of an answer."""
    mixed: int = 0
    editions: set[int] = field(default_factory=set)
    seconds: list[float] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return self.failed.total()

    def p99_ms(self) -> float:
        """Of the times to an answer."""
        times = sorted(self.seconds)
        return times[int(len(times) * 0.99)] * 1000 if times else 0.0


@dataclass
class Running:
    """The app in its process, and the Slack in front of it."""

    slack: SlackSimulator
    base: str
    process: asyncio.subprocess.Process

    async def is_ready(self) -> bool:
        """Whether it would answer now; RuntimeError when it has ended."""
        if self.process.returncode is not None:
            raise RuntimeError
        with contextlib.suppress(aiohttp.ClientError):
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"{self.base}/readyz") as page,
            ):
                return page.status == 200
        return False

    async def reloads(self) -> dict[str, int]:
        """Outcome → how many, as /metrics tells it."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.base}/metrics") as page:
            text = await page.text()
        found = re.findall(r'whosejob_reloads_total\{outcome="(\w+)"\} ([\d.]+)', text)
        return {outcome: int(float(many)) for outcome, many in found}

    def megabytes(self) -> float:
        """Resident memory of the process; 0 where the system does not tell."""
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
            return int(status.partition("VmRSS:")[2].split()[0]) / 1024
        return 0.0


@contextlib.asynccontextmanager
async def running(knowledge: Path, data: Path) -> AsyncIterator[Running]:
    """`whosejob serve` over `knowledge`, signed in and answering."""
    async with SlackSimulator() as slack:
        base = f"http://127.0.0.1:{_free_port()}"
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "serve",
            env={**os.environ, **_environment(slack, base, knowledge, data)},
            stderr=asyncio.subprocess.DEVNULL,
        )
        slack.app_url = f"{base}{EVENTS_PATH}"
        app = Running(slack, base, process)
        try:
            await until(app.is_ready)
            yield app
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            await process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 120.0) -> None:
    """Wait for `condition`; TimeoutError when it does not come."""
    started = time.perf_counter()
    while not await condition():
        if time.perf_counter() - started > seconds:
            raise TimeoutError
        await asyncio.sleep(0.05)


def _environment(slack: SlackSimulator, base: str, knowledge: Path, data: Path) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "SLACK_APP_TOKEN": "",
        "PORT": base.rpartition(":")[2],
        **MALLOC,
        "WHOSEJOB_KNOWLEDGE": str(knowledge),
        "WHOSEJOB_DATA": str(data),
        "WHOSEJOB_QUESTIONS_PER_MINUTE": "0",
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
    }


async def ask(slack: SlackSimulator, asked: Asked) -> None:
    """One question."""
    started = time.perf_counter()
    try:
        reply = await slack.command(QUESTION)
    except (TimeoutError, aiohttp.ClientError) as error:
        asked.failed[type(error).__name__] += 1
        return
    asked.seconds.append(time.perf_counter() - started)
    numbers = numbers_in(reply.body)
    if reply.status != 200 or not numbers:
        asked.failed[f"{reply.status} {str(reply.body)[:60]}"] += 1
    asked.mixed += len(set(numbers)) > 1
    asked.editions.update(numbers)


async def ask_steadily(
    slack: SlackSimulator, a_second: float, asked: Asked, until: asyncio.Event
) -> None:
    """A question every 1/a_second, whether the ones before are answered or not."""
    started, sent = time.perf_counter(), 0
    async with asyncio.TaskGroup() as group:
        while not until.is_set():
            group.create_task(ask(slack, asked))
            sent += 1
            if sent % 500 == 0:
                slack.forget()  # or this process stands still ever longer, whenever it looks through it all
            await asyncio.sleep(max(0.0, started + sent / a_second - time.perf_counter()))


async def reload_until(editions: Editions, app: Running, reloads: int) -> None:
    """Edit, wait until the edit is served, edit again."""
    wanted = (await app.reloads()).get("ok", 0)

    async def is_served() -> bool:
        with contextlib.suppress(
            aiohttp.ClientError
        ):  # asked again; questions that fail are counted
            return (await app.reloads()).get("ok", 0) >= wanted
        return False

    for _ in range(reloads):
        wanted += 1
        editions.next()
        await until(is_served)


async def bad_edits(editions: Editions, app: Running, many: int) -> int:
    """Cut the file somewhere, `many` times; how often the answer was another than the last good one."""
    rng, changed = Random(1), 0
    good = (await app.slack.command(QUESTION)).body
    wanted = (await app.reloads()).get("refused", 0)

    async def is_refused() -> bool:
        return (await app.reloads()).get("refused", 0) >= wanted

    for _ in range(many):
        wanted += 1
        text = editions.text()
        editions.break_it(text[: rng.randrange(len(text))])
        await until(is_refused)
        changed += (await app.slack.command(QUESTION)).body != good
    return changed


async def while_asking(app: Running, a_second: float, work: "asyncio.Future[None]") -> Asked:
    """What came of the questions that were asked while `work` went on."""
    asked, done = Asked(), asyncio.Event()
    work.add_done_callback(lambda _: done.set())
    await ask_steadily(app.slack, a_second, asked, done)
    await work
    return asked


def tell(when: str, asked: Asked) -> None:
    """What came of the questions of one phase."""
    said = f"{len(asked.seconds):,} questions, p99 {asked.p99_ms():.1f} ms"
    print(f"{when}: {said}, {asked.mixed} mixed, failed {dict(asked.failed)}", flush=True)


async def measure(reloads: int, a_second: float) -> list[Goal]:
    """The figures, against their bounds."""
    with tempfile.TemporaryDirectory() as folder:
        editions = Editions(Path(folder) / "knowledge")
        async with running(editions.folder, Path(folder) / "var") as app:
            await while_asking(app, a_second, asyncio.ensure_future(asyncio.sleep(5)))
            gc.collect()
            gc.freeze()
            quiet = asyncio.ensure_future(asyncio.sleep(QUIET_SECONDS))
            before = await while_asking(app, a_second, quiet)
            tell("quiet", before)
            memory = app.megabytes()
            work = asyncio.ensure_future(reload_until(editions, app, reloads))
            during = await while_asking(app, a_second, work)
            tell("reloading", during)
            changed = await bad_edits(editions, app, reloads // 5)
            outcomes, grown = await app.reloads(), app.megabytes() - memory
    print(f"reloads: {outcomes}; memory {memory:.0f} MiB, {grown:+.0f} MiB since")
    return [
        Goal("reloads served", outcomes.get("ok", 0), reloads, at_least=True),
        Goal("editions seen in answers", len(during.editions), reloads, at_least=True),
        Goal("bad edits refused", outcomes.get("refused", 0), reloads // 5, at_least=True),
        Goal("answers changed by a bad edit", changed, 0),
        Goal("questions without an answer", during.errors + before.errors, 0),
        Goal("answers of two editions", during.mixed, 0),
        Goal("p99 more than without reloads, ms", during.p99_ms() - before.p99_ms(), 20),
        Goal("memory more, MiB", grown, 100),
    ]


def main() -> None:
    """Print the figures."""
    reloads = int(sys.argv[1]) if len(sys.argv) > 1 else RELOADS
    a_second = float(sys.argv[2]) if len(sys.argv) > 2 else A_SECOND
    print(lines(asyncio.run(measure(reloads, a_second))))


if __name__ == "__main__":
    main()

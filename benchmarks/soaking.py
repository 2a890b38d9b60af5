"""A real process with the simulator in front, and everything that people do with it, round by round. Linux: reads /proc."""

import asyncio
import contextlib
import os
import random
import resource
import signal
import socket
import string
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.simulator import Reply, SlackSimulator, payloads
from bot.simulator.acting import elements

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 8
ROUND = 400
"""Questions between two looks at the process; then everything in flight has landed."""
FAULT_EVERY = 25
"""Posts; one of so many is answered with a failure, as often as Slack might on a bad day."""
FAULTS: tuple[Any, ...] = (429, 500, 503, {"ok": False, "error": "service_unavailable"})
AGAIN_SECONDS = 1.1
"""Before the next try: after a 429 we leave the channel alone for a second."""
TRIES = 4
"""The delivery and Slack's three others."""
NEW_WORDS = 20_000
"""Said before the run: more than any cache of words may keep, so that what grows afterwards is a leak."""

MALLOC = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}
"""As in the Dockerfile. Without them glibc raises its threshold by itself, and its heap stays as large as its largest pieces."""

QUESTIONS = (
    "who patches RDS?",
    "do we have to back up DynamoDB?",
    "who rotates the keys of KMS?",
    "whose job is the operating system on EKS?",
    "compare Lambda and EC2",
    "what is ours in S3?",
    "who patches rsd custum?",
    "is encryption at rest our job on Aurora?",
)
FOLLOW_UPS = ("and on Fargate?", "what about backups?", "who configures the firewall?")


@dataclass(frozen=True, slots=True)
class Sample:
    """The process between two rounds."""

    at: float
    """Seconds since the start."""
    rss_mb: float
    files: int


@dataclass(slots=True)
class Soak:
    """What a run has done and seen so far."""

    slack: SlackSimulator
    process: subprocess.Popen[bytes]
    seed: int = 1
    asked: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)
    times: list[tuple[float, float]] = field(default_factory=list)
    """(when, how long) of each slash command, in seconds."""
    _random: random.Random = field(init=False)
    _started: float = field(init=False)
    _shown: Any = None
    """A posted answer, for clicks."""
    _thread: tuple[str, str] | None = None
    """The last one that was begun, and its channel."""
    _posts: int = 0
    """That this round has to bring."""

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._started = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.perf_counter() - self._started

    async def round(self, count: int = ROUND) -> None:
        """`count` doings, AT_ONCE at a time; then one sample, and the simulator forgets."""
        deeds = iter(self._random.choices(*zip(*_DEEDS, strict=True), k=count))

        async def work() -> None:
            for deed in deeds:
                self.slack.user = f"U{self._random.randrange(10**6):06d}"
                await deed(self)
                self.asked[deed.__name__] += 1

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        self._count_posts()
        self.samples.append(sample(self.process.pid, self.seconds))

    async def fill_caches(self) -> None:
        """Say NEW_WORDS words that nobody said before, forty in a message."""
        for _ in range(NEW_WORDS // 40):
            self._expect(await self.slack.command(f"who patches {self._new_words(40)}?"), 200)
        self.slack.forget()

    def _new_words(self, count: int) -> str:
        letters = string.ascii_lowercase
        return " ".join("".join(self._random.choices(letters, k=9)) for _ in range(count))

    def _count_posts(self) -> None:
        posted = [m for m in self.slack.messages if m["where"] == "message"]
        if len(posted) != self._posts:
            self.wrong["lost or doubled"] += abs(len(posted) - self._posts)
        self.wrong["dropped by Slack"] += len(self.slack.refused)
        self._shown = next((m for m in posted if m.get("blocks")), self._shown)
        self._posts = 0
        self.slack.forget()

    # --- what people do -----------------------------------------------------------------------

    async def command(self) -> None:
        started = time.perf_counter()
        self._expect(await self.slack.command(self._question()), 200)
        self.times.append((started - self._started, time.perf_counter() - started))

    async def miss(self) -> None:
        self._expect(await self.slack.command(f"who patches {self._new_words(3)}?"), 200)

    async def mention(self) -> None:
        ts, channel = self.slack.timestamp(), self._somewhere("C")
        self._thread = (ts, channel)
        asked = payloads.mention(self._question(), ts, None, self.slack.user)
        await self._bring(asked | {"channel": channel})

    async def follow_up(self) -> None:
        """Once in a thread: one that is asked in all the time is paced."""
        if self._thread is None:
            return
        (root, channel), self._thread = self._thread, None
        text = self._random.choice(FOLLOW_UPS)
        asked = payloads.mention(text, self.slack.timestamp(), root, self.slack.user)
        await self._bring(asked | {"channel": channel})

    async def direct(self) -> None:
        asked = payloads.direct_message(
            self._question(), self.slack.timestamp(), None, self.slack.user
        )
        await self._bring(asked | {"channel": self._somewhere("D")})

    async def click(self) -> None:
        if self._shown is None:
            return
        found = (e for _, e in elements(self._shown["blocks"]) if e["action_id"] == "why")
        element = next(found, None)
        if element:
            self._expect(await self.slack.click(element, self._shown), 200)

    async def home(self) -> None:
        ts = self.slack.timestamp()
        await self._bring_again(
            payloads.home_opened(self.slack.user, ts, self.slack.home), "event_ts"
        )

    async def unsigned(self) -> None:
        body = self._random.randbytes(self._random.randrange(2000))
        reply = await self.slack.deliver(body, headers={"X-Slack-Signature": "v0=" + "0" * 64})
        self._expect(reply, 401)

    async def misshapen(self) -> None:
        self._expect(await self.slack.deliver(b'{"event": [', "application/json"), 400)

    async def hang_up(self) -> None:
        port = int(self.slack.app_url.split(":")[2].split("/")[0])
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nhalf")
        await writer.drain()
        writer.transport.abort()

    def _somewhere(self, kind: str) -> str:
        """A place where nobody asked a moment ago: posts into one channel are paced."""
        return f"{kind}{self._random.randrange(10**6):06d}"

    def _question(self) -> str:
        return self._random.choice(QUESTIONS)

    async def _bring(self, inner: dict[str, Any]) -> None:
        """Deliver what must be answered by one post; now and then Slack refuses that post at first."""
        self._posts += 1
        if self._random.randrange(FAULT_EVERY) == 0:
            self.slack.failures["chat.postMessage"] = [self._random.choice(FAULTS)]
        await self._bring_again(inner, "ts")

    async def _bring_again(self, inner: dict[str, Any], named: str) -> None:
        """Deliver as Slack does: again, under the same id, while the app does not acknowledge."""
        event_id = f"Ev{inner[named].replace('.', '')}"
        for _ in range(TRIES):
            reply = await self.slack.event(inner, event_id)
            if reply.status == 200:
                return
            self.asked["(brought again)"] += 1
            await asyncio.sleep(AGAIN_SECONDS)
        self._expect(reply, 200)

    def _expect(self, reply: Reply, status: int) -> None:
        if reply.status != status:
            self.wrong[f"{reply.status} in place of {status}: {str(reply.body)[:80]}"] += 1


Deed = Callable[[Soak], Awaitable[None]]
_DEEDS: tuple[tuple[Deed, int], ...] = (
    (Soak.command, 61),
    (Soak.miss, 8),
    (Soak.mention, 9),
    (Soak.follow_up, 5),
    (Soak.direct, 5),
    (Soak.click, 5),
    (Soak.home, 2),
    (Soak.unsigned, 2),
    (Soak.misshapen, 2),
    (Soak.hang_up, 1),
)
"""What is done, and how often in a hundred."""


def sample(pid: int, at: float) -> Sample:
    """Memory and open files of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    files = len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208 - Path.iterdir of /proc is no shorter
    return Sample(at, pages * resource.getpagesize() / 1e6, files)


@contextlib.asynccontextmanager
async def soaking(folder: Path) -> AsyncIterator[Soak]:
    """A served app with a simulator in front. Its log is `folder/log`; it has ended by itself when this is left."""
    async with SlackSimulator() as slack:
        port = _free_port()
        slack.app_url = f"http://127.0.0.1:{port}/slack/events"
        environment = {
            "PATH": os.environ["PATH"],  # the process gets nothing else of ours
            "PYTHONPATH": str(ROOT),
            **MALLOC,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "PORT": str(port),
            "WHOSEJOB_DATA": str(folder),
            "WHOSEJOB_LOG": "json",
            "WHOSEJOB_QUESTIONS_PER_MINUTE": "0",
        }
        with (folder / "log").open("wb") as log:
            serve = [sys.executable, "-m", "bot", "serve"]
            process = subprocess.Popen(serve, cwd=folder, env=environment, stderr=log)  # noqa: ASYNC220 - nothing else runs yet
            try:
                await _ready(port, process)
                yield Soak(slack, process)
                process.send_signal(signal.SIGTERM)
                await asyncio.to_thread(process.wait, 40)
            finally:
                process.kill()


async def _ready(port: int, process: subprocess.Popen[bytes]) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(600):
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"http://127.0.0.1:{port}/readyz") as page:
                    if page.status == 200:
                        return
            if process.poll() is not None:
                break
            await asyncio.sleep(0.1)
    raise RuntimeError("the app did not become ready; its log says why")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])

"""What Slack does with an event that nobody acknowledges: it comes back at once, after 1 and after 5 minutes.

    async with Redelivering(slack, doors, minute_seconds=0.5) as events:
        story = await events.tell(mention("who patches RDS?", ts), copies=3)

Each try goes to one of `doors`, as a load balancer would choose, with `x-slack-retry-num` and `x-slack-retry-reason`.
Slack does not promise to send an event once, so `copies` of it can be under way together, each with tries of its own.
"""

import asyncio
import json
import random
import secrets
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import aiohttp

from bot.simulator import payloads
from bot.simulator.payloads import Json
from bot.simulator.slack import SlackSimulator

WAITS_MINUTES = (0.0, 0.0, 1.0, 5.0)
"""Before the first try, and before each further one (docs.slack.dev, Events API)."""
PATIENCE_SECONDS = 3.0
"""What Slack waits for an acknowledgement."""


@dataclass(slots=True)
class Story:
    """What became of one event."""

    inner: Json
    event_id: str
    acknowledged: bool = False
    """Whether any try of any copy was."""
    tries: list[str] = field(default_factory=list)
    """What came of each, in order: an HTTP status, or Slack's name for what went wrong."""


class Redelivering:
    """Delivers events to the doors of an app, and keeps on as Slack does. `doors` may change meanwhile."""

    def __init__(
        self,
        slack: SlackSimulator,
        doors: Sequence[str],
        *,
        minute_seconds: float = 60.0,
        patience_seconds: float = PATIENCE_SECONDS,
        chance: random.Random | None = None,
    ) -> None:
        self.doors = doors
        self.stories: list[Story] = []
        self.first_retry = 0
        """Number of the first try that is made; 1: as if no first copy had ever arrived anywhere."""
        self._slack = slack
        self._minute_seconds = minute_seconds
        self._patience = aiohttp.ClientTimeout(total=patience_seconds)
        self._chance = chance or random.Random(1)  # noqa: S311 - the same run again
        self._under_way: dict[str, list[Story]] = {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=self._patience)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session:
            await self._session.close()

    def under_way(self, door: str) -> int:
        """Deliveries that this door has and did not yet acknowledge."""
        return len(self._under_way.get(door, ()))

    async def tell(self, inner: Json, *, copies: int = 1, spread_seconds: float = 0.0) -> Story:
        """Deliver an event in `copies`, each begun within `spread_seconds`; return when Slack is through with all."""
        story = Story(inner, f"Ev{secrets.token_hex(5)}")
        self.stories.append(story)
        starts = [0.0, *(self._chance.uniform(0, spread_seconds) for _ in range(copies - 1))]
        await asyncio.gather(*(self._copy(story, start) for start in starts))
        return story

    async def _copy(self, story: Story, start_seconds: float) -> None:
        await asyncio.sleep(start_seconds)
        reason = ""
        for number in range(self.first_retry, len(WAITS_MINUTES)):
            await asyncio.sleep(WAITS_MINUTES[number] * self._minute_seconds)
            status, reason, is_last = await self._try(story, number, reason or "http_timeout")
            story.tries.append(reason or str(status))
            if not reason:
                story.acknowledged = True
            if not reason or is_last:
                return

    async def _try(self, story: Story, number: int, reason: str) -> tuple[int, str, bool]:
        """(HTTP status, why Slack will come back or nothing, whether the app forbade it)."""
        if not self.doors:
            return 0, "connection_failed", False
        door = self._chance.choice(self.doors)
        self._under_way.setdefault(door, []).append(story)
        try:
            return await self._post(door, story, self._retried(number, reason))
        except TimeoutError:
            return 0, "http_timeout", False
        except aiohttp.ClientError:
            return 0, "connection_failed", False
        finally:
            self._under_way[door].remove(story)

    async def _post(
        self, door: str, story: Story, headers: dict[str, str]
    ) -> tuple[int, str, bool]:
        assert self._session  # noqa: S101 - opened
        envelope = payloads.event(story.inner, story.event_id, int(time.time()))
        body = json.dumps(envelope).encode()
        now = str(int(time.time()))
        signed = {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": payloads.signature(self._slack.signing_secret, now, body),
        }
        async with self._session.post(door, data=body, headers=signed | headers) as answer:
            await answer.read()
            no_more = answer.headers.get("X-Slack-No-Retry") == "1"
            return answer.status, "" if answer.ok else f"http_error {answer.status}", no_more

    def _retried(self, number: int, reason: str) -> dict[str, str]:
        if not number:
            return {}
        return {
            "X-Slack-Retry-Num": str(number),
            "X-Slack-Retry-Reason": reason.split(maxsplit=1)[0],
        }

    # --- what came of it ----------------------------------------------------------------------

    def replies(self, story: Story) -> list[Json]:
        """What everybody sees as the answer: in the event's thread, or in the direct conversation where it was written."""
        return [m for m in self._slack.messages if _is_reply(m) and _place(m) == _awaited(story)]

    def counted(self) -> "Counted":
        """The sums over all events. A private note counts for its reader, so let each event have a user of its own."""
        replies = Counter(_place(m) for m in self._slack.messages if _is_reply(m))
        noted = {m.get("user") for m in self._slack.messages if m["where"] == "ephemeral"}
        silent = [s for s in self.stories if not replies[_awaited(s)]]
        return Counted(
            events=len(self.stories),
            tries=sum(len(story.tries) for story in self.stories),
            unacknowledged=sum(not story.acknowledged for story in self.stories),
            noted=sum(story.inner["user"] in noted for story in self.stories),
            lost=tuple(s for s in silent if s.acknowledged and s.inner["user"] not in noted),
            doubled=sum(replies[_awaited(story)] > 1 for story in self.stories),
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of many events."""

    events: int
    tries: int
    unacknowledged: int
    """Slack gave up."""
    noted: int
    """A private note told the person what to do."""
    lost: tuple[Story, ...]
    """Acknowledged, and nobody heard anything."""
    doubled: int
    """Answered more than once."""


def _is_reply(message: Json) -> bool:
    return bool(message["where"] == "message")


def _place(message: Json) -> tuple[str, str]:
    """Channel and thread."""
    return message.get("channel", ""), message.get("thread_ts", "")


def _awaited(story: Story) -> tuple[str, str]:
    """Where the answer belongs: a direct conversation has no thread unless it was written in one."""
    inner = story.inner
    is_direct = inner.get("channel_type") == "im"
    return inner["channel"], inner.get("thread_ts") or ("" if is_direct else inner["ts"])

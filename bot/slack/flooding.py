"""How much one person, and all people of one channel, may ask: nobody's flood fills a channel or delays the others.

Counted in this process: with several replicas a person has as many times the limit as there are replicas.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from enum import Enum, auto
from typing import Any

from slack_bolt.async_app import AsyncRespond
from slack_bolt.response import BoltResponse

from bot.rendering.carried import user_id
from bot.slack.sending import say_privately

MINUTE = 60.0
CLICKS = 6
"""Clicks for each question allowed: a click is cheap, and most of them show one person one thing."""
CHANNEL_PER_MINUTE = 60
"""Slack takes one post a second in a channel."""
MOST_REMEMBERED = 10_000
"""People and channels; who was quiet the longest is forgotten first, and begins anew."""

TOO_MANY = "That was a lot within one minute. I answer you again in a minute."
BUSY_CHANNEL = (
    "Too many people ask me here at the moment. Please ask again in a minute, or use /whosejob."
)

Clock = Callable[[], float]


class Turn(Enum):
    """What becomes of a question."""

    ANSWER = auto()
    SAY_SO = auto()
    """It is one too many; the person is told, once."""
    SILENT = auto()


class _Bucket:
    """Tokens of one person or channel. If it `shuts`, it is shut for a minute once it is empty, and full again then."""

    def __init__(self, most: int, now: float, *, shuts: bool) -> None:
        self._most = most
        self._tokens = float(most)
        self._at = now
        self._shuts = shuts
        self._opens_at = 0.0
        self._let_in: deque[str] = deque(maxlen=most)

    def take(self, now: float, key: str = "") -> Turn:
        """One token. `key`: of the delivery; one that was let in before costs nothing when it comes back."""
        if key and key in self._let_in:
            return Turn.ANSWER
        if now < self._opens_at:
            return Turn.SILENT
        self._tokens = min(self._most, self._tokens + (now - self._at) * self._most / MINUTE)
        self._at = now
        if self._tokens < 1:
            self._opens_at = now + MINUTE if self._shuts else 0.0
            return Turn.SAY_SO
        self._tokens -= 1
        self._let_in.append(key)
        return Turn.ANSWER


class _Buckets:
    """A bucket for each of the last MOST_REMEMBERED that asked."""

    def __init__(self, most: int, clock: Clock, *, shuts: bool = True) -> None:
        self._most = most
        self._clock = clock
        self._shuts = shuts
        self._all: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, who: str, key: str = "") -> Turn:
        now = self._clock()
        bucket = self._all.pop(who, None) or _Bucket(self._most, now, shuts=self._shuts)
        self._all[who] = bucket
        if len(self._all) > MOST_REMEMBERED:
            self._all.popitem(last=False)
        return bucket.take(now, key)


class Floods:
    """Who may ask now. `per_minute` questions of one person; 0 is no limit, for clicks and channels neither."""

    def __init__(self, per_minute: int = 0, clock: Clock = time.monotonic) -> None:
        self._is_limited = per_minute > 0
        self._people = _Buckets(per_minute, clock)
        self._clicks = _Buckets(per_minute * CLICKS, clock)
        self._channels = _Buckets(CHANNEL_PER_MINUTE, clock, shuts=False)
        self._told = _Buckets(1, clock)

    def question(self, user: str, key: str = "") -> Turn:
        """Whether `user` may ask this; `key` is the same when Slack delivers it again."""
        return self._people.take(user, key) if self._is_limited else Turn.ANSWER

    def click(self, user: str) -> Turn:
        """Whether `user` may click."""
        return self._clicks.take(user) if self._is_limited else Turn.ANSWER

    def message(self, event: dict[str, Any], key: str) -> tuple[Turn, str]:
        """Whether a message is answered now, and if not, why. `key` names its delivery."""
        user, channel = user_id(event["user"]), str(event["channel"])
        turn = self.question(user, key)
        if turn is Turn.ANSWER and event.get("channel_type") != "im":
            return self.in_channel(channel, user, key), BUSY_CHANNEL
        return turn, TOO_MANY

    def in_channel(self, channel: str, user: str, key: str = "") -> Turn:
        """Whether the channel has room for one more answer; each person is told once a minute that it has not."""
        if not self._is_limited or self._channels.take(channel, key) is Turn.ANSWER:
            return Turn.ANSWER
        told = self._told.take(f"{channel} {user}")
        return Turn.SAY_SO if told is Turn.ANSWER else Turn.SILENT


def calm(floods: Floods) -> Callable[..., Awaitable[BoltResponse | None]]:
    """Middleware of Bolt: lets a click through, or acknowledges it and does nothing else."""

    async def clicked(
        body: dict[str, Any], respond: AsyncRespond, next_: Callable[[], Awaitable[None]]
    ) -> BoltResponse | None:
        user = body.get("user")
        if body.get("type") != "block_actions" or not isinstance(user, dict):
            await next_()
            return None
        turn = floods.click(str(user.get("id")))
        if turn is Turn.ANSWER:
            await next_()
            return None
        if turn is Turn.SAY_SO and body.get("response_url"):
            await say_privately(respond, TOO_MANY)
        return BoltResponse(status=200, body="")

    return clicked

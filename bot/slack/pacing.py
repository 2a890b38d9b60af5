"""At most one post a second into one channel, as Slack asks, with a few at once when it was quiet before.

Who would have to wait too long is told so at once: Slack then brings the delivery again later.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

SECONDS_BETWEEN = 1.0
"""Slack: one message a second and channel; "short bursts" are let through."""
BURST = 3
"""Posts at once into a channel that was quiet."""
MOST_CHANNELS = 10_000
"""Remembered at one time; above it those are forgotten that have waited longest to be used. Who has nothing due is forgotten
before that.
"""


_FORGOTTEN_AT_ONCE = 2
"""More than come, so that the others run out."""


@dataclass(slots=True)
class _Channel:
    due: float = 0.0
    """When the next post would be due if posts came evenly."""
    held: float = 0.0
    """Until when Slack wants none."""

    def is_free(self, now: float) -> bool:
        """Whether it is as good as one that was never used."""
        return max(self.due, self.held) <= now


class Pacing:
    """When each channel may be posted into next. For one event loop."""

    def __init__(
        self,
        seconds_between: float = SECONDS_BETWEEN,
        burst: int = BURST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._between = seconds_between
        self._tolerance = seconds_between * (burst - 1)
        self._clock = clock
        self._channels: dict[str, _Channel] = {}

    async def turn(self, channel: str, most_seconds: float) -> bool:
        """Wait for the channel's turn; False without taking it when that is more than `most_seconds` away, or when
        Slack wanted us to hold while we waited.
        """
        now = self._clock()
        state = self._state(channel, now)
        wait = max(state.due - self._tolerance, state.held) - now
        if wait > most_seconds:
            return False
        state.due = max(state.due, now) + self._between
        if wait > 0:
            await asyncio.sleep(wait)
        return state.held <= self._clock()

    def hold(self, channel: str, seconds: float) -> None:
        """Slack wants nothing more in this channel for so long; after it there is no burst."""
        now = self._clock()
        state = self._state(channel, now)
        state.held = max(state.held, now + seconds)
        state.due = max(state.due, state.held + self._tolerance)

    def __len__(self) -> int:
        return len(self._channels)

    def _state(self, channel: str, now: float) -> _Channel:
        """The channel's, now the last in line to be forgotten."""
        state = self._channels.pop(channel, None) or _Channel()
        for oldest in list(islice(self._channels, _FORGOTTEN_AT_ONCE)):
            if self._channels[oldest].is_free(now) or len(self._channels) >= MOST_CHANNELS:
                del self._channels[oldest]
        self._channels[channel] = state
        return state

"""The heartbeat: whether the event loop turns, and how late.

A loop that is blocked serves no page at all: whoever asks /livez sees no answer in time, which is answer enough. What the
page itself can say is that the heart stopped while the loop goes on. What a block leaves is a line in the log and the
metrics.
"""

import asyncio
import logging
import time
from collections.abc import Callable

from bot.metrics import Metrics

_log = logging.getLogger(__name__)

BEAT_SECONDS = 0.05
"""Half of what is warned of, so that no longer block slips between two beats."""
LATE_SECONDS = 0.1
STOPPED_SECONDS = 3.0
"""Slack gives up on a delivery after three."""
WARN_EVERY_SECONDS = 10.0
WORST_OF_SECONDS = 60.0


class Heartbeat:
    """Beats from start() to stop(). `now` is a clock that only goes forward, in seconds."""

    def __init__(self, metrics: Metrics, now: Callable[[], float] = time.monotonic) -> None:
        self._metrics = metrics
        self._now = now
        self._task: asyncio.Task[None] | None = None
        self._last = now()
        self._warned = float("-inf")
        self._since = self._last
        self._worst = self._worst_before = 0.0

    def start(self) -> None:
        """Beat in the running event loop."""
        self._task = asyncio.create_task(self._run())

    def stop(self) -> None:
        """Beat no more."""
        if self._task:
            self._task.cancel()

    async def _run(self) -> None:
        while True:
            asleep = self._now()
            await asyncio.sleep(BEAT_SECONDS)
            self.beat(self._now() - asleep - BEAT_SECONDS)

    def trouble(self) -> str | None:
        """Why we would not call ourselves alive; None while the heart beats."""
        still = self._now() - self._last
        return None if still < STOPPED_SECONDS else f"the event loop stood still for {still:.0f} s"

    @property
    def worst_lag(self) -> float:
        """Seconds: the latest beat of this minute and the one before."""
        return max(self._worst, self._worst_before)

    def beat(self, late: float) -> None:
        """Note a beat that came `late` seconds late."""
        self._last = self._now()
        if self._last - self._since > WORST_OF_SECONDS:
            self._since, self._worst_before, self._worst = self._last, self._worst, 0.0
        self._worst = max(self._worst, late)
        self._metrics.lag.observe(max(late, 0.0))
        self._metrics.worst_lag.set(self.worst_lag)
        if late > LATE_SECONDS and self._last - self._warned > WARN_EVERY_SECONDS:
            self._warned = self._last
            _log.warning("the event loop stood still", extra={"ms": round(late * 1000)})

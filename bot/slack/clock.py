"""Our clock against Slack's. Slack signs the time; from five minutes apart on, every delivery would be refused."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime

from bot.metrics import Metrics

_log = logging.getLogger(__name__)

WARN_SECONDS = 60.0
STOP_SECONDS = 240.0
"""A minute before the gate's five are over."""
LOOK_SECONDS = 300.0
LOOK_AGAIN_SECONDS = 2.0
"""While the clocks are too far apart."""


class Clock:
    """How far our clock is ahead of Slack's, from the Date of Slack's last answer."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._warned = False
        self.skew = 0.0
        """Seconds; positive when ours is ahead."""

    def note(self, date: str | None) -> None:
        """Take the Date header of an answer that just came; what is no date is left aside."""
        try:
            theirs = parsedate_to_datetime(date or "").timestamp()
        except (ValueError, OverflowError):
            return
        self.skew = time.time() - theirs
        self._metrics.clock_skew.set(self.skew)
        is_far = abs(self.skew) > WARN_SECONDS
        if is_far and not self._warned:
            _log.warning("%s. Set this machine's clock (NTP)", self._apart())
        self._warned = is_far

    def trouble(self) -> str | None:
        """Why no delivery would be believed; None while the clocks are near enough."""
        return self._apart() if abs(self.skew) > STOP_SECONDS else None

    def worry(self) -> str | None:
        """What to look after, before it stops us."""
        return self._apart() if WARN_SECONDS < abs(self.skew) <= STOP_SECONDS else None

    def _apart(self) -> str:
        side = "ahead of" if self.skew > 0 else "behind"
        return f"this machine's clock is {abs(self.skew):.0f} s {side} Slack's"


async def watch_clock(clock: Clock, call: Callable[[], Awaitable[object]]) -> None:
    """Make a `call` of Slack's Web API every few minutes, until cancelled: its answer brings the time to `clock`."""
    while True:
        await asyncio.sleep(LOOK_AGAIN_SECONDS if clock.trouble() else LOOK_SECONDS)
        with contextlib.suppress(
            Exception
        ):  # whoever answers questions says what is wrong with Slack
            await call()

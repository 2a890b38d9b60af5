"""Bolt, asked for so many deliveries at once and no more: both ways in hand over here."""

import asyncio
import contextlib

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.metrics import Metrics

DRAIN_SECONDS = 20.0
"""What a stop waits for answers in flight; Heroku kills after 30."""
MOST_IN_FLIGHT = 200
"""Deliveries being answered at one time. Each may hold two sockets, so this bounds memory and file descriptors while
Slack hangs: 50 deliveries a second that take 2.4 s each are 120.
"""


class Dispatching:
    """Counts and times what is being answered; over the bound Slack is told to come back."""

    def __init__(self, bolt: AsyncApp, metrics: Metrics, most: int = MOST_IN_FLIGHT) -> None:
        self._bolt = bolt
        self._metrics = metrics
        self._most = most
        self.in_flight = 0
        self._is_idle = asyncio.Event()
        self._is_idle.set()

    async def async_dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        """What Bolt answers to `request`; 503 when too much is in flight."""
        if self.in_flight >= self._most:
            return BoltResponse(status=503, body="busy")
        self.in_flight += 1
        self._is_idle.clear()
        try:
            with self._metrics.in_flight.track_inprogress(), self._metrics.acknowledged.time():
                return await self._bolt.async_dispatch(request)
        finally:
            self.in_flight -= 1
            if not self.in_flight:
                self._is_idle.set()

    async def drained(self, seconds: float) -> int:
        """Wait until nothing is being answered, at most `seconds`. How many answers are still under way."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._is_idle.wait(), seconds)
        return self.in_flight

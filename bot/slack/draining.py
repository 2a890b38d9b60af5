"""Bolt's app that knows what it is answering, so that a stop can wait for it: over HTTP and Socket Mode alike."""

import asyncio
import contextlib
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse


class DrainableApp(AsyncApp):
    """AsyncApp, and `drained()`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._in_flight = 0
        self._is_idle = asyncio.Event()
        self._is_idle.set()

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """As Bolt's own, counted."""
        self._in_flight += 1
        self._is_idle.clear()
        try:
            return await super().async_dispatch(req)
        finally:
            self._in_flight -= 1
            if not self._in_flight:
                self._is_idle.set()

    async def drained(self, seconds: float) -> int:
        """Wait until nothing is being answered, at most `seconds`. How many answers are still under way."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._is_idle.wait(), seconds)
        return self._in_flight

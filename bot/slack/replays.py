"""A signed request has one effect, however often it is sent within the minutes that its signature is good for.

Whoever holds a request that Slack signed (a proxy, a log of one) can send it again as it was, and nothing else. Only
what was answered counts: a copy of one that failed is answered, and one that comes meanwhile waits for the first.
Kept in this process alone: across replicas and restarts the store's keys guard messages (deliveries.py).
"""

import asyncio
from collections.abc import Awaitable, Callable

from slack_bolt.response import BoltResponse

MOST = 16_384
"""Signatures kept, about 3 MB: ten minutes of 27 a second. Beyond it the oldest are forgotten."""


class Replays:
    """The signatures of late, by 16 of their bytes."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._copies: dict[bytes, asyncio.Lock | None] = {}
        """A lock while the first copy is being answered, None from then on. In the order of arrival."""

    async def once(
        self, signature: str, answer: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        """`answer()`, or an empty 200 when a copy was answered before. A 5xx is no answer: Slack will come back."""
        key = bytes.fromhex(signature[-32:])
        lock = self._copies.setdefault(key, asyncio.Lock())
        if lock is None:
            return _nothing()
        self._forget_oldest()
        async with lock:
            if self._copies.get(key, lock) is None:
                return _nothing()
            response = await answer()
            if response.status < 500:
                self._copies[key] = None
            return response

    def _forget_oldest(self) -> None:
        while len(self._copies) > self._most:
            self._copies.pop(next(iter(self._copies)))


def _nothing() -> BoltResponse:
    return BoltResponse(status=200, body="")

"""What lies between an app and Slack: calls that take their time, and answers that are lost on the way."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Delays:
    """Applies to every call of the Web API."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        """Method → what a call takes; it is done half way through."""
        self.lost: dict[str, int] = {}
        """Method → how many of the next calls are done and never answered: the connection breaks."""

    @web.middleware
    async def apply(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Hand the call on, and its answer back."""
        method = request.match_info.get("method", "")
        half = self.seconds.get(method, 0) / 2
        await asyncio.sleep(half)
        try:
            answer = await handler(request)
        except ConnectionError:  # the app was killed before it had sent the whole call
            return web.Response(status=400)
        await asyncio.sleep(half)
        if self.lost.get(method, 0) > 0 and request.transport:
            self.lost[method] -= 1
            request.transport.abort()
        return answer

"""The HTTP server around the door, with what aiohttp alone does not limit: silent connections, and how many there are.

aiohttp closes a connection that sends no whole head within its keep-alive time, and takes any number of them. One
half-sent request used to delay our exit by a minute, 200 of them stayed open for good.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.slack.gate import RefusedError
from bot.slack.limits import Limits
from bot.slack.refusal_log import RefusalLog

_log = logging.getLogger(__name__)

_SWEEPS = 20
"""In the time that a head may take."""
_QUIET_SWEEPS = 4
"""Sweeps in a row that a connection must have been quiet in before it goes for being one too many. Whoever comes while the
loop stands still has asked long ago, and is read a few turns later: closing it at once would lose a question.
"""
_CONTINUE = "100-continue"

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


async def open_runner(
    app: web.Application, limits: Limits, refusals: RefusalLog, drain_seconds: float
) -> web.AppRunner:
    """What serves `app` within `limits`, set up; a stop waits `drain_seconds` for answers, and for nobody else."""
    reaper = _Reaper(limits)
    runner = web.AppRunner(
        app,
        access_log=None,
        auto_decompress=False,  # nothing compressed is taken, see gate.py
        keepalive_timeout=limits.keep_alive_seconds,
        lingering_time=limits.linger_seconds,
        logger=_ServerLog(refusals),
        shutdown_timeout=drain_seconds,
    )

    async def reaping(_: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(reaper.sweep(runner))
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    app.cleanup_ctx.append(reaping)
    await runner.setup()
    if runner.server:
        runner.server.request_handler = reaper.heard(runner.server.request_handler, refusals)
    return runner


class _Reaper:
    """Closes who says nothing for too long, and above the limit who has been quiet for a while."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._since: dict[web.RequestHandler, float] = {}
        """When we saw each connection first; oldest first."""
        self._heard: set[web.RequestHandler] = set()
        """Who has sent a whole head; after that aiohttp's keep-alive time holds."""
        self._busy: set[web.RequestHandler] = set()
        self._quiet: dict[web.RequestHandler, int] = {}
        """Sweeps in a row in which each had nothing to answer."""

    def heard(self, handler: Handler, refusals: RefusalLog) -> Handler:
        """`handler`, noting whose request it gets."""

        async def noting(request: web.BaseRequest) -> web.StreamResponse:
            connection = request.protocol
            self._heard.add(connection)
            self._busy.add(connection)
            self._quiet[connection] = 0
            try:
                if request.headers.get("Expect", _CONTINUE).lower() == _CONTINUE:
                    return await handler(request)
                refusals.note(RefusedError(417, "unknown expectation"), None)
                return web.Response(
                    status=417
                )  # aiohttp repeats it, and raises where it is no text
            finally:
                self._busy.discard(connection)

        return noting

    async def sweep(self, runner: web.AppRunner) -> None:
        """For as long as we serve."""
        wait = self._limits.head_seconds / _SWEEPS
        while True:
            await asyncio.sleep(wait)
            if runner.server:
                now = asyncio.get_running_loop().time()
                self._reap(runner.server.connections, now - wait, now)

    def _reap(self, connections: Iterable[web.RequestHandler], before: float, now: float) -> None:
        """`before` is when a connection that is new to us may have come."""
        self._since = {one: self._since.get(one, before) for one in connections}
        self._heard &= self._since.keys()
        self._quiet = {
            one: 0 if one in self._busy else self._quiet.get(one, 0) + 1 for one in self._since
        }
        silent = [one for one in self._since if one not in self._heard]
        late = [one for one in silent if now - self._since[one] >= self._limits.head_seconds]
        quiet = [one for one in self._since if self._quiet[one] >= _QUIET_SWEEPS]
        quiet.sort(key=self._heard.__contains__)  # who never said anything goes first
        surplus = max(0, len(self._since) - self._limits.connections)
        closed = {*late, *quiet[:surplus]}
        for one in closed:
            one.force_close()
        if len(closed) > len(late):
            _log.warning("over %s connections; closed quiet ones", self._limits.connections)


class _ServerLog(logging.LoggerAdapter[logging.Logger]):
    """aiohttp's own log: what is no HTTP is one more refusal, without the traceback and the bytes."""

    def __init__(self, refusals: RefusalLog) -> None:
        super().__init__(logging.getLogger("aiohttp.server"))
        self._refusals = refusals

    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:
        if not self._is_refusal(kwargs.get("exc_info")):
            super().exception(msg, *args, **kwargs)

    def debug(self, msg: object, *args: object, **kwargs: Any) -> None:
        if not self._is_refusal(kwargs.get("exc_info")):
            super().debug(msg, *args, **kwargs)

    def _is_refusal(self, error: object) -> bool:
        is_one = isinstance(error, HttpProcessingError)
        if is_one:
            self._refusals.note(RefusedError(400, "not HTTP"), None)
        return is_one

"""What goes wrong between an app and Slack: answers that are late, broken, cut off, or come from somebody else."""

import asyncio
import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from aiohttp import web

from bot.simulator.payloads import Json

_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER with no time: closing sends a reset."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What Slack answers instead of what it should."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain"
    headers: Mapping[str, str] = field(default_factory=dict)
    wait_seconds: float = 0.0
    """How long it says nothing first."""
    is_done: bool = False
    """Whether Slack does what was asked all the same."""
    is_cut: bool = False
    """Whether the connection is reset instead of an answer."""
    raw: bytes = b""
    """What is sent instead of HTTP before the connection is closed."""

    @classmethod
    def of(cls, planned: "Json | int | Trouble") -> "Trouble":
        """A failure as tests write it: an error body, an HTTP status, or a whole Trouble."""
        if isinstance(planned, Trouble):
            return planned
        if isinstance(planned, int):
            return cls(status=planned, body=b"simulated failure")
        return cls.json(planned)

    @classmethod
    def json(cls, body: object, status: int = 200, **headers: str) -> Self:
        """An answer in JSON; `Retry_After="1"` becomes a header of that name."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(status, json.dumps(body).encode(), "application/json", named)

    @classmethod
    def html(cls, status: int) -> Self:
        """A page for people, as a proxy in between sends it."""
        return cls(status, b"<html><body>Something went wrong.</body></html>", "text/html")

    @classmethod
    def too_many(cls, retry_after: str) -> Self:
        """Slack's 429."""
        return cls.json({"ok": False, "error": "ratelimited"}, 429, Retry_After=retry_after)

    @classmethod
    def hang(cls, seconds: float = 60.0) -> Self:
        """Nothing for so long; then it is done, too late."""
        return cls(status=504, wait_seconds=seconds)

    @classmethod
    def cut(cls, *, is_done: bool) -> Self:
        """The connection is reset before Slack accepted the call, or after it."""
        return cls(is_cut=True, is_done=is_done)

    async def answer(self, request: web.Request) -> web.Response:
        """Do it to `request`."""
        if self.wait_seconds:
            await asyncio.sleep(self.wait_seconds)
        if self.is_cut:
            cut(request.transport)
        elif self.raw and request.transport:
            request.transport.write(self.raw)
            request.transport.close()
        return web.Response(
            status=self.status,
            body=self.body,
            headers={"Content-Type": self.content_type, **self.headers},
        )


def cut(transport: asyncio.BaseTransport | None) -> None:
    """Reset a TCP connection, as a broken network does."""
    if transport is None or transport.is_closing():
        return
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    transport.abort()  # type: ignore[attr-defined]

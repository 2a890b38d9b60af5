"""Keeps everybody out but the page itself: other websites, names that were bent to 127.0.0.1, oversized bodies.

Any website that the person has open may send requests to 127.0.0.1. Three checks: the Host header must be ours (a
name rebound to 127.0.0.1 is not), the Origin must be ours where there is one, and everything under /api/ needs the
token of this run, which only a page of our own origin can read.
"""

import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web

TOKEN_HEADER = "X-Playground-Token"  # noqa: S105 - the name of a header
MAX_BODY_BYTES = 64 * 1024

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guarding(token: str, port: Callable[[], int]) -> Callable[..., Awaitable[web.StreamResponse]]:
    """A middleware that refuses what did not come from our page and puts the headers on every response."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        refused = refusal(request, token, port())
        response: web.StreamResponse
        try:
            response = web.Response(status=403, text=refused) if refused else await handler(request)
        except web.HTTPException as error:
            response = web.Response(status=error.status, text=f"{error.status}: {error.reason}\n")
        response.headers.update(HEADERS)
        return response

    return guard


def refusal(request: web.Request, token: str, port: int) -> str | None:
    """Why this request is not from our page; None when it is."""
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    if request.headers.get("Host") not in hosts:
        return f"Open this page as http://127.0.0.1:{port}/\n"
    origin = request.headers.get("Origin")
    if origin is not None and origin not in {f"http://{host}" for host in hosts}:
        return "Another website may not use this page.\n"
    given = request.headers.get(TOKEN_HEADER, "")
    if request.path.startswith("/api/") and not hmac.compare_digest(
        given.encode("utf-8", "replace"), token.encode()
    ):
        return "This page is from an earlier run. Reload it.\n"
    return None

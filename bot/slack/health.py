"""What is asked from outside about how we are: /livez, /readyz, /metrics."""

from collections.abc import Callable, Mapping

from aiohttp import web

from bot.metrics import CONTENT_TYPE, Metrics

Cause = str
Check = Callable[[], Cause | None]
"""Why a question sent now would not be answered, in a few words; None when all is well. Cheap, and never waits."""


class Health:
    """Named checks; each part that can keep us from answering adds its own."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}

    def add(self, name: str, check: Check) -> None:
        """From now on we are ready only while `check` finds no cause."""
        self._checks[name] = check

    def causes(self) -> Mapping[str, Cause]:
        """Every reason why we are not ready, by name; empty when we are."""
        found = {name: check() for name, check in self._checks.items()}
        return {name: cause for name, cause in found.items() if cause}


def add_pages(app: web.Application, health: Health, metrics: Metrics) -> None:
    """Serve the pages on `app`."""

    async def livez(_: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def readyz(_: web.Request) -> web.Response:
        causes = health.causes()
        if not causes:
            return web.Response(text="ready\n")
        lines = "".join(f"{name}: {cause}\n" for name, cause in causes.items())
        return web.Response(status=503, text=f"not ready\n{lines}")

    async def counted(_: web.Request) -> web.Response:
        return web.Response(body=metrics.page(), headers={"Content-Type": CONTENT_TYPE})

    app.router.add_get("/livez", livez)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", counted)

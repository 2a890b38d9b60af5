"""What is asked from outside about how we are: /livez, /readyz, /statusz, /metrics."""

import hmac
from collections.abc import Callable, Mapping

from aiohttp import web
from pydantic import SecretStr

from bot.metrics import CONTENT_TYPE, Metrics

Cause = str
Check = Callable[[], Cause | None]
"""Why a question sent now would not be answered, in a few words; None when all is well. Cheap, and never waits."""
Fact = Callable[[], object]
"""Something to show, as JSON has it: counts, times, states. Never a name, a token or a text."""


class Health:
    """Named checks; each part that can keep us from answering adds its own."""

    def __init__(self, alive: Check = lambda: None) -> None:
        self.alive = alive
        """Why we had better be started anew; None while we live."""
        self._checks: dict[str, Check] = {}
        self._worries: dict[str, Check] = {}
        self._facts: dict[str, Fact] = {}

    def add(self, name: str, check: Check) -> None:
        """From now on we are ready only while `check` finds no cause."""
        self._checks[name] = check

    def worry(self, name: str, check: Check) -> None:
        """What `check` finds is shown on the pages; we are ready all the same."""
        self._worries[name] = check

    def tell(self, name: str, fact: Fact) -> None:
        """`/statusz` shows `fact` under `name`."""
        self._facts[name] = fact

    def causes(self) -> Mapping[str, Cause]:
        """Every reason why we are not ready, by name; empty when we are."""
        return _found(self._checks)

    def worries(self) -> Mapping[str, Cause]:
        """What somebody should look at although questions are answered, by name."""
        return _found(self._worries)

    def status(self) -> Mapping[str, object]:
        """All that `/statusz` shows."""
        causes = self.causes()
        facts = {name: fact() for name, fact in self._facts.items()}
        return {
            "ready": not causes,
            "causes": dict(causes),
            "worries": dict(self.worries()),
            **facts,
        }

    def measure(self, metrics: Metrics) -> None:
        """Set the gauges of every check as they are now."""
        causes, worries = self.causes(), self.worries()
        for name in self._checks:
            metrics.not_ready.labels(name).set(name in causes)
        for name in self._worries:
            metrics.degraded.labels(name).set(name in worries)


def _found(checks: Mapping[str, Check]) -> Mapping[str, Cause]:
    found = {name: check() for name, check in checks.items()}
    return {name: cause for name, cause in found.items() if cause}


class Pages:
    """The pages. /livez and /readyz are for everybody; the other two want `token`, if there is one."""

    def __init__(self, health: Health, metrics: Metrics, token: SecretStr | None = None) -> None:
        self._health = health
        self._metrics = metrics
        self._wanted = f"Bearer {token.get_secret_value()}".encode() if token else None

    def add_to(self, app: web.Application) -> None:
        """Serve them on `app`."""
        app.router.add_get("/livez", self._livez)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/statusz", self._statusz)
        app.router.add_get("/metrics", self._counted)

    async def _livez(self, _: web.Request) -> web.Response:
        cause = self._health.alive()
        if cause:
            return web.Response(status=503, text=f"not alive\n{cause}\n")
        return web.Response(text="alive\n")

    async def _readyz(self, _: web.Request) -> web.Response:
        causes = self._health.causes()
        found = [*causes.items(), *self._health.worries().items()]
        lines = "".join(f"{name}: {cause}\n" for name, cause in found)
        if causes:
            return web.Response(status=503, text=f"not ready\n{lines}")
        return web.Response(text=f"ready\n{lines}")

    async def _statusz(self, request: web.Request) -> web.Response:
        return self._refused(request) or web.json_response(dict(self._health.status()))

    async def _counted(self, request: web.Request) -> web.Response:
        refused = self._refused(request)
        if refused:
            return refused
        self._health.measure(self._metrics)
        return web.Response(body=self._metrics.page(), headers={"Content-Type": CONTENT_TYPE})

    def _refused(self, request: web.Request) -> web.Response | None:
        """401 for whoever does not bring the token that is wanted."""
        if self._wanted is None:
            return None
        brought = request.headers.get("Authorization", "").encode(errors="replace")
        if hmac.compare_digest(brought, self._wanted):
            return None
        return web.Response(status=401, text="no\n", headers={"WWW-Authenticate": "Bearer"})

"""The simulator's server: the Web API, response URLs and Socket Mode, on 127.0.0.1."""

import asyncio
import secrets
import time
from email.utils import formatdate
from typing import Self

from aiohttp import web

from bot.simulator import oauth, web_api
from bot.simulator.delays import Delays
from bot.simulator.payloads import Json
from bot.simulator.person import Person
from bot.simulator.sockets import Sockets
from bot.simulator.trouble import Trouble
from bot.simulator.wire import parsed

SCOPES = ("app_mentions:read", "chat:write", "commands", "im:history")


class SlackSimulator(Person):
    """`async with SlackSimulator() as slack:` gives a Slack whose Web API is at `slack.api_url`.

    `slack.app_url` is where it delivers to (HTTP); when an app connects in Socket Mode, it delivers there instead.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bot_token = "xoxb-" + secrets.token_hex(8)
        self.app_token = "xapp-" + secrets.token_hex(8)
        self.delays = Delays()
        self.calls: list[tuple[str, Json]] = []
        """Every Web API call: (method, arguments)."""
        self.failures: dict[str, list[Json | int | Trouble]] = {}
        """Method (or "response_url") → what to answer instead, once each: an error body, an HTTP status, a Trouble."""
        self.standing: dict[str, Json | int | Trouble] = {}
        """The same, each time, until it is taken out."""
        self.slow: dict[str, float] = {}
        """Method → seconds that Slack takes for it."""
        self.scopes = set(SCOPES)
        """What the bot token may do; Slack names it in a header of each answer."""
        self.clock_ahead = 0.0
        """Seconds that the Date of every answer is ahead of this machine's clock."""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self.delays.apply])
        app.on_response_prepare.append(self._date)
        app.router.add_post("/api/{method}", self._api)
        app.router.add_post("/respond/{token}", self._respond)
        app.router.add_get("/oauth/v2/authorize", self.oauth.page)
        app.router.add_get("/socket", self._wire.sockets.connected)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self._base = f"http://127.0.0.1:{port}"
        await self._wire.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._wire.close()
        if self._runner:
            await self._runner.cleanup()

    # --- what is seen -------------------------------------------------------------------------

    @property
    def messages(self) -> list[Json]:
        """Everything that people see, in order; each with `where`: person, message, channel or ephemeral."""
        return self._workspace.messages

    @property
    def views(self) -> list[Json]:
        """The open modals; the last one is in front."""
        return self._workspace.views

    @property
    def home(self) -> Json | None:
        """The Home tab as it was published last."""
        return self._workspace.home

    @property
    def refused(self) -> list[Json]:
        """Acks, response_url bodies, views and options that Slack would have dropped: where, problems, body."""
        return self._workspace.refused

    @property
    def version(self) -> int:
        """Counts every change of what is seen."""
        return self._workspace.version

    async def wait_change(self, since: int, timeout_seconds: float) -> int:
        """The version, as soon as it is above `since`, or unchanged when the time is over."""
        return await self._workspace.wait_change(since, timeout_seconds)

    def later(self, seconds: float) -> None:
        """Let time pass: triggers and response URLs grow old."""
        self._workspace.ahead += seconds

    def forget(self) -> None:
        """Empty messages, refused and calls; triggers and response URLs are good no longer. For long runs."""
        self._workspace.forget()
        self.calls.clear()

    # --- where things are ---------------------------------------------------------------------

    @property
    def api_url(self) -> str:
        return f"{self._base}/api/"

    @property
    def signing_secret(self) -> str:
        return self._wire.signing_secret

    @property
    def app_url(self) -> str:
        return self._wire.app_url

    @app_url.setter
    def app_url(self, url: str) -> None:
        self._wire.app_url = url

    @property
    def is_socket_mode(self) -> bool:
        return self._wire.is_socket_mode

    @property
    def sockets(self) -> Sockets:
        """The Socket Mode connections, and what can go wrong with them."""
        return self._wire.sockets

    # --- what the app calls -------------------------------------------------------------------

    async def _date(self, _: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = formatdate(time.time() + self.clock_ahead, usegmt=True)

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self.calls.append((method, arguments))
        trouble = self._planned(method)
        if method in self.slow:
            await asyncio.sleep(self.slow[method])
        if trouble is None or trouble.is_done:
            result = self._result(method, arguments, request.headers.get("Authorization", ""))
        if trouble is not None:
            return await trouble.answer(request)
        return web.json_response(result, headers={"X-OAuth-Scopes": ",".join(sorted(self.scopes))})

    def _result(self, method: str, arguments: Json, authorization: str) -> Json:
        if method == "oauth.v2.access":
            return self.oauth.access(arguments, authorization)
        if method == "api.test":  # the one that needs no token
            return {"ok": True}
        token = authorization.removeprefix("Bearer ") or arguments.get("token")
        if token not in (self.bot_token, self.app_token):
            place = self.oauth.place_of(token, method)
            if isinstance(place, str):
                return {"ok": False, "error": place}
            if method == "auth.test":
                return oauth.who(place)
        if method == "apps.connections.open":
            url = f"{self._base.replace('http', 'ws')}/socket?ticket={self.sockets.ticket()}"
            return {"ok": True, "url": url}
        if method.startswith("chat.") and "chat:write" not in self.scopes:
            return {"ok": False, "error": "missing_scope", "needed": "chat:write"}
        return web_api.result(self._workspace, method, arguments)

    def _planned(self, method: str) -> Trouble | None:
        """The failure that comes next for `method`, if one is planned."""
        planned = self.failures.get(method)
        if planned:
            return Trouble.of(planned.pop(0))
        return Trouble.of(self.standing[method]) if method in self.standing else None

    async def _respond(self, request: web.Request) -> web.Response:
        trouble = self._planned("response_url")
        body = await request.json()
        token = request.match_info["token"]
        self.calls.append(("response_url", {"token": token, **body}))
        if trouble is None or trouble.is_done:
            status, text = self._workspace.respond(token, body)
        if trouble is not None:
            return await trouble.answer(request)
        return web.Response(status=status, text=text)


async def _arguments(request: web.Request) -> Json:
    """A Web API call's arguments, from JSON or from a form whose nested values are JSON."""
    if request.content_type == "application/json":
        body: Json = await request.json()
        return body
    form = await request.post()
    return {
        k: parsed(v) if k in ("blocks", "view", "metadata") else v
        for k, v in form.items()
        if isinstance(v, str)
    }

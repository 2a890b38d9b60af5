"""The page's server: static files, what can be seen, and what the person does, handed to the simulator."""

import json
import secrets
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any

from aiohttp import web

from bot.simulator import Reply, SlackSimulator
from bot.simulator.payloads import BOT_USER, CHANNEL, DM, USER
from bot.web.guard import MAX_BODY_BYTES, guarding
from bot.web.person import Way, read

Json = dict[str, Any]
POLL_SECONDS = 25.0
_KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_TOKEN_MARK = "%TOKEN%"  # noqa: S105 - where the token goes in index.html


class Playground:
    """What the page asks of the simulator. One object for one run."""

    def __init__(self, slack: SlackSimulator) -> None:
        self._slack = slack
        self.token = secrets.token_urlsafe(24)
        self.port = 0
        """Set once we listen; the guard holds the Host header against it."""

    def app(self) -> web.Application:
        """The aiohttp application, guarded."""
        app = web.Application(
            client_max_size=MAX_BODY_BYTES,
            middlewares=[guarding(self.token, lambda: self.port)],
        )
        app.router.add_get("/", self._index)
        app.router.add_get("/playground/{name}", self._file)
        app.router.add_get("/api/state", self._state)
        doings: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "say": self._say,
            "home": self._home,
            "click": self._click,
            "act": self._act,
            "submit": self._submit,
            "close": self._close,
            "suggest": self._suggest,
        }
        for name, doing in doings.items():
            app.router.add_post(f"/api/{name}", _posted(doing))
        return app

    # --- the page -----------------------------------------------------------------------------

    async def _index(self, _: web.Request) -> web.Response:
        page = (files("bot.web") / "playground" / "index.html").read_text(encoding="utf-8")
        return web.Response(text=page.replace(_TOKEN_MARK, self.token), content_type="text/html")

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        shipped = {file.name: file for file in (files("bot.web") / "playground").iterdir()}
        kind = _KINDS.get(name[name.rfind(".") :])
        if name not in shipped or kind is None or name == "index.html":
            raise web.HTTPNotFound
        return web.Response(body=shipped[name].read_bytes(), content_type=kind, charset="utf-8")

    async def _state(self, request: web.Request) -> web.Response:
        """Everything to see, as soon as it differs from version `since`; the same again after a while."""
        since = request.query.get("since", "")
        if since.isdigit() and int(since) == self._slack.version:
            await self._slack.wait_change(int(since), POLL_SECONDS)
        return web.json_response(
            {
                "version": self._slack.version,
                "messages": self._slack.messages,
                "views": self._slack.views,
                "home": self._slack.home,
                "people": {USER: "You", BOT_USER: "Whose Job?"},
                "bot": BOT_USER,
                "channel": CHANNEL,
                "direct": DM,
            }
        )

    # --- what the person does -----------------------------------------------------------------

    async def _say(self, sent: Json) -> Json:
        is_direct = sent.get("where") == "direct"
        thread = _text(sent, "thread_ts") or None
        line = read(_text(sent, "text"), is_direct=is_direct, is_thread=thread is not None)
        match line.way:
            case Way.REFUSED:
                return {"problem": line.text}
            case Way.COMMAND:
                channel = DM if is_direct else CHANNEL
                return _outcome(await self._slack.command(line.text, channel=channel))
            case Way.DIRECT:
                return _outcome(await self._slack.direct_message(line.text, thread))
            case Way.MENTION:
                return _outcome(await self._slack.mention(line.text, thread))
            case Way.OVERHEARD:
                await self._slack.write(line.text, thread)
                return {"note": "The bot reads no channels: write @Whose Job? or /whosejob to ask."}

    async def _home(self, _: Json) -> Json:
        return _outcome(await self._slack.open_home())

    async def _click(self, sent: Json) -> Json:
        ts = _text(sent, "ts")
        found = next((m for m in self._slack.messages if m.get("ts") == ts), None)
        if found is None:
            return {"problem": "That message is gone."}
        return _outcome(await self._slack.click(_object(sent, "action"), found))

    async def _act(self, sent: Json) -> Json:
        view = self._view(sent)
        if view is None:
            return {"problem": "That view is gone."}
        return _outcome(
            await self._slack.act(_object(sent, "action"), view, _object(sent, "values"))
        )

    async def _submit(self, sent: Json) -> Json:
        view = self._view(sent)
        if view is None:
            return {"problem": "That window is gone."}
        reply = await self._slack.submit(view, _object(sent, "values"))
        body = reply.body if isinstance(reply.body, dict) else {}
        return _outcome(reply) | {"errors": body.get("errors") or {}}

    async def _close(self, sent: Json) -> Json:
        view = self._view(sent)
        return {} if view is None else _outcome(await self._slack.close(view))

    async def _suggest(self, sent: Json) -> Json:
        ts = _text(sent, "ts")
        container = self._view(sent) or next(
            (m for m in self._slack.messages if m.get("ts") == ts), None
        )
        if container is None:
            return {"problem": "That is gone."}
        reply = await self._slack.suggest(
            _text(sent, "action_id"), _text(sent, "block_id"), _text(sent, "typed"), container
        )
        return _outcome(reply) | {"found": reply.body if isinstance(reply.body, dict) else {}}

    def _view(self, sent: Json) -> Json | None:
        """The open modal or the Home tab with this id."""
        home = [self._slack.home] if self._slack.home else []
        wanted = _text(sent, "view_id")
        return next((v for v in (*self._slack.views, *home) if v.get("id") == wanted), None)


def _posted(doing: Callable[[Json], Awaitable[Json]]) -> Callable[..., Awaitable[web.Response]]:
    """A handler that reads a JSON object and answers one."""

    async def handle(request: web.Request) -> web.Response:
        try:
            sent = json.loads(await request.read())
        except (ValueError, RecursionError):
            sent = None
        if not isinstance(sent, dict):
            return web.json_response({"problem": "That was no JSON object."}, status=400)
        try:
            return web.json_response(await doing(sent))
        except TimeoutError:
            return web.json_response({"problem": "The app did not answer in time."})

    return handle


def _outcome(reply: Reply) -> Json:
    """Nothing to say when the app took it; a sentence when it did not."""
    if reply.status == 200:
        return {}
    return {"problem": f"The app answered with HTTP status {reply.status}; its log says why."}


def _text(sent: Json, name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""


def _object(sent: Json, name: str) -> Json:
    value = sent.get(name)
    return value if isinstance(value, dict) else {}

"""The simulator's server, and the person in front of it."""

import asyncio
import contextlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from bot.simulator import payloads
from bot.simulator.payloads import Json


@dataclass(frozen=True, slots=True)
class Reply:
    """What the app answered to one delivery."""

    status: int
    body: Any
    """JSON where the app sent JSON, else text."""
    messages: tuple[Json, ...] = ()
    """What reached people because of it, in order: ack bodies, posts, response_url bodies."""


@dataclass(slots=True)
class _Socket:
    """One Socket Mode connection and what it acknowledged."""

    connection: web.WebSocketResponse
    acks: dict[str, "asyncio.Future[Json]"] = field(default_factory=dict)


class SlackSimulator:
    """`async with SlackSimulator() as slack:` gives a Slack whose Web API is at `slack.api_url`.

    `slack.app_url` is where it delivers to (HTTP); when an app connects in Socket Mode, it delivers there instead.
    """

    def __init__(self) -> None:
        self.signing_secret = secrets.token_hex(16)
        self.bot_token = "xoxb-" + secrets.token_hex(8)
        self.app_token = "xapp-" + secrets.token_hex(8)
        self.app_url = ""
        self.calls: list[tuple[str, Json]] = []
        """Every Web API call: (method, arguments)."""
        self.messages: list[Json] = []
        """Everything that people can see, in order; each with `where`."""
        self.failures: dict[str, list[Json | int]] = {}
        """Method → what to answer instead, once each: an error body, or an HTTP status."""
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None
        self._sockets: list[_Socket] = []
        self._base = ""
        self._clock = int(time.time() * 1000)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/{method}", self._api)
        app.router.add_post("/respond/{token}", self._respond)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self._base = f"http://127.0.0.1:{port}"
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15))
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in self._sockets:
            await socket.connection.close()
        if self._session:
            await self._session.close()
        if self._runner:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"{self._base}/api/"

    @property
    def is_socket_mode(self) -> bool:
        return any(not socket.connection.closed for socket in self._sockets)

    # --- what a person does -------------------------------------------------------------------

    async def command(self, text: str) -> Reply:
        """Type `/whosejob text`."""
        body = payloads.command(text, self._response_url(), self._trigger())
        if self.is_socket_mode:
            return await self._deliver_socket("slash_commands", _form(body))
        return await self.deliver(body.encode())

    async def mention(self, text: str, thread_ts: str | None = None) -> Reply:
        """Write `@Whose Job? text` in the channel."""
        return await self.event(payloads.mention(text, self.timestamp(), thread_ts))

    async def direct_message(self, text: str, thread_ts: str | None = None) -> Reply:
        """Write to the bot directly."""
        return await self.event(payloads.direct_message(text, self.timestamp(), thread_ts))

    async def event(self, inner: Json, event_id: str | None = None) -> Reply:
        """Deliver any event; the same `event_id` again is a redelivery."""
        envelope = payloads.event(inner, event_id or f"Ev{secrets.token_hex(5)}", int(time.time()))
        if self.is_socket_mode:
            return await self._deliver_socket("events_api", envelope)
        return await self.deliver(json.dumps(envelope).encode(), "application/json")

    async def click(self, action: Json, message: Json) -> Reply:
        """Click an element of a message that the simulator showed."""
        where = {
            "channel": {"id": message.get("channel", payloads.CHANNEL), "name": "ask-ownership"},
            "container": {
                "type": "message",
                "message_ts": message.get("ts", "1.0"),
                "channel_id": message.get("channel", payloads.CHANNEL),
                "is_ephemeral": message.get("where") == "ephemeral",
            },
        }
        if message.get("where") != "ephemeral":
            where["message"] = {
                k: message[k] for k in ("ts", "thread_ts", "text", "blocks") if k in message
            }
        body = payloads.click(action, where, self._response_url(), self._trigger())
        if self.is_socket_mode:
            return await self._deliver_socket("interactive", json.loads(_form(body)["payload"]))
        return await self.deliver(body.encode())

    def timestamp(self) -> str:
        """A message's `ts`; never the same twice."""
        self._clock += 1
        return f"{self._clock // 1000}.{self._clock % 1000:03d}000"

    # --- delivering ---------------------------------------------------------------------------

    async def deliver(
        self,
        body: bytes,
        content_type: str = "application/x-www-form-urlencoded",
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """POST a signed body to the app, as Slack does. `headers` replace the right ones."""
        assert self._session  # noqa: S101 - entered
        now = str(int(time.time()))
        signed = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": payloads.signature(self.signing_secret, now, body),
        }
        before = len(self.messages)
        async with self._session.post(
            self.app_url, data=body, headers={**signed, **(headers or {})}
        ) as response:
            text = await response.text()
        content = _parsed(text)
        self._show_ack(content)
        return Reply(response.status, content, tuple(self.messages[before:]))

    async def _deliver_socket(self, kind: str, payload: Json) -> Reply:
        socket = next(s for s in self._sockets if not s.connection.closed)
        envelope = secrets.token_hex(8)
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        socket.acks[envelope] = future
        before = len(self.messages)
        await socket.connection.send_json(
            {
                "envelope_id": envelope,
                "type": kind,
                "accepts_response_payload": True,
                "payload": payload,
            }
        )
        ack = await asyncio.wait_for(future, 10)
        body = ack.get("payload") or ""
        self._show_ack(body)
        return Reply(200, body, tuple(self.messages[before:]))

    def _show_ack(self, body: object) -> None:
        if isinstance(body, dict) and ("text" in body or "blocks" in body):
            where = "channel" if body.get("response_type") == "in_channel" else "ephemeral"
            self._show(where, {"channel": payloads.CHANNEL, **body})

    def _show(self, where: str, message: Json) -> Json:
        shown = {"ts": self.timestamp(), **message, "where": where}
        self.messages.append(shown)
        return shown

    def _response_url(self) -> str:
        return f"{self._base}/respond/{secrets.token_hex(8)}"

    def _trigger(self) -> str:
        return secrets.token_hex(8)

    # --- what the app calls -------------------------------------------------------------------

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self.calls.append((method, arguments))
        planned = self.failures.get(method)
        if planned:
            failure = planned.pop(0)
            if isinstance(failure, int):
                return web.Response(status=failure, text="simulated failure")
            return web.json_response(failure)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or arguments.get(
            "token"
        )
        if token not in (self.bot_token, self.app_token):
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return web.json_response(self._result(method, arguments))

    def _result(self, method: str, arguments: Json) -> Json:
        match method:
            case "auth.test":
                return {
                    "ok": True,
                    "team_id": payloads.TEAM,
                    "team": "Simulator",
                    "user_id": payloads.BOT_USER,
                    "user": "whosejob",
                    "bot_id": payloads.BOT_ID,
                    "url": "https://simulator.slack.com/",
                }
            case "chat.postMessage" | "chat.postEphemeral":
                where = "ephemeral" if method == "chat.postEphemeral" else "message"
                shown = self._show(where, arguments)
                return {
                    "ok": True,
                    "channel": arguments.get("channel"),
                    "ts": shown["ts"],
                    "message": shown,
                }
            case "apps.connections.open":
                return {
                    "ok": True,
                    "url": f"{self._base.replace('http', 'ws')}/socket?ticket={secrets.token_hex(4)}",
                }
            case "views.open" | "views.publish" | "chat.update" | "chat.delete":
                return {"ok": True}
            case _:
                return {"ok": False, "error": "unknown_method"}

    async def _respond(self, request: web.Request) -> web.Response:
        body = await request.json()
        where = "channel" if body.get("response_type") == "in_channel" else "ephemeral"
        self._show(where, {"channel": payloads.CHANNEL, **body})
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        socket = _Socket(connection)
        self._sockets.append(socket)
        await connection.send_json(
            {
                "type": "hello",
                "num_connections": 1,
                "debug_info": {},
                "connection_info": {"app_id": payloads.APP},
            }
        )
        async for message in connection:
            if message.type is aiohttp.WSMsgType.TEXT:
                with contextlib.suppress(json.JSONDecodeError):
                    ack = json.loads(message.data)
                    future = socket.acks.pop(ack.get("envelope_id", ""), None)
                    if future and not future.done():
                        future.set_result(ack)
        return connection


async def _arguments(request: web.Request) -> Json:
    """A Web API call's arguments, from JSON or from a form whose nested values are JSON."""
    if request.content_type == "application/json":
        body: Json = await request.json()
        return body
    form = await request.post()
    return {
        k: _parsed(v) if k in ("blocks", "view", "metadata") else v
        for k, v in form.items()
        if isinstance(v, str)
    }


def _form(body: str) -> Json:
    return dict(parse_qsl(body, keep_blank_values=True))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text

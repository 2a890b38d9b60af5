"""Socket Mode when no connection stands or can be made: red with the cause, not pressing, and back by itself."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.settings import Settings
from bot.simulator import SlackSimulator, Trouble
from bot.slack.socket_mode import CONNECTIONS, SocketMode
from tests.conftest import until
from tests.slack.over_sockets import asks, question, socket_mode


@pytest.fixture
async def socket(slack: SlackSimulator, settings: Settings) -> AsyncIterator[SocketMode]:
    async with socket_mode(slack, settings) as made:
        yield made


@pytest.mark.parametrize("reason", ["link_disabled", "too_many_websockets"])
async def test_when_slack_wants_no_connection_we_do_not_press(
    socket: SocketMode, slack: SlackSimulator, reason: str
) -> None:
    """Red with Slack's reason, few tries, and back when it lets us."""
    slack.standing["apps.connections.open"] = {"ok": False, "error": "socket_mode_is_off"}
    await slack.sockets.say_goodbye(reason)
    await until(lambda: reason in (socket.trouble() or ""))
    await until(lambda: "socket_mode_is_off" in (socket.trouble() or ""))
    before = asks(slack)
    await asyncio.sleep(1.0)
    during = asks(slack) - before
    slack.standing.clear()
    await until(lambda: socket.trouble() is None, 20)
    reply = await slack.event(question(1))

    assert during <= 4
    assert reply.status == 200


async def test_a_half_open_connection_is_noticed(socket: SocketMode, slack: SlackSimulator) -> None:
    """No pong for half a ping's time: it counts as dead, and both are made anew."""
    before = list(slack.sockets.open)
    slack.sockets.answers_pings = False
    await until(lambda: slack.sockets.opened > 2, 20)
    slack.sockets.answers_pings = True
    await until(lambda: not set(before) & set(slack.sockets.open), 20)
    await until(lambda: len(slack.sockets.open) == CONNECTIONS, 20)
    reply = await slack.event(question(1))

    assert reply.status == 200


DEAD_STARTS = {
    "a refused ticket": (None, "WSServerHandshakeError"),
    "no such host": ({"ok": True, "url": "ws://nowhere.invalid/"}, "ClientConnectorDNSError"),
    "nobody listens": ({"ok": True, "url": "ws://127.0.0.1:9/"}, "ClientConnectorError"),
    "no address": ({"ok": True}, "TypeError"),
    "429": (Trouble.too_many("0.2"), "ratelimited"),
    "500": (500, "http 500"),
    "invalid_auth": ({"ok": False, "error": "invalid_auth"}, "invalid_auth"),
    "no answer": (Trouble.hang(), "TimeoutError"),
}


@pytest.mark.parametrize("kind", DEAD_STARTS)
async def test_a_start_that_fails_is_red_and_comes_back(
    slack: SlackSimulator, settings: Settings, kind: str
) -> None:
    """The cause can be read meanwhile; each try has a ticket of its own, and not many are asked for."""
    failure, cause = DEAD_STARTS[kind]
    slack.sockets.is_refusing = failure is None
    if failure is not None:
        slack.standing["apps.connections.open"] = failure
    async with socket_mode(slack, settings, waits=False) as socket:
        await until(lambda: cause in (socket.trouble() or ""), 20)
        await asyncio.sleep(1.0)
        tries = asks(slack)
        slack.standing.clear()
        slack.sockets.is_refusing = False
        await until(lambda: socket.trouble() is None, 20)
        reply = await slack.event(question(1))

    assert 1 <= tries <= 12
    assert reply.status == 200

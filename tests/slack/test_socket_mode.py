"""Socket Mode when connections break: back by itself, nothing lost, nothing said twice, and /readyz tells the truth."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.knowledge.loader import load
from bot.metrics import Metrics
from bot.settings import Settings
from bot.simulator import SlackSimulator, Trouble
from bot.simulator.payloads import mention
from bot.simulator.sockets import Connection
from bot.slack.app import build
from bot.slack.connecting import Times
from bot.slack.desk import Desk
from bot.slack.socket_mode import CONNECTIONS, SocketMode
from bot.store.store import Store
from tests.conftest import ROOT, until

FAST = Times(
    ping=2.0,
    first_wait=0.1,
    most_wait=1.0,
    most_wait_unreached=0.4,
    connect=3.0,
    stagger=0.0,
    calm=0.5,
    linger=0.1,
)
"""The real times, about twenty times shorter."""


@contextlib.asynccontextmanager
async def socket_mode(
    slack: SlackSimulator, settings: Settings, *, waits: bool = True
) -> AsyncIterator[SocketMode]:
    """The app over websockets that fail and come back quickly."""
    settings = settings.model_copy(update={"slack_app_token": SecretStr(slack.app_token)})
    desk = Desk(load(ROOT / "knowledge"), await Store.open(settings.store_url), Metrics())
    app = build(settings, desk)
    signed_in = asyncio.Event()
    signing_in = asyncio.create_task(app.signing_in.run(signed_in))
    socket = SocketMode(app.dispatching, settings.slack_app_token, slack.api_url, FAST)
    connecting = asyncio.create_task(socket.connect())
    try:
        await signed_in.wait()
        if waits:
            await until(lambda: len(slack.sockets.open) == CONNECTIONS, 20)
            await connecting
        yield socket
    finally:
        signing_in.cancel()
        connecting.cancel()
        await socket.close()
        await app.close()
        await desk.store.close()


@pytest.fixture
async def socket(slack: SlackSimulator, settings: Settings) -> AsyncIterator[SocketMode]:
    async with socket_mode(slack, settings) as made:
        yield made


def question(number: int) -> dict:
    """One in a channel of its own, so that none waits for another."""
    return mention("who patches RDS?", ts=f"1.{number}") | {"channel": f"C{number}"}


def answers(slack: SlackSimulator) -> list[str]:
    """The channel of each answer that stands there."""
    return sorted(m["channel"] for m in slack.messages if m["where"] == "message")


def asks(slack: SlackSimulator) -> int:
    return [method for method, _ in slack.calls].count("apps.connections.open")


async def test_an_envelope_that_comes_over_both_connections_is_answered_once(
    socket: SocketMode, slack: SlackSimulator
) -> None:
    """The same store knows it, whichever way it came; both copies are acknowledged."""
    payload = {
        "type": "event_callback",
        "event_id": "Ev1",
        "team_id": "T1",
        "event": question(1),
    }
    acks = []
    for number, connection in enumerate([*slack.sockets.open, slack.sockets.open[0]]):
        envelope = {"envelope_id": f"e{number}", "type": "events_api", "payload": payload}
        acks.append(await slack.sockets.send_on(connection, envelope))

    assert len({id(connection) for connection in slack.sockets.open}) == 2
    assert [ack["envelope_id"] for ack in acks] == ["e0", "e1", "e2"]
    assert answers(slack) == ["C1"]


async def test_what_could_not_be_answered_is_not_acknowledged(
    socket: SocketMode, slack: SlackSimulator
) -> None:
    """So Slack sends it again, and then it is answered."""
    slack.sockets.ack_seconds = 1.0
    slack.failures["chat.postMessage"] = [500]
    reply = await slack.event(question(1))

    assert reply.status == 200
    assert slack.sockets.sent == 2
    assert answers(slack) == ["C1"]


async def test_a_lost_acknowledgement_says_nothing_twice(
    socket: SocketMode, slack: SlackSimulator
) -> None:
    """Slack sends it again and is told that it is done."""
    slack.sockets.ack_seconds = 1.0
    slack.sockets.is_acknowledgement_lost = True
    sent = asyncio.create_task(slack.event(question(1)))
    await until(lambda: slack.sockets.sent == 2, 10)
    slack.sockets.is_acknowledgement_lost = False
    reply = await sent

    assert reply.status == 200
    assert answers(slack) == ["C1"]


@pytest.mark.parametrize(
    "envelope",
    [
        {"type": "a_new_kind", "payload": {}},
        {"type": "a_new_kind"},
        {"type": 7, "payload": "text"},
        {"payload": None},
    ],
    ids=["new kind", "no payload", "no name", "no kind"],
)
async def test_an_envelope_of_an_unknown_kind_is_acknowledged(
    socket: SocketMode, slack: SlackSimulator, envelope: dict
) -> None:
    """Else Slack would send it again and again."""
    (first, _) = slack.sockets.open
    ack = await slack.sockets.send_on(first, {"envelope_id": "e1", **envelope})

    assert ack == {"envelope_id": "e1"}


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '"x"', "[" * 5000, '{"type": "events_api", "envelope_id": "e1"}']
)
async def test_nonsense_over_the_websocket_breaks_nothing(
    socket: SocketMode, slack: SlackSimulator, text: str
) -> None:
    """Nothing is acknowledged, and the same connection goes on answering."""
    (first, second) = slack.sockets.open
    await first.websocket.send_str(text)
    envelope = {"type": "slash_commands", "payload": {"command": "/whosejob", "text": "help"}}
    ack = await slack.sockets.send_on(
        first, {"envelope_id": "e2", "accepts_response_payload": True, **envelope}
    )

    assert ack
    assert ack["payload"]["response_type"] == "ephemeral"
    assert slack.sockets.open == [first, second]


async def test_one_connection_cut_while_questions_come_loses_nothing(
    socket: SocketMode, slack: SlackSimulator
) -> None:
    """The other one carries on; the one that was cut is replaced."""
    slack.sockets.ack_seconds = 3.0
    sent = []
    for number in range(40):
        sent.append(asyncio.create_task(slack.event(question(number))))
        if number % 10 == 5:
            slack.sockets.cut(slack.sockets.open[0])
        assert socket.trouble() is None
        await asyncio.sleep(0.02)
    replies = await asyncio.gather(*sent)
    await until(lambda: len(slack.sockets.open) == CONNECTIONS, 20)

    assert {reply.status for reply in replies} == {200}
    assert answers(slack) == sorted(f"C{n}" for n in range(40))


async def one_usable(slack: SlackSimulator) -> Connection:
    """The connection that has stood longest of those Slack did not take leave of."""
    await until(lambda: any(one.is_usable for one in slack.sockets.open), 20)
    return next(one for one in slack.sockets.open if one.is_usable)


async def test_twenty_refreshes_lose_nothing(socket: SocketMode, slack: SlackSimulator) -> None:
    """Slack replaces its servers: what came over the old connection is answered and acknowledged there."""
    sent = []
    for number in range(40):
        sent.append(asyncio.create_task(slack.event(question(number))))
        if number % 2:
            usable = await one_usable(slack)
            await slack.sockets.say_goodbye("refresh_requested", usable)
        await asyncio.sleep(0.02)
    replies = await asyncio.gather(*sent)
    await until(lambda: len(slack.sockets.open) == CONNECTIONS, 20)

    assert {reply.status for reply in replies} == {200}
    assert answers(slack) == sorted(f"C{n}" for n in range(40))
    assert slack.sockets.sent == 40
    assert slack.sockets.opened >= 20


async def test_what_came_over_a_connection_that_goes_is_acknowledged_there(
    socket: SocketMode, slack: SlackSimulator
) -> None:
    """A question that takes its time keeps its connection until it is answered: Slack sends it once."""
    slack.slow["chat.postMessage"] = 0.7
    sent = asyncio.create_task(slack.event(question(1)))
    await until(lambda: slack.sockets.sent == 1)
    await slack.sockets.say_goodbye("refresh_requested")
    reply = await sent

    assert reply.status == 200
    assert slack.sockets.sent == 1


async def test_after_a_warning_the_connection_is_still_used(
    socket: SocketMode, slack: SlackSimulator
) -> None:
    """Slack warns some seconds ahead; what it sends until then is answered."""
    before = list(slack.sockets.open)
    await slack.sockets.say_goodbye("warning")
    replies = [await slack.event(question(number)) for number in range(2)]

    assert {reply.status for reply in replies} == {200}
    assert slack.sockets.open == before


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


async def test_closing_finishes_what_is_in_flight_and_takes_nothing_new(
    slack: SlackSimulator, settings: Settings
) -> None:
    """What was begun is answered and acknowledged; what comes later is left to the next process."""
    slack.slow["chat.postMessage"] = 0.7
    async with socket_mode(slack, settings) as socket:
        sent = [asyncio.create_task(slack.event(question(n))) for n in range(10)]
        await until(lambda: sum(m == "chat.postMessage" for m, _ in slack.calls) == 10, 20)
        closing = asyncio.create_task(socket.close())
        await asyncio.sleep(0)
        late = asyncio.create_task(slack.sockets.send("slash_commands", {"command": "/whosejob"}))
        await closing
        replies = await asyncio.gather(*sent)

    assert {reply.status for reply in replies} == {200}
    assert answers(slack) == sorted(f"C{n}" for n in range(10))
    assert (await late)[0] == 504

"""Socket Mode while connections come and go: nothing lost, nothing said twice, nothing acknowledged that was not answered."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.simulator.sockets import Connection
from bot.slack.socket_mode import CONNECTIONS, SocketMode
from tests.conftest import until
from tests.slack.over_sockets import answers, question, socket_mode


@pytest.fixture
async def socket(slack: SlackSimulator, settings: Settings) -> AsyncIterator[SocketMode]:
    async with socket_mode(slack, settings) as made:
        yield made


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
    socket: SocketMode, slack: SlackSimulator, caplog
) -> None:
    """So Slack sends it again, and then it is answered."""
    slack.sockets.ack_seconds = 2.0
    slack.failures["chat.postMessage"] = [500]
    sent = asyncio.create_task(slack.event(question(1)))
    await until(lambda: "Slack failed" in caplog.text, 10)
    await asyncio.sleep(0.3)
    acknowledged = slack.sockets.acknowledged
    reply = await sent

    assert acknowledged == 0
    assert reply.status == 200
    assert answers(slack) == ["C1"]


async def test_an_envelope_that_makes_no_sense_is_said_in_the_log(
    socket: SocketMode, slack: SlackSimulator, caplog
) -> None:
    """One of a known kind without a payload: not acknowledged, and somebody can find out why."""
    await slack.sockets.open[0].websocket.send_json({"type": "events_api", "envelope_id": "e1"})
    await until(lambda: "an envelope could not be answered" in caplog.text)

    assert slack.sockets.acknowledged == 0


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

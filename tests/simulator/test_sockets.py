"""Socket Mode as Slack does it: tickets for one use, envelopes sent again until acknowledged, and what can go wrong."""

import asyncio

import aiohttp
import pytest

from bot.simulator import SlackSimulator, Trouble
from bot.simulator.payloads import mention


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as made:
        yield made


async def ticket(slack: SlackSimulator, session: aiohttp.ClientSession) -> str:
    headers = {"Authorization": f"Bearer {slack.app_token}"}
    async with session.post(slack.api_url + "apps.connections.open", headers=headers) as response:
        return (await response.json())["url"]


async def test_a_ticket_is_good_once(slack: SlackSimulator, session) -> None:
    """A second connection with it is refused."""
    url = await ticket(slack, session)
    async with session.ws_connect(url) as websocket:
        hello = await websocket.receive_json()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)

    assert (hello["type"], hello["num_connections"]) == ("hello", 1)


async def test_a_ticket_expires(slack: SlackSimulator, session) -> None:
    """After its time it is refused."""
    slack.sockets.ticket_seconds = -1.0
    url = await ticket(slack, session)

    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(url)


async def test_an_event_without_an_acknowledgement_is_sent_again_over_another_connection(
    slack: SlackSimulator, session
) -> None:
    """A command is not."""
    slack.sockets.ack_seconds = slack.sockets.again_seconds = 0.1
    first = await session.ws_connect(await ticket(slack, session))
    second = await session.ws_connect(await ticket(slack, session))
    await first.receive_json(), await second.receive_json()
    event = await slack.event(mention("who patches RDS?", ts="1.1"))
    command = await slack.command("help")
    slack.sockets.cut()
    seen = [[message.json() async for message in one] for one in (first, second)]
    attempts = [envelope.get("retry_attempt", 0) for both in seen for envelope in both]

    assert (event.status, command.status) == (504, 504)
    assert sorted(attempts) == [0, 0, 1, 2, 3]
    assert all(seen)


@pytest.mark.parametrize("is_done", [True, False])
async def test_a_call_can_be_cut_before_or_after_it_was_done(slack, session, is_done: bool) -> None:
    """The caller sees the same reset."""
    slack.failures["chat.postMessage"] = [Trouble.cut(is_done=is_done)]
    body = {"channel": "C1", "text": "hello"}
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    with pytest.raises(aiohttp.ClientConnectionError):
        await session.post(slack.api_url + "chat.postMessage", json=body, headers=headers)

    assert bool(slack.messages) is is_done


async def test_pings_can_stay_unanswered(slack: SlackSimulator, session) -> None:
    """A half-open connection: nothing comes back, nothing is closed."""
    slack.sockets.answers_pings = False
    websocket = await session.ws_connect(await ticket(slack, session), autoping=False)
    await websocket.receive_json()
    await websocket.ping()
    with pytest.raises(asyncio.TimeoutError):
        await websocket.receive(timeout=0.2)
    slack.sockets.answers_pings = True
    await websocket.ping()

    assert (await websocket.receive()).type is aiohttp.WSMsgType.PONG

"""Who sends slowly or not at all holds nothing up: neither other people, nor a stop."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator

import pytest

from bot.simulator import SlackSimulator
from bot.slack.limits import Limits
from bot.slack.serving import Serving, serving
from tests.conftest import until
from tests.slack.raw import PATH, head, status_of

LIMITS = Limits(head_seconds=1.0, body_seconds=1.0, keep_alive_seconds=60.0, linger_seconds=0.2)
"""aiohttp's own limit, the time of keep-alive, is out of the way."""
HALF_HEAD = head("Content-Type: application/json")[:-10]
HALF_BODY = head("Content-Type: application/json", "Content-Length: 99") + b"{"

Clients = list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]


@pytest.fixture
async def strict(slack: SlackSimulator, settings) -> AsyncIterator[Serving]:
    async with serving(settings, "127.0.0.1", LIMITS) as now:
        slack.app_url = f"http://127.0.0.1:{now.port}{PATH}"
        await until(lambda: now.is_ready)
        yield now


async def connect(port: int, number: int, sent: bytes = b"") -> Clients:
    """Clients that send this and no more."""
    clients = [await asyncio.open_connection("127.0.0.1", port) for _ in range(number)]
    for _, writer in clients:
        writer.write(sent)
    return clients


async def ends(clients: Clients, seconds: float) -> list[bytes]:
    """What each was sent until the app closed it; TimeoutError when it does not."""
    async with asyncio.timeout(seconds):
        answers = [await reader.read() for reader, _ in clients]
    for _, writer in clients:
        writer.close()
    return answers


async def test_two_hundred_half_heads_are_closed(strict: Serving, slack) -> None:
    """And meanwhile others are answered."""
    clients = await connect(strict.port, 200, HALF_HEAD)
    reply = await slack.command("who patches RDS?")
    were_open = not any(reader.at_eof() for reader, _ in clients)
    answers = await ends(clients, LIMITS.head_seconds * 10)

    assert (reply.status, were_open) == (200, True)
    assert answers == [b""] * 200


async def test_two_hundred_half_bodies_are_closed(strict: Serving, slack) -> None:
    """With 408; meanwhile others are answered."""
    clients = await connect(strict.port, 200, HALF_BODY)
    reply = await slack.command("who patches RDS?")
    answers = await ends(clients, LIMITS.body_seconds * 10)

    assert reply.status == 200
    assert {status_of(answer) for answer in answers} == {408}


@pytest.mark.parametrize(
    ("begun", "drop"),
    [(f"POST {PATH} HTTP/1.1\r\n".encode(), b"X: x\r\n"), (HALF_BODY, b" ")],
    ids=["in the head", "in the body"],
)
async def test_a_drip_does_not_keep_it_open(strict: Serving, begun: bytes, drop: bytes) -> None:
    """The limit is for the whole, not for each piece."""
    ((reader, writer),) = await connect(strict.port, 1, begun)

    async def drip() -> None:
        while True:
            writer.write(drop)
            await asyncio.sleep(0.1)

    dripping = asyncio.create_task(drip())
    async with asyncio.timeout(8):
        with contextlib.suppress(ConnectionError):
            await reader.read()
    dripping.cancel()
    writer.close()

    assert reader.at_eof() or reader.exception()


async def test_a_kept_connection_is_closed_when_it_falls_silent(slack, settings) -> None:
    """An answered one may ask again for a while, then it is closed."""
    limits = Limits(keep_alive_seconds=1.0)
    async with serving(settings, "127.0.0.1", limits) as now:
        clients = await connect(now.port, 1, b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
        (answer,) = await ends(clients, limits.keep_alive_seconds * 10)

    assert status_of(answer) == 200


async def test_above_the_limit_the_silent_ones_go(slack: SlackSimulator, settings) -> None:
    """Nobody takes every connection: the oldest that say nothing are closed, and we are reached."""
    limits = Limits(head_seconds=30.0, keep_alive_seconds=60.0, connections=50)
    async with serving(settings, "127.0.0.1", limits) as now:
        slack.app_url = f"http://127.0.0.1:{now.port}{PATH}"
        await until(lambda: now.is_ready)
        clients = await connect(now.port, 120)
        closed = clients[:60]
        assert await ends(closed, 20) == [b""] * 60
        reply = await slack.command("who patches RDS?")
        for _, writer in clients[60:]:
            writer.close()

    assert reply.status == 200


async def test_who_asks_while_the_loop_stands_still_is_answered(slack, settings) -> None:
    """Too many at once, and every turn of the loop longer than we wait between two looks at who is quiet."""
    limits = Limits(head_seconds=1.0, keep_alive_seconds=60.0, connections=50)
    asked = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"
    async with serving(settings, "127.0.0.1", limits) as now:
        kept = await connect(now.port, 40, asked)
        assert [status_of(await reader.read(9000)) for reader, _ in kept] == [200] * 40
        with contextlib.ExitStack() as stack:
            late = [
                stack.enter_context(socket.create_connection(("127.0.0.1", now.port), 10))
                for _ in range(45)
            ]
            for one in late:
                one.sendall(asked)
            for _ in range(10):
                time.sleep(limits.head_seconds / 10)  # noqa: ASYNC251 - what is tested
                await asyncio.sleep(0)
            answers = [await asyncio.to_thread(one.recv, 9000) for one in late]
        for _, writer in kept:
            writer.close()

    assert [answer[:12] for answer in answers] == [b"HTTP/1.1 200"] * 45


async def test_a_stop_waits_for_nobody_who_is_half_open(slack: SlackSimulator, settings) -> None:
    """With a hundred of both kinds a stop takes no longer than the body may."""
    limits = Limits(body_seconds=1.0)
    async with serving(settings, "127.0.0.1", limits) as now:
        await until(lambda: now.is_ready)
        clients = await connect(now.port, 100, HALF_HEAD) + await connect(now.port, 100, HALF_BODY)
        await asyncio.sleep(0.1)
        started = time.monotonic()
    took = time.monotonic() - started
    for _, writer in clients:
        writer.close()

    assert took < 10

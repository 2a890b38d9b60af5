"""Stopping a real process: what it has is finished, what comes is for the next one, and nobody can hold it up."""

import asyncio
import signal
from pathlib import Path

import pytest

from benchmarks.fleet import Fleet, fleet
from bot.simulator import SlackSimulator
from bot.simulator.payloads import mention
from bot.simulator.redelivering import Redelivering
from tests.conftest import until

POST = "chat.postMessage"
HALF_A_HEAD = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Le"
HALF_A_BODY = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n{"


async def half_sent(port: int, count: int, text: bytes) -> list[asyncio.StreamWriter]:
    """Connections whose request never ends."""
    found = []
    for _ in range(count):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(text)
        await writer.drain()
        found.append(writer)
    return found


@pytest.mark.parametrize("first", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
async def test_a_stop_finishes_what_is_being_answered(
    slack: SlackSimulator, tmp_path: Path, first: signal.Signals
) -> None:
    """50 half-sent requests, five more signals, a delivery on an open connection: the answer in flight is given, the
    late delivery waits for the next process, new connections are refused at once, exit 0 in time.
    """
    async with (
        fleet(slack, tmp_path, 1, f"sqlite:///{tmp_path / 'store'}", "5") as now,
        Redelivering(slack, now.doors, minute_seconds=3, patience_seconds=20) as events,
    ):
        (port,), (slack.app_url,) = now.ports, now.doors
        await slack.command("help")  # opens a connection that stays open
        half = [*await half_sent(port, 25, HALF_A_HEAD), *await half_sent(port, 25, HALF_A_BODY)]
        slack.delays.seconds[POST] = 2.0
        in_flight = asyncio.create_task(events.tell(mention("who patches RDS?", "1.1")))
        await until(lambda: any(method == POST for method, _ in slack.calls))
        stopping = asyncio.create_task(now.kill(port, first, times=5))
        await asyncio.sleep(0.2)
        late = await slack.event(mention("who patches RDS?", "1.2"), event_id="Ev2")
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)
        ended, story = await stopping, await in_flight
        slack.delays.seconds.clear()
        await _is_lost_to_nobody(now, events)
        again = await slack.event(mention("who patches RDS?", "1.2"), event_id="Ev2")

    assert (ended.status, ended.seconds < 25) == (0, True)
    assert story.tries == ["200"]
    assert len(events.replies(story)) == 1
    assert (late.status, again.status, len(again.messages)) == (503, 200, 1)
    assert "Traceback" not in now.log
    for writer in half:
        writer.close()


async def _is_lost_to_nobody(now: Fleet, events: Redelivering) -> None:
    """An event that finds the door shut is answered by the process that comes next."""
    telling = asyncio.create_task(events.tell(mention("who backs up DynamoDB?", "1.3")))
    await until(lambda: len(events.stories[-1].tries) == 2)
    await now.replace(now.ports[0])
    story = await telling
    assert story.tries[:2] == ["connection_failed"] * 2
    assert len(events.replies(story)) == 1

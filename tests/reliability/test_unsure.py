"""Slack posts the answer, and we never read that it did."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.simulator.payloads import direct_message, mention
from bot.simulator.redelivering import Redelivering
from bot.slack.serving import serving
from tests.conftest import until
from tests.reliability.conftest import door

POST = "chat.postMessage"
EVERY_WAY = pytest.mark.parametrize("make", [mention, direct_message], ids=["mention", "direct"])


def notes(slack: SlackSimulator) -> list[str]:
    return [message["text"] for message in slack.messages if message["where"] == "ephemeral"]


@EVERY_WAY
async def test_an_answer_that_slack_did_not_confirm_is_not_said_twice(
    slack: SlackSimulator, events: Redelivering, make
) -> None:
    """One answer for all, one private sentence for who asked, acknowledged at the first try."""
    slack.delays.lost[POST] = 20
    for number in range(20):
        asked = make("who patches RDS?", f"1.{number}", user=f"U{number}")
        await events.tell(asked | {"channel": f"C{number}"})

    posted = [message for message in slack.messages if message["where"] == "message"]
    assert len(posted) == 20
    assert len(notes(slack)) == 20
    assert {text.split(". ")[1] for text in notes(slack)} == {
        "If it is not here, please ask once more."
    }
    assert [story.tries for story in events.stories] == [["200"]] * 20


async def test_a_note_that_is_lost_too_lets_slack_come_back(
    slack: SlackSimulator, events: Redelivering
) -> None:
    """Rather a second answer than a person who waits for one."""
    slack.delays.lost |= {POST: 1, "chat.postEphemeral": 1}
    story = await events.tell(mention("who patches RDS?", "1.1"))

    assert story.tries == ["http_error 503", "200"]
    assert len(events.replies(story)) == 2


async def test_a_post_that_never_left_is_posted_when_slack_comes_back(
    slack: SlackSimulator, settings: Settings, knowledge
) -> None:
    """Nobody listens at Slack's address for a moment: surely nothing was posted, so there is nothing to explain."""
    async with _road(slack.api_url) as road:
        near = settings.model_copy(update={"slack_api_url": road.api_url})
        async with serving(near, "127.0.0.1", knowledge=knowledge) as now:
            await until(lambda: now.is_ready)
            async with Redelivering(slack, [door(now)], minute_seconds=0.3) as events:
                await road.close()
                telling = asyncio.create_task(events.tell(mention("who patches RDS?", "1.1")))
                await until(lambda: any(len(story.tries) == 2 for story in events.stories))
                await road.open()
                story = await telling

    assert story.tries == ["http_error 503", "http_error 503", "200"]
    assert len(events.replies(story)) == 1
    assert notes(slack) == []


class _Road:
    """A port that leads to the simulator, and can be shut."""

    def __init__(self, address: str) -> None:
        self._host, port = address.split("/")[2].split(":")
        self._to = int(port)
        self._port = 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/api/"

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._lead, self._host, self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        assert self._server
        self._server.close()
        for writer in self._open:
            writer.close()
        await self._server.wait_closed()

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(self._host, self._to)
        self._open |= {writer, far_writer}
        await asyncio.gather(_carry(reader, far_writer), _carry(far_reader, writer))


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@contextlib.asynccontextmanager
async def _road(address: str) -> AsyncIterator[_Road]:
    road = _Road(address)
    await road.open()
    try:
        yield road
    finally:
        await road.close()

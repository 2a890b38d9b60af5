"""Clicks are not brought again by Slack, but people click twice."""

import asyncio

from benchmarks.fleet import age_leases
from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.slack.serving import Serving
from bot.store.deliveries import LEASE_SECONDS
from tests.reliability.conftest import door
from tests.slack.pressing import press


async def test_a_double_click_on_a_question_posts_one_answer(
    slack: SlackSimulator, app: Serving, settings: Settings, another
) -> None:
    """In the thread; another question and another person are heard at once, the same again after half a minute."""
    asked = (await slack.mention("who patches RDS?")).messages[0]

    async def pressed(label: str, clicks: int = 1) -> int:
        before = len(slack.messages)
        await asyncio.gather(*(press(slack, asked, label) for _ in range(clicks)))
        return len(slack.messages) - before

    double = await pressed("All of RDS", clicks=2)
    soon_after = await pressed("All of RDS")
    another_question = await pressed("RDS Extended Support")
    slack.user = "U0OTHER"
    another_person = await pressed("All of RDS")
    slack.user = "U0PERSON"
    await age_leases(settings.store_url, LEASE_SECONDS, older_than_seconds=0)
    async with another() as other:  # this process keeps time by its own clock
        slack.app_url = door(other)
        later = await pressed("All of RDS")

    assert (double, soon_after) == (1, 0)
    assert (another_question, another_person, later) == (1, 1, 1)


async def test_a_click_whose_answer_failed_can_be_clicked_again(
    slack: SlackSimulator, app: Serving
) -> None:
    """At once: the question counts as asked only while its answer is on its way or there."""
    asked = (await slack.mention("who patches RDS?")).messages[0]
    slack.failures["chat.postMessage"] = [500]
    failed = await press(slack, asked, "All of RDS")
    again = await press(slack, asked, "All of RDS")

    assert "reference" in failed.messages[0]["text"]
    assert "who does what" in again.messages[0]["text"]

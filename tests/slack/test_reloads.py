"""The running app follows its knowledge folder: nobody's question is lost, and no answer is made of two editions."""

import asyncio
import os
import random
import sys
from pathlib import Path

import pytest

from benchmarks.editions import QUESTION, Editions, numbers_in
from benchmarks.reloads import Asked, ask_steadily
from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.slack.door import EVENTS_PATH
from bot.slack.serving import serving
from tests.conftest import ROOT, until

RELOADS = 3
A_SECOND = 40


@pytest.fixture
def editions(tmp_path: Path) -> Editions:
    return Editions(tmp_path / "knowledge")


async def test_questions_go_on_while_the_knowledge_is_reloaded(
    slack: SlackSimulator, settings: Settings, editions: Editions
) -> None:
    """Every one is answered, from one edition; the edits are counted, and a bad one does not make us unready."""
    settings = settings.model_copy(update={"whosejob_knowledge": editions.folder})
    asked, done = Asked(), asyncio.Event()
    async with serving(settings, "127.0.0.1") as now, asyncio.TaskGroup() as group:
        slack.app_url = f"http://127.0.0.1:{now.port}{EVENTS_PATH}"
        await until(lambda: now.is_ready)
        group.create_task(ask_steadily(slack, A_SECOND, asked, done))
        for _ in range(RELOADS):
            editions.next()
            await until(lambda: editions.number in asked.editions, 60)
        good = now.desk.last_reload
        editions.break_it("id: rds\n")
        await until(lambda: now.desk.last_reload is not good, 60)
        done.set()
        page = now.desk.metrics.page().decode()
        is_ready, last = now.is_ready, now.desk.last_reload
        still = numbers_in((await slack.command(QUESTION)).body)

    assert asked.editions == set(range(1, RELOADS + 2))
    assert (asked.errors, asked.mixed) == (0, 0)
    assert good is not None
    assert last is not None
    assert (good.outcome, last.outcome, is_ready) == ("ok", "refused", True)
    assert set(still) == {editions.number}
    assert 'whosejob_reloads_total{outcome="ok"} 3.0' in page
    assert 'whosejob_reloads_total{outcome="refused"} 1.0' in page


async def test_a_reload_in_the_middle_of_a_question_changes_nothing_of_it(
    slack: SlackSimulator, settings: Settings, editions: Editions, tmp_path: Path
) -> None:
    """The knowledge is read once for each question: the rows and the buttons of a reply are of the same edition."""
    other = Editions(tmp_path / "other")
    other.next()
    settings = settings.model_copy(update={"whosejob_knowledge": editions.folder})
    async with serving(settings, "127.0.0.1") as now:
        slack.app_url = f"http://127.0.0.1:{now.port}{EVENTS_PATH}"
        await until(lambda: now.is_ready)
        both = [now.desk.knowledge, load_other(other)]
        replies = []
        chance = random.Random(1)

        async def swap() -> None:
            while len(replies) < 30:
                # by chance, not in turns: a reply that takes an even number of steps would always meet the same
                now.desk.knowledge = chance.choice(both)
                await asyncio.sleep(0)

        swapping = asyncio.create_task(swap())
        while len(replies) < 30:
            replies.append(await slack.mention(QUESTION))
        await swapping

    seen = [set(numbers_in(reply.messages)) for reply in replies]
    assert all(len(numbers) == 1 for numbers in seen)
    assert {1} in seen
    assert {2} in seen


def load_other(editions: Editions):
    from bot.knowledge.loader import load

    return load(editions.folder)


async def test_broken_knowledge_at_the_start_ends_with_its_problems(editions: Editions) -> None:
    """Status 2, one line for each problem, no traceback: whoever starts it is there to mend it."""
    editions.break_it(editions.text().replace("model: managed", "model: manged"))
    environment = {
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_SIGNING_SECRET": "secret",
        "WHOSEJOB_KNOWLEDGE": str(editions.folder),
        "PYTHONPATH": str(ROOT),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "serve",
        env={**os.environ, **environment},
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()

    assert process.returncode == 2
    assert b"knowledge/aws/services/rds.yaml:" in said
    assert b"did you mean 'managed'?" in said
    assert b"Traceback" not in said

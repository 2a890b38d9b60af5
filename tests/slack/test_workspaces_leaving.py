"""A workspace that removes the app: nothing of it is kept, whatever Slack says in whatever order."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.model import Knowledge
from bot.settings import Settings
from bot.simulator import Place, SlackSimulator, Trouble
from bot.slack.serving import Serving
from tests.slack.pressing import press
from tests.slack.several import (
    ELSEWHERE,
    ORG,
    WORKSPACE,
    calls,
    install,
    let_time_pass,
    rows,
    several,
    several_settings,
)
from tests.slack.test_feedback import DOWN, UP

BOTH = pytest.mark.parametrize("place", [WORKSPACE, ORG], ids=["workspace", "org"])


@pytest.fixture
def many(slack: SlackSimulator, tmp_path: Path) -> Settings:
    return several_settings(slack, tmp_path)


@pytest.fixture
async def app(
    slack: SlackSimulator, many: Settings, knowledge: Knowledge
) -> AsyncIterator[Serving]:
    async with several(slack, many, knowledge) as now:
        yield now


async def talk(slack: SlackSimulator, place: Place) -> None:
    """Leave behind what can be: a thread, a vote, and a complaint with words in it."""
    slack.place = place
    await press(slack, (await slack.mention("who patches RDS?")).messages[0], UP)
    await press(slack, (await slack.mention("who patches EC2?")).messages[0], DOWN)
    await slack.submit(slack.views[-1], {"reason": "other", "comment": "it is ours"})


@BOTH
@pytest.mark.parametrize("order", [(0, 1, 0, 1), (1, 0, 1, 0)], ids=["app first", "tokens first"])
async def test_when_a_workspace_leaves_nothing_of_it_is_kept(
    app: Serving, slack: SlackSimulator, place: Place, order: tuple[int, ...]
) -> None:
    """app_uninstalled and tokens_revoked in either order, each twice: 0 rows of it, all of the other one's."""
    for one in (place, ELSEWHERE):
        await install(slack, app, one)
        await talk(slack, one)
    before = [await rows(app, table) for table in ("installations", "threads", "feedback")]
    kinds = [("app_uninstalled", "tokens_revoked")[number] for number in order]
    told = [await slack.leave(kind, place) for kind in kinds]
    after = [await rows(app, table) for table in ("installations", "threads", "feedback")]
    slack.oauth.revoke(place)
    slack.place = place
    gone = await slack.mention("who patches RDS?")
    slack.place = ELSEWHERE
    stays = await slack.command("who patches RDS?")

    assert [reply.status for reply in told] == [200] * 4
    assert (before, after) == ([2, 4, 4], [1, 2, 2])
    assert (gone.status, gone.messages) == (200, ())
    assert "RDS" in stays.body["text"]


async def test_a_person_who_revokes_a_token_of_their_own_changes_nothing(
    app: Serving, slack: SlackSimulator
) -> None:
    """tokens_revoked names people and bots; only a bot's removes the installation."""
    await install(slack, app, WORKSPACE)
    slack.place = WORKSPACE
    reply = await slack.event(
        {"type": "tokens_revoked", "tokens": {"oauth": ["U0PERSON"], "bot": []}}
    )

    assert reply.status == 200
    assert await rows(app, "installations") == 1


async def test_news_of_an_earlier_end_does_not_end_a_new_installation(
    app: Serving, slack: SlackSimulator
) -> None:
    """Slack repeats an event for a day; who installed again meanwhile stays installed."""
    await install(slack, app, WORKSPACE)
    for kind in ("app_uninstalled", "tokens_revoked"):
        await slack.leave(kind, WORKSPACE, happened_at=time.time() - 3600)
    slack.place = WORKSPACE
    reply = await slack.mention("who patches RDS?")

    assert await rows(app, "installations") == 1
    assert len(reply.messages) == 1


async def test_another_process_notices_that_a_workspace_left(
    slack: SlackSimulator, many: Settings, knowledge: Knowledge
) -> None:
    """What one process removed, the other no longer answers."""
    async with several(slack, many, knowledge) as first, several(slack, many, knowledge) as second:
        await install(slack, second, WORKSPACE)
        slack.place = WORKSPACE
        before = await slack.command("who patches RDS?")
        slack.app_url = slack.app_url.replace(str(second.port), str(first.port))
        await slack.leave("app_uninstalled", WORKSPACE)
        slack.app_url = slack.app_url.replace(str(first.port), str(second.port))
        let_time_pass(second)
        after = await slack.command("who patches RDS?")

    assert "RDS" in before.body["text"]
    assert "not installed" in after.body["text"]


async def test_what_memory_held_of_a_workspace_goes_too(
    app: Serving, slack: SlackSimulator
) -> None:
    """It left and came back; while the store fails memory serves, and knows nothing of the thread from before."""
    await install(slack, app, WORKSPACE)
    slack.place = WORKSPACE
    thread = (await slack.mention("who patches RDS?")).messages[0]["thread_ts"]
    await slack.leave("app_uninstalled", WORKSPACE)
    await install(slack, app, WORKSPACE)
    async with app.desk.store.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE threads RENAME TO gone"))
    reply = await slack.mention("and the backups?", thread_ts=thread)

    assert app.desk.store.trouble() is not None
    assert len(reply.messages) == 1
    assert "RDS" not in reply.messages[0]["text"]


async def test_who_clicks_after_the_app_was_removed_reads_so_once(
    app: Serving, slack: SlackSimulator
) -> None:
    """Also where Slack cuts the connection: a response that may have arrived is not sent again."""
    await install(slack, app, WORKSPACE)
    slack.place = WORKSPACE
    shown = (await slack.mention("who patches RDS?")).messages[0]
    await slack.leave("app_uninstalled", WORKSPACE)
    read = await press(slack, shown, UP)
    slack.failures["response_url"] = [Trouble.cut(is_done=True)] * 3
    slack.calls.clear()
    cut = await press(slack, shown, UP)

    assert "not installed" in read.messages[0]["text"]
    assert cut.status == 200
    assert calls(slack, "response_url") == 1

"""Tokens that end: renewed before they do, once, by whichever process comes first."""

import asyncio
import time
from pathlib import Path

import pytest
from slack_bolt.context.async_context import AsyncBoltContext
from sqlalchemy import text

from bot.model import Knowledge
from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.slack.serving import Serving
from bot.store.opening import upgrade_database
from tests.slack.several import (
    ORG,
    WORKSPACE,
    calls,
    install,
    let_time_pass,
    several,
    several_settings,
    users,
)

HALF_A_DAY = 43_200
SHORT = 9
"""Seconds in which a token cannot be used any more: it could end on its way."""


FAILURES = [
    500,
    {"ok": False, "error": "ratelimited"},
    {
        "ok": True,
        "token_type": "user",
        "access_token": "xoxp-1",
        "refresh_token": "xoxe-1",
        "expires_in": HALF_A_DAY,
    },
]


@pytest.fixture
def many(slack: SlackSimulator, tmp_path: Path) -> Settings:
    return several_settings(slack, tmp_path)


async def installed(slack: SlackSimulator, app: Serving, lives: int, place=WORKSPACE) -> None:
    """Installed with a token that lives so long, 0: has just ended; those that follow live half a day."""
    slack.oauth.token_seconds = lives or SHORT
    await install(slack, app, place)
    slack.later(0 if lives else SHORT)
    slack.oauth.token_seconds = HALF_A_DAY
    slack.place = place
    slack.calls.clear()
    slack.oauth.used.clear()


@pytest.mark.parametrize("place", [WORKSPACE, ORG], ids=["workspace", "org"])
async def test_eight_events_renew_a_token_once(
    slack: SlackSimulator, many: Settings, place, knowledge: Knowledge
) -> None:
    """A token that has ended, eight events at once: one refresh, eight answers."""
    async with several(slack, many, knowledge) as app:
        await installed(slack, app, 0, place)
        replies = await asyncio.gather(*(slack.open_home() for _ in range(8)))
        counted = app.desk.metrics.page().decode()

    assert {reply.status for reply in replies} == {200}
    assert calls(slack, "oauth.v2.access") == 1
    assert users(slack, "views.publish") == [place] * 8
    for method, count in (("oauth.v2.access", 2), ("auth.test", 1), ("views.publish", 8)):
        assert f'{{method="{method}",outcome="ok"}} {count}.0' in counted


@pytest.fixture(params=["sqlite", "postgres"])
def shared(request: pytest.FixtureRequest, many: Settings) -> Settings:
    """Settings of two processes with one database."""
    if request.param == "sqlite":
        return many
    address = request.getfixturevalue("postgres_address")
    return many.model_copy(update={"database_url": address})


async def test_two_processes_renew_a_token_once(
    slack: SlackSimulator, shared: Settings, knowledge: Knowledge
) -> None:
    """Both are asked at once for a token that has ended: one refreshes, the other waits for it."""
    await upgrade_database(shared.store_url)
    async with (
        several(slack, shared, knowledge) as first,
        several(slack, shared, knowledge) as second,
    ):
        await installed(slack, second, 0)
        urls = [f"http://127.0.0.1:{app.port}/slack/events" for app in (first, second)]
        asking = []
        for number in range(8):
            slack.app_url = urls[number % 2]
            asking.append(asyncio.create_task(slack.open_home()))
            await asyncio.sleep(0)
        replies = await asyncio.gather(*asking)

    assert {reply.status for reply in replies} == {200}
    assert calls(slack, "oauth.v2.access") == 1
    assert users(slack, "views.publish") == [WORKSPACE] * 8


async def test_a_token_is_renewed_before_it_ends(
    slack: SlackSimulator, many: Settings, knowledge: Knowledge
) -> None:
    """With an hour left it is renewed, with half a day it is not; the restarted app uses the new one."""
    async with several(slack, many, knowledge) as app:
        await installed(slack, app, 3600)
        await slack.open_home()
        await slack.open_home()
    async with several(slack, many, knowledge):
        await slack.open_home()

    assert calls(slack, "oauth.v2.access") == 1
    assert len(users(slack, "views.publish")) == 3


@pytest.mark.parametrize("failure", FAILURES, ids=["500", "ratelimited", "a person's token"])
async def test_while_slack_renews_nothing_the_old_token_answers(
    slack: SlackSimulator, many: Settings, failure, knowledge: Knowledge
) -> None:
    """Until it ends; and it is not tried again with every event."""
    async with several(slack, many, knowledge) as app:
        await installed(slack, app, 3600)
        slack.failures["oauth.v2.access"] = [failure] * 5
        replies = []
        for _ in range(4):
            let_time_pass(app)
            replies.append(await slack.open_home())

    assert {reply.status for reply in replies} == {200}
    assert calls(slack, "oauth.v2.access") == 1


async def test_a_token_that_ended_and_cannot_be_renewed_now_lets_slack_come_back(
    slack: SlackSimulator, many: Settings, knowledge: Knowledge
) -> None:
    """503 while Slack is down; once it is back the event is answered."""
    async with several(slack, many, knowledge) as app:
        await installed(slack, app, 0)
        slack.failures["oauth.v2.access"] = [500]
        early = await slack.open_home()
        async with app.desk.store.engine.begin() as connection:
            await connection.execute(text("UPDATE installations SET renewing_until = 0"))
        late = await slack.open_home()

    assert (early.status, late.status) == (503, 200)
    assert users(slack, "views.publish") == [WORKSPACE]


async def test_a_refresh_token_that_slack_refuses_is_tried_once(
    slack: SlackSimulator, many: Settings, caplog: pytest.LogCaptureFixture, knowledge: Knowledge
) -> None:
    """Only installing again helps: people read so, events are acknowledged, the log says it."""
    async with several(slack, many, knowledge) as app:
        await installed(slack, app, 0)
        slack.failures["oauth.v2.access"] = [{"ok": False, "error": "invalid_refresh_token"}]
        events = [await slack.open_home() for _ in range(3)]
        command = await slack.command("who patches RDS?")
        await install(slack, app, WORKSPACE)
        again = await slack.command("who patches RDS?")

    assert {reply.status for reply in events} == {200}
    assert "not installed" in command.body["text"]
    assert "has to install again" in caplog.text
    assert calls(slack, "oauth.v2.access") == 2
    assert "RDS" in again.body["text"]


async def test_a_renewed_token_outlives_a_store_that_is_down(
    slack: SlackSimulator, many: Settings, knowledge: Knowledge
) -> None:
    """Slack gives it once: it is used from memory, and kept as soon as the store can."""
    async with several(slack, many, knowledge) as app:
        await installed(slack, app, 0)
        renewing = app.slack.many.workspaces._renewing
        found = await app.slack.many.installations.find("T0WORKSPACE")
        assert await app.slack.many.installations.begin_renewal(found)
        async with app.desk.store.engine.begin() as connection:
            await connection.execute(text("ALTER TABLE installations RENAME TO gone"))
        new = await renewing._renew(found)
        async with app.desk.store.engine.begin() as connection:
            await connection.execute(text("ALTER TABLE gone RENAME TO installations"))
        reply = await slack.open_home()
        stored = await app.slack.many.installations.find("T0WORKSPACE")

    assert reply.status == 200
    assert calls(slack, "oauth.v2.access") == 1
    assert stored.token == new.token
    assert stored.ends_at > time.time() + HALF_A_DAY / 2


async def test_a_workspace_that_left_while_its_token_was_renewed_stays_away(
    slack: SlackSimulator, many: Settings, knowledge: Knowledge
) -> None:
    """The new token does not bring a removed installation back."""
    async with several(slack, many, knowledge) as app:
        await installed(slack, app, 0)
        installations = app.slack.many.installations
        found = await installations.find("T0WORKSPACE")
        await slack.leave("app_uninstalled", WORKSPACE, time.time() + 5)
        kept = await installations.end_renewal(found, found.renewed("xoxb-new", "r", None))

        assert not kept
        assert await installations.find("T0WORKSPACE") is None


async def test_who_goes_away_while_a_token_is_renewed_takes_it_from_nobody(
    slack: SlackSimulator, many: Settings, knowledge: Knowledge
) -> None:
    """The request that began it is cut off; who asks next has the new token, which was given once."""
    async with several(slack, many, knowledge) as app:
        await installed(slack, app, 0)
        workspaces = app.slack.many.workspaces
        context = AsyncBoltContext({"team_id": "T0WORKSPACE", "is_enterprise_install": False})
        first = asyncio.create_task(workspaces.authorize(context))
        while not calls(slack, "oauth.v2.access"):  # noqa: ASYNC110 - to be there in the same moment
            await asyncio.sleep(0)
        first.cancel()
        result = await workspaces.authorize(context)
        stored = await app.slack.many.installations.find("T0WORKSPACE")

    assert calls(slack, "oauth.v2.access") == 1
    assert result.bot_token == stored.token
    assert stored.ends_at > time.time() + HALF_A_DAY / 2


async def test_a_renewal_under_way_is_finished_before_the_end(
    slack: SlackSimulator, many: Settings, knowledge: Knowledge
) -> None:
    """Who stops the app at that very moment does not lose the token that Slack gives once."""
    async with several(slack, many, knowledge) as app:
        await installed(slack, app, 0)
        context = AsyncBoltContext({"team_id": "T0WORKSPACE", "is_enterprise_install": False})
        asking = asyncio.create_task(app.slack.many.workspaces.authorize(context))
        while not calls(slack, "oauth.v2.access"):  # noqa: ASYNC110 - to be there in the same moment
            await asyncio.sleep(0)
        asking.cancel()
        await app.slack.many.close()
        stored = await app.slack.many.installations.find("T0WORKSPACE")

    assert stored.ends_at > time.time() + HALF_A_DAY / 2

"""One app, several workspaces: each installs it by itself and is answered with its own token."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.event import listen

from bot.model import Knowledge
from bot.settings import Settings
from bot.simulator import Place, SlackSimulator
from bot.simulator.payloads import mention
from bot.slack.serving import Serving, serving
from bot.slack.workspaces import FRESH_SECONDS
from tests.conftest import until
from tests.slack.several import (
    ELSEWHERE,
    ORG,
    WORKSPACE,
    calls,
    install,
    let_time_pass,
    several,
    several_settings,
    users,
)
from tests.slack.test_serving import status


@pytest.fixture
def many(slack: SlackSimulator, tmp_path: Path) -> Settings:
    return several_settings(slack, tmp_path)


@pytest.fixture
async def app(
    slack: SlackSimulator, many: Settings, knowledge: Knowledge
) -> AsyncIterator[Serving]:
    async with several(slack, many, knowledge) as now:
        yield now


async def test_it_is_ready_without_signing_in_anywhere(app: Serving, slack: SlackSimulator) -> None:
    """There is nobody to sign in as before somebody installs it."""
    assert await status(app.port, "/readyz") == 200
    assert {method for method, _ in slack.calls} <= {"api.test"}


async def test_each_workspace_is_answered_with_its_own_token(
    app: Serving, slack: SlackSimulator
) -> None:
    """A workspace and an organisation install it through the browser; both ask in every way."""
    shown = [await install(slack, app, place) for place in (WORKSPACE, ORG)]
    slack.oauth.used.clear()
    replies = []
    for slack.place in (WORKSPACE, ORG, WORKSPACE):
        replies += [await slack.mention("who patches RDS?")]
        replies += [await slack.direct_message("who patches Lambda?")]
        replies += [await slack.command("who patches EC2?")]
        replies += [await slack.open_home()]

    assert [page.status for page in shown] == [200, 200]
    assert ["T0WORKSPACE" in shown[0].text, "E0ORG" in shown[1].text] == [True, True]
    assert {reply.status for reply in replies} == {200}
    assert users(slack, "chat.postMessage") == [WORKSPACE] * 2 + [ORG] * 2 + [WORKSPACE] * 2
    assert users(slack, "views.publish") == [WORKSPACE, ORG, WORKSPACE]
    assert slack.refused == []


async def test_clicks_come_back_to_the_workspace_they_were_made_in(
    app: Serving, slack: SlackSimulator
) -> None:
    """A button below an answer posts with the token of the place, in the thread that it belongs to."""
    for place in (WORKSPACE, ORG):
        await install(slack, app, place)
    slack.oauth.used.clear()
    for slack.place in (ORG, WORKSPACE):
        reply = await slack.mention("who patches RDS?")
        shown = reply.messages[0]
        button = next(
            element
            for block in shown["blocks"]
            for element in block.get("elements", ())
            if element.get("action_id", "").startswith("ask_")
        )
        clicked = await slack.click(button, shown)
        assert clicked.status == 200

    assert users(slack, "chat.postMessage") == [ORG, ORG, WORKSPACE, WORKSPACE]


async def test_threads_of_two_workspaces_are_apart(app: Serving, slack: SlackSimulator) -> None:
    """The same channel and thread ids in another workspace are another conversation."""
    for place in (WORKSPACE, ORG):
        await install(slack, app, place)
    slack.place = WORKSPACE
    first = await slack.mention("who patches RDS?")
    thread = first.messages[0]["thread_ts"]
    slack.place = ORG
    other = await slack.mention("and the backups?", thread_ts=thread)
    slack.place = WORKSPACE
    same = await slack.mention("and the backups?", thread_ts=thread)

    assert "RDS" in same.messages[0]["text"]
    assert "RDS" not in other.messages[0]["text"]


async def test_in_a_shared_channel_the_installation_that_is_told_answers(
    app: Serving, slack: SlackSimulator
) -> None:
    """`authorizations` says for whom the delivery is; `team_id` may be the other side, and be told of it, too."""
    for place in (WORKSPACE, ELSEWHERE):
        await install(slack, app, place)
    slack.oauth.used.clear()
    shared = Place(
        WORKSPACE.team,
        bot_user=WORKSPACE.bot_user,
        bot_id=WORKSPACE.bot_id,
        shared_from=ELSEWHERE.team,
    )
    question = mention("who patches RDS?", ts="5.5")
    slack.place = shared
    reply = await slack.event(question)
    slack.place = ELSEWHERE
    other_side = await slack.event(question)

    assert (reply.status, other_side.status) == (200, 200)
    assert users(slack, "chat.postMessage") == [WORKSPACE, ELSEWHERE]


async def test_fifty_events_cost_one_sign_in(app: Serving, slack: SlackSimulator) -> None:
    """auth.test is called when the app is installed, and not again."""
    await install(slack, app, WORKSPACE)
    slack.place = WORKSPACE
    replies = await asyncio.gather(*(slack.open_home() for _ in range(50)))

    assert {reply.status for reply in replies} == {200}
    assert users(slack, "views.publish") == [WORKSPACE] * 50
    assert calls(slack, "auth.test") == 1


async def test_after_a_restart_nobody_is_asked_who_we_are(
    slack: SlackSimulator, many: Settings, knowledge: Knowledge
) -> None:
    """Fifty events to an app that has just started: 1 look into the store (each 5 s), 0 auth.test, 50 answers."""
    async with several(slack, many, knowledge) as app:
        await install(slack, app, WORKSPACE)
    slack.calls.clear()
    slack.place = WORKSPACE
    looked: list[str] = []
    async with several(slack, many, knowledge) as app:
        engine = app.desk.store.engine.sync_engine
        listen(engine, "before_cursor_execute", lambda *given: looked.append(given[2]))
        began = time.monotonic()
        replies = await asyncio.gather(*(slack.open_home() for _ in range(49)))
        replies.append(await slack.open_home())

        most = 1 + (time.monotonic() - began) // FRESH_SECONDS

    assert 1 <= sum("FROM installations" in statement for statement in looked) <= most
    assert {reply.status for reply in replies} == {200}
    assert calls(slack, "views.publish") == 50
    assert calls(slack, "auth.test") == 0


async def test_socket_mode_serves_several_too(
    slack: SlackSimulator, many: Settings, knowledge: Knowledge
) -> None:
    """Over a websocket as over HTTP: installed through the browser, answered with its own token."""
    over_socket = many.model_copy(
        update={"slack_app_token": SecretStr(slack.app_token), "slack_signing_secret": None}
    )
    async with several(slack, over_socket, knowledge) as app:
        await until(lambda: slack.is_socket_mode)
        for place in (WORKSPACE, ORG):
            await install(slack, app, place)
        slack.oauth.used.clear()
        for slack.place in (ORG, WORKSPACE):
            await slack.mention("who patches RDS?")

    assert users(slack, "chat.postMessage") == [ORG, WORKSPACE]


async def test_own_messages_are_no_questions(app: Serving, slack: SlackSimulator) -> None:
    """The bot of each workspace knows itself, without asking Slack."""
    await install(slack, app, WORKSPACE)
    slack.place, slack.user = WORKSPACE, WORKSPACE.bot_user
    reply = await slack.mention("who patches RDS?")

    assert (reply.status, reply.messages) == (200, ())


async def test_where_it_is_not_installed_nothing_comes_back(
    app: Serving, slack: SlackSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    """An event is acknowledged, counted and logged; a person who types a command reads what to do."""
    slack.place = ELSEWHERE
    event = await slack.mention("who patches RDS?")
    command = await slack.command("who patches RDS?")

    assert (event.status, event.messages) == (200, ())
    assert "not installed in this workspace" in command.body["text"]
    assert 'outcome="not_installed"} 2.0' in app.desk.metrics.page().decode()
    assert "not installed workspace=T0ELSEWHERE" in caplog.text
    assert "Traceback" not in caplog.text


async def test_while_the_store_is_down_who_asked_before_is_answered(
    app: Serving, slack: SlackSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    """A workspace that nobody has looked up yet is told to come back; a known one is not."""
    await install(slack, app, WORKSPACE)
    await install(slack, app, ORG)
    slack.place = WORKSPACE
    await slack.command("who patches RDS?")
    let_time_pass(app)
    async with app.desk.store.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE installations RENAME TO gone"))
    known = await slack.command("who patches RDS?")
    slack.place = ORG
    unknown = await slack.mention("who patches RDS?")
    async with app.desk.store.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE gone RENAME TO installations"))
    again = await slack.mention("who patches RDS?")

    assert (known.status, "RDS" in known.body["text"]) == (200, True)
    assert (unknown.status, unknown.messages) == (503, ())
    assert (again.status, len(again.messages)) == (200, 1)
    assert "is not known now" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_workspace_whose_token_is_refused_leaves_the_others_alone(
    slack: SlackSimulator, many: Settings, knowledge: Knowledge
) -> None:
    """Its deliveries come back, the others are answered, we stay ready; the token that another process gets is used
    with the next delivery.
    """
    async with several(slack, many, knowledge) as other, several(slack, many, knowledge) as app:
        for place in (WORKSPACE, ELSEWHERE):
            await install(slack, app, place)
        slack.place = WORKSPACE
        await slack.mention("who patches RDS?")
        slack.oauth.revoke(WORKSPACE)
        refused = await slack.mention("who patches RDS?")
        ready = await status(app.port, "/readyz")
        slack.place = ELSEWHERE
        elsewhere = await slack.mention("who patches RDS?")
        slack.oauth.redirect_url = slack.oauth.redirect_url.replace(str(app.port), str(other.port))
        await install(slack, other, WORKSPACE)
        slack.place = WORKSPACE
        again = await slack.mention("who patches RDS?")

    assert (refused.status, refused.messages) == (503, ())
    assert ready == 200
    assert (elsewhere.status, len(elsewhere.messages)) == (200, 1)
    assert (again.status, len(again.messages)) == (200, 1)


async def test_a_store_that_is_away_at_the_start_is_waited_for(
    slack: SlackSimulator, many: Settings, knowledge: Knowledge
) -> None:
    """Nobody could be answered, so we are not ready and say why; once the store is back we are."""
    many.whosejob_data.mkdir()
    locker = sqlite3.connect(many.whosejob_data / "whosejob.sqlite3", isolation_level=None)
    locker.execute("BEGIN EXCLUSIVE")
    hasty = many.model_copy(update={"whosejob_store_patience": 0.3})
    async with serving(hasty, "127.0.0.1", knowledge=knowledge) as app:
        causes = dict(app.health.causes())
        locker.execute("ROLLBACK")
        await until(lambda: app.is_ready, 30)
    locker.close()

    assert "the installations" in causes["slack"]


async def test_the_time_is_compared_without_anybody_to_sign_in_as(
    app: Serving, slack: SlackSimulator
) -> None:
    """Before anybody installs it, and so that a clock that was set right is noticed."""
    await until(lambda: calls(slack, "api.test") == 1)
    slack.clock_ahead = -600.0
    await app.slack.ask()
    wrong = dict(app.health.causes())
    slack.clock_ahead = 0.0
    await app.slack.ask()

    assert "ahead of Slack's" in wrong["clock"]
    assert app.is_ready

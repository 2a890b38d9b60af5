"""One app, several workspaces: each installs it by itself and is answered with its own token."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.event import listen

from bot.errors import SettingsError
from bot.model import Knowledge
from bot.settings import Settings, load_settings, require_slack
from bot.simulator import Place, SlackSimulator
from bot.slack.serving import Serving
from bot.slack.workspaces import FRESH_SECONDS
from bot.store.keyring import new_key
from tests.conftest import ROOT, until
from tests.slack.pressing import press
from tests.slack.several import (
    ELSEWHERE,
    ORG,
    WORKSPACE,
    calls,
    install,
    several,
    several_settings,
    users,
)
from tests.slack.test_feedback import DOWN, UP
from tests.slack.test_serving import start, status

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


def let_time_pass(app: Serving) -> None:
    """What the app knows of its workspaces is no longer fresh."""
    known = app.slack.many.workspaces._known
    for key, one in known.items():
        known[key] = replace(one, read_at=float("-inf"))


async def rows(app: Serving, table: str) -> int:
    async with app.desk.store.engine.connect() as connection:
        return await connection.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608


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
    """`authorizations` says for whom the delivery is; `team_id` may be the other side."""
    for place in (WORKSPACE, ELSEWHERE):
        await install(slack, app, place)
    slack.oauth.used.clear()
    shared = Place(
        WORKSPACE.team,
        bot_user=WORKSPACE.bot_user,
        bot_id=WORKSPACE.bot_id,
        shared_from=ELSEWHERE.team,
    )
    slack.place = shared
    reply = await slack.mention("who patches RDS?")

    assert reply.status == 200
    assert users(slack, "chat.postMessage") == [WORKSPACE]


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
    app: Serving, slack: SlackSimulator
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


# --- leaving --------------------------------------------------------------------------------------


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


# --- what is kept, and settings -------------------------------------------------------------------


async def test_no_token_can_be_read_in_the_files_or_the_log(
    slack: SlackSimulator, many: Settings, caplog: pytest.LogCaptureFixture, knowledge: Knowledge
) -> None:
    """Database, its journal and every log line: no xox, no client secret; the files are for their owner alone."""
    caplog.set_level("INFO")
    caplog.set_level("DEBUG", logger="bot")
    slack.oauth.token_seconds = 0
    async with several(slack, many, knowledge) as app:
        await install(slack, app, WORKSPACE)
        slack.oauth.token_seconds = 43200
        slack.place = WORKSPACE
        await slack.mention("who patches RDS?")
        await install(slack, app, ORG)
        files = {path: path.read_bytes() for path in many.whosejob_data.iterdir()}
        modes = {path.stat().st_mode & 0o777 for path in files}
    written = b"".join(files.values()) + caplog.text.encode()

    assert b"T0WORKSPACE" in written
    for secret in (b"xoxb-", b"xoxe-", b"xoxe.", b"xoxp-", slack.oauth.client_secret.encode()):
        assert secret not in written
    assert modes == {0o600}


COMPLETE = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "s",
    "SLACK_TOKEN_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "SLACK_SIGNING_SECRET": "s",
    "PORT": "0",
}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_SECRET is missing: SLACK_CLIENT_ID needs it"),
        ({"SLACK_CLIENT_ID": ""}, "SLACK_CLIENT_ID is missing: SLACK_CLIENT_SECRET needs it"),
        ({"SLACK_TOKEN_KEYS": ""}, "SLACK_TOKEN_KEYS is missing"),
        ({"SLACK_CLIENT_ID": "", "SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_ID is missing"),
        ({"SLACK_TOKEN_KEYS": "secret"}, "SLACK_TOKEN_KEYS cannot be used: key 1 of 1 is none"),
        (
            {"SLACK_TOKEN_KEYS": COMPLETE["SLACK_TOKEN_KEYS"] + ","},
            "SLACK_TOKEN_KEYS cannot be used: key 2 of 2 is none",
        ),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_CLIENT_ID is for an app that several workspaces"),
        ({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET is missing"),
    ],
)
def test_settings_that_do_not_fit_together_say_so(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str], says: str
) -> None:
    """One sentence that names the variable, and never its value."""
    for name, value in (COMPLETE | change).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        require_slack(load_settings())

    assert str(refused.value).startswith(says)
    assert COMPLETE["SLACK_TOKEN_KEYS"] not in str(refused.value)


def test_a_bad_start_ends_with_the_sentence(tmp_path: Path) -> None:
    """Exit 2, the sentence last, no traceback."""
    process = start(tmp_path, "serve", **(COMPLETE | {"SLACK_TOKEN_KEYS": "secret"}))
    _, errors = process.communicate(timeout=60)

    assert process.returncode == 2
    assert errors.strip().splitlines()[-1].startswith("SLACK_TOKEN_KEYS cannot be used")
    assert "Traceback" not in errors
    assert "secret" not in errors


async def test_a_key_that_went_missing_is_said_at_the_start(
    slack: SlackSimulator, many: Settings, knowledge: Knowledge
) -> None:
    """A list that does not open the tokens we keep ends the start, naming the variable and what to do."""
    async with several(slack, many, knowledge) as app:
        await install(slack, app, WORKSPACE)
    other = many.model_copy(update={"slack_token_keys": SecretStr(new_key())})
    with pytest.raises(SettingsError, match="SLACK_TOKEN_KEYS does not open the tokens of 1 inst"):
        async with several(slack, other, knowledge):
            pass


def test_one_workspace_needs_and_loads_none_of_it(tmp_path: Path) -> None:
    """With SLACK_BOT_TOKEN neither cryptography nor the pages of an installation are there."""
    code = """
import asyncio, sys
import aiohttp
from pathlib import Path
from pydantic import SecretStr
from bot.errors import SettingsError
from bot.settings import Settings, load_settings, require_slack
from bot.slack.serving import serving
async def main():
    made = Settings(_env_file=None, slack_bot_token=SecretStr("xoxb-1"), slack_signing_secret=SecretStr("s"),
        slack_api_url="http://127.0.0.1:9/", port=0, whosejob_data=Path("var"))
    async with serving(made, "127.0.0.1") as now:
        assert now.slack.many is None
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{now.port}/slack/install") as page:
                assert page.status == 404
asyncio.run(main())
print([n for n in sys.modules if n.startswith("cryptography") or n == "bot.slack.installing"])
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.stdout.splitlines()[-1] == "[]", done.stderr

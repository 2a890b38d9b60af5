"""Serving: health pages, sign-in, Socket Mode, and what a bad start says."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.slack.serving import Serving, serving
from tests.conftest import ROOT, until


async def status(port: int, path: str) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as response,
    ):
        return response.status


async def test_health_pages_say_alive_and_ready(app: Serving) -> None:
    """/livez while the loop runs, /readyz once Slack has signed us in."""
    assert await status(app.port, "/livez") == 200
    assert await status(app.port, "/readyz") == 200


async def test_not_ready_until_slack_signs_us_in(
    slack: SlackSimulator, settings: Settings, knowledge
) -> None:
    """A question that comes before is refused with 503, so Slack brings it again; then it is answered."""
    slack.failures["auth.test"] = [{"ok": False, "error": "invalid_auth"}]
    async with serving(settings, "127.0.0.1", knowledge=knowledge) as now:
        slack.app_url = f"http://127.0.0.1:{now.port}/slack/events"
        early = await slack.command("who patches RDS?")
        ready_early = await status(now.port, "/readyz")
        await until(lambda: now.is_ready)
        late = await slack.command("who patches RDS?")

    assert (early.status, ready_early) == (503, 503)
    assert late.status == 200


async def test_fifty_commands_cost_one_sign_in(app: Serving, slack: SlackSimulator) -> None:
    """auth.test is called once, not per request."""
    await asyncio.gather(*(slack.command("who patches RDS?") for _ in range(50)))

    assert [method for method, _ in slack.calls] == ["auth.test"]


@pytest.fixture
def socket_settings(settings: Settings, slack: SlackSimulator) -> Settings:
    return settings.model_copy(
        update={"slack_app_token": SecretStr(slack.app_token), "slack_signing_secret": None}
    )


async def test_socket_mode_answers_the_same(
    slack: SlackSimulator, socket_settings: Settings, knowledge
) -> None:
    """Command, mention and direct message over one websocket, from the same code path."""
    async with serving(socket_settings, "127.0.0.1", knowledge=knowledge) as now:
        await until(lambda: now.is_ready and slack.is_socket_mode)
        command = await slack.command("who patches RDS?")
        mentioned = await slack.mention("who patches RDS?")
        direct = await slack.direct_message("who patches RDS?")

    replies = (*command.messages, *mentioned.messages, *direct.messages)
    texts = {message["text"] for message in replies}
    assert len(replies) == 3
    assert command.body["response_type"] == "ephemeral"
    assert (mentioned.status, direct.status) == (200, 200)
    assert len(texts) == 1


async def test_socket_mode_has_health_pages_and_no_door(
    slack, socket_settings: Settings, knowledge
) -> None:
    """/livez and /readyz are served; /slack/events is not."""
    async with serving(socket_settings, "127.0.0.1", knowledge=knowledge) as now:
        await until(lambda: now.is_ready)
        found = [await status(now.port, path) for path in ("/livez", "/readyz", "/slack/events")]

    assert found == [200, 200, 404]


def start(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.parametrize(
    ("environment", "last_line"),
    [
        ({}, "SLACK_BOT_TOKEN is missing. Copy .env.example to .env and fill it in."),
        (
            {"SLACK_BOT_TOKEN": ""},
            "SLACK_BOT_TOKEN is missing. Copy .env.example to .env and fill it in.",
        ),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET is missing"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN is missing"),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "PORT": "many"},
            "PORT cannot be used",
        ),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "PORT": "99999"},
            "PORT cannot be used",
        ),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "DATABASE_URL": "mysql://x"},
            "DATABASE_URL",
        ),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": " \t "},
            "SLACK_SIGNING_SECRET is missing",
        ),
        (
            {"SLACK_BOT_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s"},
            "SLACK_BOT_TOKEN must begin with xoxb-",
        ),
    ],
)
def test_a_bad_start_says_what_to_do(tmp_path, environment: dict[str, str], last_line: str) -> None:
    """Exit 2, the last line names the variable, no traceback."""
    process = start(tmp_path, "serve", **environment)
    _, errors = process.communicate(timeout=30)

    assert process.returncode == 2
    assert errors.strip().splitlines()[-1].startswith(last_line)
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        (
            "WHOSEJOB_DATA",
            "/proc/nowhere",
            "the store /proc/nowhere/whosejob.sqlite3 cannot be opened",
        ),
        ("DATABASE_URL", "sqlite:////proc/nowhere/x.sqlite3", "cannot be opened"),
    ],
)
def test_a_store_that_cannot_be_opened_says_so(
    tmp_path, variable: str, value: str, says: str
) -> None:
    """Exit 2 and a sentence, no traceback."""
    environment = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "s",
        "PORT": "0",
        variable: value,
    }
    process = start(tmp_path, "serve", **environment)
    _, errors = process.communicate(timeout=30)

    assert process.returncode == 2
    assert says in errors.strip().splitlines()[-1]
    assert "Traceback" not in errors


def test_a_port_in_use_says_so(tmp_path) -> None:
    """Exit 2, and which variable to change."""
    import socket

    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        process = start(
            tmp_path, "serve", SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s", PORT=port
        )
        _, errors = process.communicate(timeout=30)

    assert process.returncode == 2
    assert errors.strip().splitlines()[-1].startswith(f"PORT {port} cannot be used")


async def test_an_error_of_ours_is_a_sentence_with_a_reference(app: Serving, slack, caplog) -> None:
    """The person reads a reference, the log holds the traceback under it, and nothing inside leaks."""
    store, app.desk.store = app.desk.store, None  # what nothing ever does: the error has to be ours
    reply = await slack.command("who patches frobnicator?")
    app.desk.store = store

    assert reply.status == 200
    assert "reference" in reply.body["text"]
    reference = reply.body["text"].split("reference ")[1][:6]
    assert f"ref={reference}" in caplog.text
    assert "NoneType" not in reply.body["text"]


async def test_sigterm_ends_it_cleanly(slack: SlackSimulator, tmp_path: Path) -> None:
    """A real process: .env read, HTTP served, two SIGTERMs, exit 0."""
    (tmp_path / ".env").write_text(
        f"SLACK_BOT_TOKEN={slack.bot_token}\nSLACK_SIGNING_SECRET={slack.signing_secret}\n"
        f"SLACK_API_URL={slack.api_url}\nPORT={free_port()}\n"
    )
    port = int((tmp_path / ".env").read_text().split("PORT=")[1])
    process = start(tmp_path, "serve")
    slack.app_url = f"http://127.0.0.1:{port}/slack/events"
    reply = await _when_ready(slack, process)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGTERM)
    _, errors = await asyncio.to_thread(process.communicate, timeout=30)

    assert reply.status == 200
    assert process.returncode == 0, errors
    assert slack.bot_token not in errors


def free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def _when_ready(slack: SlackSimulator, process: subprocess.Popen[str]):
    for _ in range(200):
        if process.poll() is not None:
            pytest.fail(process.communicate()[1])
        try:
            reply = await slack.command("who patches RDS?")
            if reply.status == 200:
                return reply
        except aiohttp.ClientError:
            pass
        await asyncio.sleep(0.05)
    return pytest.fail("never ready")

"""What an app for several workspaces keeps, and the settings that it needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.errors import SettingsError
from bot.model import Knowledge
from bot.settings import Settings, load_settings, require_slack
from bot.simulator import SlackSimulator
from bot.store.keyring import new_key
from tests.conftest import ROOT
from tests.slack.several import (
    ORG,
    WORKSPACE,
    install,
    several,
    several_settings,
)
from tests.slack.test_serving import start


@pytest.fixture
def many(slack: SlackSimulator, tmp_path: Path) -> Settings:
    return several_settings(slack, tmp_path)


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

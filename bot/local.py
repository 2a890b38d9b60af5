"""The real app in front of a small Slack on this machine, for one person: what the terminal chat and the page share."""

import contextlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.slack.door import EVENTS_PATH
from bot.slack.serving import serving


@contextlib.asynccontextmanager
async def local_slack() -> AsyncIterator[SlackSimulator]:
    """A simulator whose app is signed in and answers. The store, the secret and the token go with it."""
    with tempfile.TemporaryDirectory(prefix="whosejob-") as folder:
        async with SlackSimulator() as slack, serving(_settings(slack, folder), "127.0.0.1") as now:
            slack.app_url = f"http://127.0.0.1:{now.port}{EVENTS_PATH}"
            await now.signed_in.wait()
            yield slack


def _settings(slack: SlackSimulator, folder: str) -> Settings:
    """Settings of this run alone: no .env, a random secret, a store that goes with it."""
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr(slack.bot_token),
        slack_signing_secret=SecretStr(slack.signing_secret),
        slack_app_token=None,
        slack_api_url=slack.api_url,
        port=0,
        database_url=None,
        whosejob_questions_per_minute=0,
        whosejob_post_seconds=0,
        whosejob_data=Path(folder),
    )

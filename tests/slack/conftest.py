"""The real app over each of the two ways in: signed HTTP, and Socket Mode."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.slack.door import EVENTS_PATH
from bot.slack.serving import Serving, serving
from tests.conftest import until


@pytest.fixture(params=["http", "socket"])
async def each_way(
    slack: SlackSimulator, settings: Settings, request: pytest.FixtureRequest, knowledge
) -> AsyncIterator[Serving]:
    """The app, once for each way; whatever it sent, Slack took."""
    if request.param == "socket":
        token = SecretStr(slack.app_token)
        settings = settings.model_copy(
            update={"slack_app_token": token, "slack_signing_secret": None}
        )
    async with serving(settings, "127.0.0.1", knowledge=knowledge) as now:
        slack.app_url = f"http://127.0.0.1:{now.port}{EVENTS_PATH}"
        await until(lambda: now.is_ready and slack.is_socket_mode == (request.param == "socket"))
        yield now
        assert slack.refused == []

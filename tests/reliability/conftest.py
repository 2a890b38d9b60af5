"""An app in front of a Slack that brings events again, as long as nobody acknowledges them."""

import contextlib
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager

import pytest

from benchmarks.fleet import a_postgres
from benchmarks.postgres import NoPostgresError
from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.simulator.redelivering import Redelivering
from bot.slack.door import EVENTS_PATH
from bot.slack.serving import Serving, serving
from tests.conftest import NEEDS_POSTGRES, until

MINUTE_SECONDS = 0.3
"""Slack's minute in these tests; its 3 s of patience shrink with it where a test says so."""


PATIENCE_SECONDS = 20.0
"""On a slow machine the store's patience must not end, or memory serves, which other replicas do not share."""


def door(now: Serving) -> str:
    return f"http://127.0.0.1:{now.port}{EVENTS_PATH}"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """As everywhere, with a patient store."""
    return settings.model_copy(update={"whosejob_store_patience": PATIENCE_SECONDS})


@pytest.fixture
async def events(slack: SlackSimulator, app: Serving) -> AsyncIterator[Redelivering]:
    """Delivers to the one app."""
    async with Redelivering(slack, [door(app)], minute_seconds=MINUTE_SECONDS) as now:
        yield now


@pytest.fixture
def another(settings: Settings, knowledge) -> Callable[[], AbstractAsyncContextManager[Serving]]:
    """Another replica, which shares the store."""

    @contextlib.asynccontextmanager
    async def start() -> AsyncIterator[Serving]:
        async with serving(settings, "127.0.0.1", knowledge=knowledge) as now:
            await until(lambda: now.is_ready)
            yield now

    return start


@pytest.fixture(scope="module")
def postgres_address() -> Iterator[str]:
    """A PostgreSQL with our tables, as several processes would share one."""
    try:
        with a_postgres() as address:
            yield address
    except NoPostgresError as error:
        if os.environ.get("CI"):
            pytest.fail(f"{NEEDS_POSTGRES}: {error}")
        pytest.skip(f"{NEEDS_POSTGRES}: {error}")

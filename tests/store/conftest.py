"""Both databases, real: a SQLite file, and a PostgreSQL that the tests start themselves (tests/conftest.py)."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.answering import answer
from bot.model import Answer, Context, Knowledge
from bot.settings import Settings
from bot.store.opening import upgrade_database
from bot.store.store import Store

PATIENCE_SECONDS = 20.0
"""Where a test is about what is stored, a slow machine must not make memory serve."""


@pytest.fixture
def sqlite_address(tmp_path: Path) -> str:
    """A file that is not there yet."""
    return f"sqlite+aiosqlite:///{tmp_path / 'store.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgres"])
def empty_address(request: pytest.FixtureRequest) -> str:
    """Each database without a table."""
    return request.getfixturevalue(f"{request.param}_address")


@pytest.fixture
async def address(empty_address: str) -> str:
    """Each database with our tables."""
    if empty_address.startswith("postgresql"):
        await upgrade_database(empty_address)
    return empty_address


@pytest.fixture
async def store(address: str) -> AsyncIterator[Store]:
    """An open store on each database."""
    opened = await Store.open(address, patience=PATIENCE_SECONDS)
    yield opened
    await opened.close()


@pytest.fixture
def answered(knowledge: Knowledge) -> Callable[[str], Answer]:
    """The answer to a question."""
    return lambda text: answer(text, Context(None), knowledge)


@pytest.fixture
def postgres_settings(settings: Settings, postgres_address: str) -> Settings:
    """Settings of the app on PostgreSQL."""
    return settings.model_copy(update={"database_url": postgres_address})

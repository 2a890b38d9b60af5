"""The tables' history: its end is what tables.py says, on both databases, and old data stays."""

import asyncio
import os
import sqlite3
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import WhoseJobError
from bot.model import Topic
from bot.settings import load_settings
from bot.store import migrating
from bot.store.opening import current_revision, upgrade_database
from bot.store.store import Claim, Store
from bot.store.tables import metadata
from tests.conftest import ROOT

BEFORE_THE_HISTORY = """
CREATE TABLE deliveries (key VARCHAR(200) NOT NULL, state VARCHAR(10) NOT NULL, at FLOAT NOT NULL, PRIMARY KEY (key));
CREATE INDEX ix_deliveries_at ON deliveries (at);
CREATE TABLE threads (key VARCHAR(200) NOT NULL, topic TEXT NOT NULL, at FLOAT NOT NULL, PRIMARY KEY (key));
CREATE INDEX ix_threads_at ON threads (at);
CREATE TABLE misses (id INTEGER NOT NULL, at FLOAT NOT NULL, kind VARCHAR(20) NOT NULL, reason VARCHAR(40) NOT NULL,
    words VARCHAR(300) NOT NULL, PRIMARY KEY (id));
INSERT INTO deliveries SELECT 'event:' || value, 'done', unixepoch() FROM json_each('[1, 2, 3]');
INSERT INTO threads VALUES ('T1:C1:1', '{"services": [["aws/rds", null]], "areas": []}', unixepoch());
INSERT INTO misses (at, kind, reason, words) VALUES (1, 'decline', 'unknown', 'frobnicator');
"""
"""A file as the first versions made it; one of their tables came later and is missing."""


def differences(connection) -> list:
    return compare_metadata(MigrationContext.configure(connection), metadata)


async def test_the_history_ends_at_the_tables(empty_address: str) -> None:
    """From nothing to the newest step makes exactly what tables.py describes."""
    if empty_address.startswith("sqlite"):
        await (await Store.open(empty_address)).close()
    else:
        await upgrade_database(empty_address)
    engine = create_async_engine(empty_address.replace("postgresql:", "postgresql+asyncpg:"))
    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()

    assert found == []


async def test_an_old_file_is_adopted(sqlite_address: str, tmp_path) -> None:
    """A file without a history keeps its rows and gets what it lacks; the user does nothing."""
    connection = sqlite3.connect(tmp_path / "store.sqlite3")
    connection.executescript(BEFORE_THE_HISTORY)
    connection.close()
    store = await Store.open(sqlite_address)
    claims = [await store.claim([f"event:{number}"]) for number in (1, 2, 3, 4)]
    topic = await store.topic("T1:C1:1")
    trouble = store.trouble()
    await store.close()
    rows = (
        sqlite3.connect(tmp_path / "store.sqlite3").execute("SELECT words FROM misses").fetchall()
    )

    assert claims == [Claim.DONE] * 3 + [Claim.NEW]
    assert topic == Topic((("aws/rds", None),), ())
    assert (rows, trouble) == ([("frobnicator",)], None)


def test_the_newest_step_is_the_last_file() -> None:
    """What is compared at each start (without Alembic, which takes 0.3 s to load) is what Alembic says."""
    scripts = ScriptDirectory(migrating.FOLDER, version_locations=[migrating.FOLDER])

    assert scripts.get_current_head() == migrating.newest()
    assert all(
        one.path.rsplit("/", 1)[1].startswith(f"v{one.revision}_")
        for one in scripts.walk_revisions()
    )


async def test_two_upgrades_at_once_are_one(empty_address: str) -> None:
    """Two releases that start together both end well."""
    if empty_address.startswith("sqlite"):
        stores = [await Store.open(empty_address, patience=20.0) for _ in range(2)]
        for store in stores:
            await store.close()
    else:
        await asyncio.gather(*(upgrade_database(empty_address) for _ in range(3)))
    found = await current_revision(empty_address)

    assert found.now == found.newest


async def test_a_database_from_a_later_version_is_used(address: str) -> None:
    """A step only adds; the version before goes on while the new one starts."""
    engine = create_async_engine(address.replace("postgresql:", "postgresql+asyncpg:"))
    await (await Store.open(address)).close()
    async with engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    await engine.dispose()
    store = await Store.open(address)
    trouble = store.trouble()
    await store.close()

    assert trouble is None


def whosejob(cwd, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


async def test_the_commands(tmp_path, postgres_address: str) -> None:
    """`db current` says where it is, and serving refuses before `db upgrade`."""
    slack = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "PORT": "0"}
    where = {"DATABASE_URL": postgres_address.replace("postgresql:", "postgres:")}

    def run(*arguments: str):
        return asyncio.to_thread(whosejob, tmp_path, *arguments, **where, **slack)

    before, served = await asyncio.gather(run("db", "current"), run("serve"))
    upgraded = await run("db", "upgrade")
    again = await current_revision(postgres_address)

    newest = migrating.newest()
    assert before.stdout == f"tables: none yet; this version needs: {newest}\n"
    assert served.returncode == 2
    assert served.stderr.strip().splitlines()[-1].endswith("Run: whosejob db upgrade")
    assert again.now == newest
    assert upgraded.stdout == f"tables: {newest}; this version needs: {newest}\n"
    assert "Traceback" not in served.stderr + upgraded.stderr


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://u:hunter2@h/d", "DATABASE_URL must begin with postgresql://"),
        ("hunter2", "DATABASE_URL must begin with postgresql://"),
        ("postgres://u:hunter2@h:port/d", "DATABASE_URL cannot be read"),
        ("postgres://u:hunter2#x@h/d", "DATABASE_URL cannot be read"),
        ("postgres://u:hunter2@h/d?sslmode=hunter2", "DATABASE_URL cannot be read"),
        ("postgres://u:hunter2@127.0.0.1:1/d", "the store of DATABASE_URL cannot be opened"),
    ],
)
async def test_a_bad_address_is_one_sentence(monkeypatch, url: str, says: str) -> None:
    """It names DATABASE_URL, says how to write it, and never shows the password."""
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(WhoseJobError) as raised:
        await current_revision(load_settings().store_url)

    assert str(raised.value).startswith(says)
    assert "\n" not in str(raised.value)
    assert "hunter2" not in str(raised.value)


def test_a_file_that_is_not_there_needs_no_upgrade(tmp_path) -> None:
    """On a laptop and in a release without DATABASE_URL there is nothing to do, and nothing is made."""
    done = whosejob(tmp_path, "db", "upgrade")

    assert done.returncode == 0
    assert "none yet" in done.stdout
    assert list(tmp_path.iterdir()) == []

"""The tables' history → a database that has all of it. Alembic runs it; there is no alembic.ini and no env.py."""

import logging
from pathlib import Path

from sqlalchemy import Connection, inspect, text

FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_466_209_411
"""Any number; of two upgrades of one PostgreSQL the second waits for the first."""


def newest() -> str:
    """The revision that this program's tables are at: the number in the name of the last file."""
    return max(path.stem for path in FOLDER.glob("v*.py"))[1:5]


def revision_of(connection: Connection) -> str | None:
    """The revision that the database is at; None for one without a history."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def is_behind(connection: Connection) -> bool:
    """Whether the database lacks a step. One that is ahead is not behind: steps only add."""
    return (revision_of(connection) or "") < newest()


def upgrade(connection: Connection) -> None:
    """Run the steps that the database lacks, all in one transaction that the caller commits."""
    from alembic.operations import Operations  # noqa: PLC0415 - 0.3 s, and seldom needed
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    _lock(connection)
    if not is_behind(connection):
        return
    logging.getLogger("alembic").setLevel(logging.WARNING)
    scripts = ScriptDirectory(FOLDER, version_locations=[FOLDER])
    context = MigrationContext.configure(
        connection,
        opts={"fn": lambda at, _: scripts._upgrade_revs("head", at)},  # noqa: SLF001 - what alembic's own `upgrade` calls
    )
    with Operations.context(context):
        context.run_migrations()


def _lock(connection: Connection) -> None:
    """Nobody else changes the tables until the transaction ends."""
    connection.rollback()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

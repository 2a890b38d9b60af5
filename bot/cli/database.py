"""`db upgrade`, `db current`: the tables of the store. SQLite needs neither: it is brought up to date when it is opened."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import typer

from bot.cli.failing import fail
from bot.errors import WhoseJobError

if TYPE_CHECKING:
    from bot.store.opening import Revision


def register(app: typer.Typer) -> None:
    """Add `db` and its commands."""
    database = typer.Typer(no_args_is_help=True, help="The tables of the store.")
    for command in (upgrade, current):
        database.command()(command)
    app.add_typer(database, name="db", rich_help_panel="Serve")


def upgrade() -> None:
    """Bring the tables of DATABASE_URL up to date. Run it before a new version serves; twice does no harm."""
    from bot.store.opening import upgrade_database  # noqa: PLC0415 - the database only when it is asked for

    _say(upgrade_database)


def current() -> None:
    """Say which revision the tables of DATABASE_URL are at, and which one this version needs."""
    from bot.store.opening import current_revision  # noqa: PLC0415 - the same

    _say(current_revision)


def _say(ask: Callable[[str], Coroutine[Any, Any, "Revision"]]) -> None:
    from bot.settings import load_settings  # noqa: PLC0415 - the same

    try:
        found = asyncio.run(ask(load_settings().store_url))
    except WhoseJobError as error:
        fail(str(error))
    typer.echo(f"tables: {found.now or 'none yet'}; this version needs: {found.newest}")

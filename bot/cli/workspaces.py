"""`new-key` and `reseal`: the keys that the tokens of several workspaces are kept under."""

import asyncio

import typer

from bot.cli.failing import fail
from bot.errors import SettingsError, WhoseJobError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (new_key, reseal):
        app.command(rich_help_panel="Serve")(command)


def new_key() -> None:
    """Print a new key for SLACK_TOKEN_KEYS."""
    from bot.store import keyring  # noqa: PLC0415 - cryptography only where it is used

    typer.echo(keyring.new_key())


def reseal() -> None:
    """Keep all tokens under the first key of SLACK_TOKEN_KEYS; then the others can go."""
    from bot.settings import load_settings  # noqa: PLC0415 - the store only where it is used

    try:
        settings = load_settings()
        if not settings.token_keys:
            raise SettingsError("SLACK_TOKEN_KEYS", "is missing. Make a key: whosejob new-key")
        done, left = asyncio.run(_reseal(settings.store_url, settings.token_keys))
    except WhoseJobError as error:
        fail(str(error))
    typer.echo(f"{done} resealed with the first key.")
    if left:
        fail(
            f"{left} cannot be read with any key; keep the keys that you have, find the missing one."
        )


async def _reseal(url: str, keys: list[str]) -> tuple[int, int]:
    """How many were resealed, and how many no key opens."""
    from bot.store.installations import Installations  # noqa: PLC0415
    from bot.store.keyring import Keyring  # noqa: PLC0415
    from bot.store.store import Store  # noqa: PLC0415

    store = await Store.open(url)
    try:
        installations = Installations(store.engine, Keyring(keys))
        return await installations.reseal(), await installations.count_unreadable()
    finally:
        await store.close()

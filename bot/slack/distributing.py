"""Everything that only an app for several workspaces has, put together. Loaded only when there are several."""

import asyncio
import contextlib
import logging
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SettingsError
from bot.settings import Settings
from bot.slack import leaving
from bot.slack.backoff import waits
from bot.slack.desk import Desk
from bot.slack.exchanging import Credentials
from bot.slack.failing import Failure
from bot.slack.installing import Installing
from bot.slack.origin import installation_of
from bot.slack.renewing import Renewing
from bot.slack.workspaces import Workspaces
from bot.store.installations import Installations
from bot.store.keyring import Keyring
from bot.store.reaching import UnreachableError
from bot.store.states import States

_log = logging.getLogger(__name__)

FIRST_SECONDS, FACTOR, MOST_SECONDS = 0.5, 2.0, 10.0
"""Between looks at a store that was away when we started."""


class Distribution:
    """The app as others install it. Stands where SigningIn does in an app for one workspace."""

    def __init__(self, settings: Settings, desk: Desk, client: AsyncWebClient) -> None:
        secret = settings.slack_client_secret
        credentials = Credentials(
            settings.slack_client_id or "", secret.get_secret_value() if secret else ""
        )
        engine = desk.store.engine
        self.trouble: str | None = "the store of the installations was not reached yet"
        """Why nobody could be answered, for /readyz. Later, while the store is away, those still are whom we know."""
        self.installations = Installations(engine, Keyring(settings.token_keys))
        renewing = Renewing(self.installations, client, credentials)
        self.workspaces = Workspaces(self.installations, renewing, desk.metrics)
        self._installing = Installing(
            self.installations, States(engine), self.workspaces, client, credentials
        )
        self._desk = desk
        self._client = client

    async def authorize(self, context: AsyncBoltContext) -> AuthorizeResult:
        """Who we are in the workspace that asks."""
        return await self.workspaces.authorize(context)

    def doubt(self, failure: Failure, body: dict[str, Any]) -> None:
        """Slack refused the token of the workspace that `body` is for: read it anew. The others are answered as before."""
        key = installation_of(body)
        _log.warning("Slack refused the token of workspace=%s (%s)", key or "?", failure)
        self.workspaces.forget(key)

    # --- being ready --------------------------------------------------------------------------

    async def check(self) -> None:
        """Look whether the keys open what is kept. SettingsError when they do not: nobody there could be answered. A
        store that is away is looked at again by run().
        """
        try:
            count = await self.installations.count_unreadable()
        except UnreachableError as error:
            _log.warning("the installations could not be looked at (%s)", error)
            return
        if count:
            raise SettingsError(
                "SLACK_TOKEN_KEYS",
                f"does not open the tokens of {count} installation{'s' if count > 1 else ''}. "
                "Add the key that was used before to the end of the list.",
            )
        self.trouble = None

    async def run(self, ready: asyncio.Event) -> None:
        """Set `ready` once the store was reached; then bring the time of Slack, which no sign-in does here."""
        for wait in waits(FIRST_SECONDS, FACTOR, MOST_SECONDS):
            if self.trouble is None:
                break
            await asyncio.sleep(wait)
            try:
                await self.check()
            except SettingsError as error:
                self.trouble = str(error)
        ready.set()
        with contextlib.suppress(Exception):  # it is for the clock, and asked again in some minutes
            await self.ask()

    async def ask(self) -> object:
        """One call that needs no token."""
        return await self._client.api_test()

    # --- putting it in ------------------------------------------------------------------------

    def register(self, bolt: AsyncApp) -> None:
        """Listen for workspaces that leave."""
        leaving.register(bolt, self._desk, self.workspaces, self.installations)

    def add_to(self, app: web.Application) -> None:
        """Serve the pages of an installation on `app`."""
        self._installing.add_to(app)

    async def close(self) -> None:
        """Finish what is under way."""
        await self.workspaces.close()

"""Everything that only an app for several workspaces has, put together. Loaded only when there are several."""

from dataclasses import dataclass

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SettingsError
from bot.settings import Settings
from bot.slack import leaving
from bot.slack.desk import Desk
from bot.slack.exchanging import Credentials
from bot.slack.installing import Installing
from bot.slack.renewing import Renewing
from bot.slack.workspaces import Workspaces
from bot.store.installations import Installations
from bot.store.keyring import Keyring
from bot.store.states import States


@dataclass(frozen=True, slots=True)
class Distribution:
    """The app as others install it."""

    workspaces: Workspaces
    installations: Installations
    installing: Installing

    async def authorize(self, context: AsyncBoltContext) -> AuthorizeResult:
        """Who we are in the workspace that asks."""
        return await self.workspaces.authorize(context)

    async def check(self) -> None:
        """SettingsError when the keys do not open what is kept: nobody there could be answered."""
        count = await self.installations.count_unreadable()
        if count:
            raise SettingsError(
                "SLACK_TOKEN_KEYS",
                f"does not open the tokens of {count} installation{'s' if count > 1 else ''}. "
                "Add the key that was used before to the end of the list.",
            )

    def register(self, bolt: AsyncApp) -> None:
        """Listen for workspaces that leave."""
        leaving.register(bolt, self.workspaces, self.installations)

    def add_to(self, app: web.Application) -> None:
        """Serve the pages of an installation on `app`."""
        self.installing.add_to(app)

    async def close(self) -> None:
        """Finish what is under way."""
        await self.workspaces.close()


def distribute(settings: Settings, desk: Desk, client: AsyncWebClient) -> Distribution:
    """Every part, connected to nothing yet."""
    secret = settings.slack_client_secret
    credentials = Credentials(
        settings.slack_client_id or "", secret.get_secret_value() if secret else ""
    )
    engine = desk.store.engine
    installations = Installations(engine, Keyring(settings.token_keys))
    renewing = Renewing(installations, client, credentials)
    workspaces = Workspaces(installations, renewing, desk.metrics)
    installing = Installing(installations, States(engine), workspaces, client, credentials)
    return Distribution(workspaces, installations, installing)

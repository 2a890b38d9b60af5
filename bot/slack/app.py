"""Settings and a Desk → the Bolt app. Nothing of it exists before build() is called."""

import logging
import re
import secrets
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, ClientTimeout
from slack_bolt.async_app import AsyncApp, AsyncRespond
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.modals import said_modal
from bot.settings import Settings
from bot.slack import actions, commands, explaining, feedback, home, messages, sharing
from bot.slack.deliveries import DeliveryBusyError
from bot.slack.desk import Desk
from bot.slack.flooding import calm
from bot.slack.sending import say_privately

_log = logging.getLogger(__name__)

API_SECONDS = 5.0
"""For one Web API call, connecting included; Slack waits 3 s for an acknowledgement and then comes back."""


class NotSignedInError(Exception):
    """Slack has not told us who we are; the door (serving.py) lets nothing in before."""


@dataclass(slots=True)
class SlackApp:
    """The Bolt app with the one connection pool it shares, and who we are once Slack has told us."""

    bolt: AsyncApp
    client: AsyncWebClient
    session: ClientSession
    token: str
    identity: AuthorizeResult | None = None

    async def sign_in(self) -> None:
        """Ask Slack once who we are (auth.test). Until then nothing is accepted, so nothing is lost."""
        answer = await self.client.auth_test(token=self.token)
        self.identity = AuthorizeResult.from_auth_test_response(
            auth_test_response=answer, bot_token=self.token
        )

    async def close(self) -> None:
        await self.session.close()


def build(settings: Settings, desk: Desk) -> SlackApp:
    """The app with every listener registered. Needs a running event loop; connects to nothing yet."""
    session = ClientSession(timeout=ClientTimeout(total=API_SECONDS, connect=2.0))
    client = AsyncWebClient(
        base_url=settings.slack_api_url,
        session=session,
        retry_handlers=[],  # a retried post is a second reply; Slack's own redelivery does it better
    )
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    secret = settings.slack_signing_secret
    slack: SlackApp

    async def authorize() -> AuthorizeResult:
        if slack.identity is None:
            raise NotSignedInError
        return slack.identity

    bolt = AsyncApp(
        client=client,
        authorize=authorize,
        signing_secret=secret.get_secret_value() if secret else "",
        process_before_response=True,  # answer first, then acknowledge: a restart loses nothing
        request_verification_enabled=not settings.is_socket_mode,
    )
    slack = SlackApp(bolt, client, session, token)
    bolt.middleware(calm(desk.floods))
    commands.register(bolt, desk)
    messages.register(bolt, desk)
    for listeners in (actions, sharing, explaining, feedback, home):
        listeners.register(bolt, desk)
    bolt.event(re.compile(".*"))(_unknown)
    bolt.error(_failed)
    return slack


async def _unknown() -> None:
    """Any other event is acknowledged, so that Slack does not send it again."""


async def _failed(error: Exception, body: dict[str, Any], respond: AsyncRespond) -> BoltResponse:
    """The one place that catches: the traceback to the log, a sentence and a reference to the person."""
    if isinstance(error, DeliveryBusyError):
        return BoltResponse(status=503, body="busy")
    reference = secrets.token_hex(3)
    _log.error("failed ref=%s", reference, exc_info=error)
    text = f"I could not look that up (reference {reference}). Please try again in a minute."
    if body.get("command"):
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
    if body.get("type") == "view_submission":
        view = said_modal("Something went wrong", text)
        return BoltResponse(status=200, body={"response_action": "update", "view": view})
    if body.get("response_url"):
        await say_privately(respond, text)
        return BoltResponse(status=200, body="")
    return BoltResponse(status=503, body="")

"""Settings and a Desk → the Bolt app. Nothing of it exists before build() is called."""

import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import (
    ClientSession,
    ClientTimeout,
    TCPConnector,
    TooManyRedirects,
    TraceConfig,
    TraceRequestRedirectParams,
)
from slack_bolt.async_app import AsyncApp, AsyncRespond
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.modals import said_modal
from bot.settings import Settings
from bot.slack import actions, commands, explaining, feedback, home, messages, sharing, unknown
from bot.slack.deliveries import DeliveryBusyError
from bot.slack.desk import Desk
from bot.slack.dispatching import Dispatching
from bot.slack.failing import Then, failure_of, is_of_slack
from bot.slack.flooding import calm
from bot.slack.responding import bound_respond
from bot.slack.sending import say_privately
from bot.slack.signing_in import SigningIn

_log = logging.getLogger(__name__)

API_SECONDS = 2.4
"""For one Web API call, connecting included; Slack waits 3 s for an acknowledgement and then comes back."""
CONNECT_SECONDS = 1.0
"""Of these for getting a connection, waiting for a free one included."""
MOST_CONNECTIONS = 40
"""To Slack at one time. With the deliveries in flight (dispatching.py) this stays below 300 file descriptors."""


class NotSignedInError(Exception):
    """Slack has not told us who we are; the door (serving.py) lets nothing in before."""


@dataclass(slots=True)
class SlackApp:
    """The Bolt app with the one connection pool it shares, and who we are once Slack has told us."""

    bolt: AsyncApp
    dispatching: Dispatching
    session: ClientSession
    signing_in: SigningIn

    async def close(self) -> None:
        await self.session.close()


def build(settings: Settings, desk: Desk, watchers: Sequence[AsyncRetryHandler] = ()) -> SlackApp:
    """The app with every listener registered. Needs a running event loop; connects to nothing yet.

    `watchers` see every call of the Web API, and retry none: a retried post is a second reply, and Slack's own
    redelivery does it better.
    """
    session = _session()
    client = AsyncWebClient(
        base_url=settings.slack_api_url,
        session=session,
        retry_handlers=[*watchers],
    )
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    signing_in = SigningIn(client, token)

    async def authorize() -> AuthorizeResult:
        if signing_in.identity is None:
            raise NotSignedInError
        return signing_in.identity

    bolt = AsyncApp(
        client=client,
        authorize=authorize,
        process_before_response=True,  # answer first, then acknowledge: a restart loses nothing
        request_verification_enabled=False,  # gate.py did, on the raw bytes and before parsing
        raise_error_for_unhandled_request=True,  # unknown.py acknowledges it
    )
    bolt.use(bound_respond(session))
    bolt.use(calm(desk.floods))
    commands.register(bolt, desk)
    messages.register(bolt, desk)
    for listeners in (actions, sharing, explaining, feedback, home):
        listeners.register(bolt, desk)
    unknown.register(bolt, desk, _failed(signing_in))
    return SlackApp(bolt, Dispatching(bolt, desk.metrics), session, signing_in)


def _session() -> ClientSession:
    """Bounded in time and number. A redirect is not followed: Slack sends none, so somebody else took the call."""
    trace = TraceConfig()
    trace.on_request_redirect.append(_refuse_redirect)
    return ClientSession(
        timeout=ClientTimeout(total=API_SECONDS, connect=CONNECT_SECONDS),
        connector=TCPConnector(limit=MOST_CONNECTIONS),
        trace_configs=[trace],
    )


async def _refuse_redirect(
    _: ClientSession, __: object, redirect: TraceRequestRedirectParams
) -> None:
    answer = redirect.response
    raise TooManyRedirects(answer.request_info, answer.history, status=answer.status)


def _failed(signing_in: SigningIn) -> Callable[..., Awaitable[BoltResponse]]:
    """The one place that catches: an event is brought again unless that would change nothing, a person reads a
    sentence with a reference, and the log holds what it was.
    """

    async def failed(error: Exception, body: dict[str, Any], respond: AsyncRespond) -> BoltResponse:
        if isinstance(error, DeliveryBusyError | NotSignedInError):
            return BoltResponse(status=503, body="come back")
        reference = secrets.token_hex(3)
        if not is_of_slack(error):
            _log.error("failed ref=%s", reference, exc_info=error)
            return await _apology("I could not look that up", reference, body, respond)
        failure = failure_of(error)
        _log.warning("Slack failed ref=%s code=%s then=%s", reference, failure, failure.then.name)
        if failure.then is Then.MEND:
            signing_in.doubt(failure)
        if failure.then.is_permanent and "event" in body:
            return BoltResponse(status=200, body="")
        return await _apology("Slack did not take my answer", reference, body, respond)

    return failed


async def _apology(
    what: str, reference: str, body: dict[str, Any], respond: AsyncRespond
) -> BoltResponse:
    """A sentence where the person can see it; 503, so that Slack comes back or says something itself, where not."""
    text = f"{what} (reference {reference}). Please try again in a minute."
    if body.get("command"):
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
    if body.get("type") == "view_submission":
        view = said_modal("Something went wrong", text)
        return BoltResponse(status=200, body={"response_action": "update", "view": view})
    if body.get("response_url") and await say_privately(respond, text):
        return BoltResponse(status=200, body="")
    return BoltResponse(status=503, body="")

"""Settings and a Desk → the Bolt app. Nothing of it exists before build() is called."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.modals import said_modal
from bot.settings import Settings
from bot.slack import actions, commands, explaining, feedback, home, messages, sharing, unknown
from bot.slack.deliveries import DeliveryBusyError
from bot.slack.desk import Desk
from bot.slack.dispatching import Dispatching
from bot.slack.failing import Failure, Then, failure_of, is_of_slack
from bot.slack.flooding import calm
from bot.slack.origin import NotInstalledError, NotNowError
from bot.slack.responding import BoundRespond, bound_respond
from bot.slack.sending import say_privately
from bot.slack.signing_in import SigningIn

if TYPE_CHECKING:
    from bot.slack.distributing import Distribution

_log = logging.getLogger(__name__)

API_SECONDS = 2.4
"""For one Web API call, connecting included; Slack waits 3 s for an acknowledgement and then comes back."""
CONNECT_SECONDS = 1.0
"""Of these for getting a connection, waiting for a free one included."""
MOST_CONNECTIONS = 40
"""To Slack at one time. With the deliveries in flight (dispatching.py) this stays below 300 file descriptors."""
NOT_INSTALLED = (
    "Whose Job? is not installed in this workspace any more. Ask an administrator to add it again."
)


class NotSignedInError(Exception):
    """Slack has not told us who we are; the door (serving.py) lets nothing in before."""


@dataclass(slots=True)
class SlackApp:
    """The Bolt app with the one connection pool it shares, and who we are once Slack has told us."""

    bolt: AsyncApp
    dispatching: Dispatching
    session: ClientSession
    signing_in: SigningIn
    many: "Distribution | None" = None
    """What an app for several workspaces has; then nobody signs in."""

    @property
    def trouble(self) -> str | None:
        """Why no token is known to answer with, for /readyz."""
        return (self.many or self.signing_in).trouble

    async def run(self, ready: asyncio.Event) -> None:
        """Find out who we are, set `ready`, and look after it for ever."""
        await (self.many or self.signing_in).run(ready)

    async def ask(self) -> object:
        """One small call of the Web API, for what its answer says besides."""
        return await (self.many or self.signing_in).ask()

    def doubt(self, failure: Failure, body: dict[str, Any]) -> None:
        """A call failed in a way that somebody must mend. Of several workspaces it is only the one that `body` is for."""
        if self.many:
            self.many.doubt(failure, body)
        else:
            self.signing_in.doubt(failure)

    async def close(self) -> None:
        if self.many:
            await self.many.close()
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
    many = _distributed(settings, desk, client) if settings.serves_many else None

    async def authorize(context: AsyncBoltContext) -> AuthorizeResult:
        if many:
            return await many.authorize(context)
        if signing_in.identity is None:
            raise NotSignedInError
        return signing_in.identity

    bolt = AsyncApp(
        client=client,
        authorize=authorize,
        process_before_response=True,  # answer first, then acknowledge: a restart loses nothing
        attaching_function_token_enabled=False,  # a token that stands in a delivery would be used in place of ours
        request_verification_enabled=False,  # gate.py did, on the raw bytes and before parsing
        raise_error_for_unhandled_request=True,  # unknown.py acknowledges it
    )
    bolt.use(bound_respond(session))
    bolt.use(calm(desk.floods))
    commands.register(bolt, desk)
    messages.register(bolt, desk)
    for listeners in (actions, sharing, explaining, feedback, home):
        listeners.register(bolt, desk)
    if many:
        many.register(bolt)
    slack = SlackApp(bolt, Dispatching(bolt, desk.metrics), session, signing_in, many)
    unknown.register(bolt, desk, _failed(slack))
    return slack


def _distributed(settings: Settings, desk: Desk, client: AsyncWebClient) -> "Distribution":
    """Cryptography and the rest are loaded only where tokens are kept."""
    from bot.slack.distributing import Distribution  # noqa: PLC0415

    return Distribution(settings, desk, client)


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


def _failed(slack: SlackApp) -> Callable[..., Awaitable[BoltResponse]]:
    """The one place that catches: an event is brought again unless that would change nothing, a person reads a
    sentence with a reference, and the log holds what it was.
    """

    async def failed(error: Exception, body: dict[str, Any], respond: AsyncRespond) -> BoltResponse:
        if isinstance(error, DeliveryBusyError | NotSignedInError):
            return BoltResponse(status=503, body="come back")
        if not isinstance(respond, BoundRespond):  # it failed before its turn to be given
            respond = BoundRespond(respond.response_url, slack.session)
        if isinstance(error, NotInstalledError):  # counted and logged; to come back would not help
            return await _said(NOT_INSTALLED, 200, body, respond)
        reference = secrets.token_hex(3)
        if isinstance(error, NotNowError):
            _log.warning("whose token answers is not known now ref=%s (%s)", reference, error)
            return await _apology("I could not look that up", reference, body, respond)
        if not is_of_slack(error):
            _log.error("failed ref=%s", reference, exc_info=error)
            return await _apology("I could not look that up", reference, body, respond)
        failure = failure_of(error)
        _log.warning("Slack failed ref=%s code=%s then=%s", reference, failure, failure.then.name)
        if failure.then is Then.MEND:
            slack.doubt(failure, body)
        if failure.then.is_permanent and "event" in body:
            return BoltResponse(status=200, body="")
        return await _apology("Slack did not take my answer", reference, body, respond)

    return failed


async def _apology(
    what: str, reference: str, body: dict[str, Any], respond: AsyncRespond
) -> BoltResponse:
    """Try again, with a reference; 503 where nobody would read it, so that Slack comes back or says something itself."""
    text = f"{what} (reference {reference}). Please try again in a minute."
    return await _said(text, 503, body, respond)


async def _said(
    text: str, otherwise: int, body: dict[str, Any], respond: AsyncRespond
) -> BoltResponse:
    """A sentence where the person can see it; the status `otherwise` where not."""
    if body.get("command"):
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
    if body.get("type") == "view_submission":
        view = said_modal("Something went wrong", text)
        return BoltResponse(status=200, body={"response_action": "update", "view": view})
    if body.get("response_url") and await say_privately(respond, text):
        return BoltResponse(status=200, body="")
    return BoltResponse(status=otherwise, body="")

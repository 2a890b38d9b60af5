"""Who we are to Slack. Until it has told us nothing is accepted, so nothing is lost; and again when a call shows that
the token or a scope is no good any more.
"""

import asyncio
import logging
import time
from collections.abc import Iterator

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.backoff import waits
from bot.slack.failing import Failure, SlackFailedError, Then, failure_of

_log = logging.getLogger(__name__)

FIRST_SECONDS = 0.5
MOST_SECONDS = 30.0
FACTOR = 3.0
CALM_SECONDS = 60.0
"""Signed in for so long, the next trouble begins with the first wait again."""
NEEDED_SCOPE = "chat:write"
"""Of all scopes the only one that our calls need; without the others Slack just brings us less."""


class SigningIn:
    """Asks Slack who we are (auth.test) until it says so, once; then whenever there is doubt."""

    def __init__(self, client: AsyncWebClient, token: str) -> None:
        self.identity: AuthorizeResult | None = None
        self.trouble: str | None = "Slack has not signed us in yet"
        """Why we are not signed in, for /readyz; None when we are."""
        self._client = client
        self._token = token
        self._doubted = asyncio.Event()
        self._needed = NEEDED_SCOPE

    def doubt(self, failure: Failure) -> None:
        """A call failed in a way that somebody must mend: accept nothing until Slack signs us in again."""
        if self._doubted.is_set():
            return
        self._needed = failure.scope or NEEDED_SCOPE
        self._fail(failure)
        self._doubted.set()

    async def run(self, signed_in: asyncio.Event) -> None:
        """Sign in, set `signed_in`, and look after it for ever."""
        steps = _steps()
        while True:
            await self._until_signed_in(steps)
            since = time.monotonic()
            signed_in.set()
            await self._doubted.wait()
            if time.monotonic() - since > CALM_SECONDS:
                steps = _steps()
            await asyncio.sleep(next(steps))

    async def _until_signed_in(self, steps: Iterator[float]) -> None:
        while True:
            try:
                await self._sign_in()
            except Exception as error:  # noqa: BLE001 - whatever it is: not ready, said in the log, tried again
                failure = failure_of(error)
                wait = max(next(steps), min(failure.retry_after or 0.0, MOST_SECONDS))
                self._fail(failure)
                _log.warning("Slack did not sign us in (%s); again in %.1f s", failure, wait)
                await asyncio.sleep(wait)
            else:
                self.trouble = None
                self._doubted.clear()
                return

    async def ask(self) -> AsyncSlackResponse:
        """One auth.test. It changes nothing here."""
        return await self._client.auth_test(token=self._token)

    async def _sign_in(self) -> None:
        answer = await self.ask()
        granted = answer.headers.get("X-OAuth-Scopes")
        if granted is not None and self._needed not in _words(granted):
            raise SlackFailedError(Failure(Then.MEND, "missing_scope", self._needed))
        self.identity = AuthorizeResult.from_auth_test_response(
            auth_test_response=answer, bot_token=self._token
        )

    def _fail(self, failure: Failure) -> None:
        said = f"Slack did not sign us in ({failure})"
        self.trouble = f"{said}: {failure.mending}" if failure.then is Then.MEND else said


def _steps() -> Iterator[float]:
    return waits(FIRST_SECONDS, FACTOR, MOST_SECONDS)


def _words(scopes: str) -> set[str]:
    return {scope.strip() for scope in scopes.split(",")}

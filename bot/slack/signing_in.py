"""Until Slack has told us who we are nothing is accepted, so nothing is lost."""

import asyncio
import logging

from bot.slack.app import SlackApp

_log = logging.getLogger(__name__)

_WAIT_SECONDS = (1, 2, 5, 10, 30)


async def sign_in(slack: SlackApp) -> None:
    """Ask Slack who we are until it tells us; each failure is one line in the log."""
    attempt = 0
    while True:
        try:
            await slack.sign_in()
        except Exception as error:  # noqa: BLE001 - Slack down, token wrong: not ready, said in the log, tried again
            wait = _WAIT_SECONDS[min(attempt, len(_WAIT_SECONDS) - 1)]
            _log.warning("Slack did not sign us in (%s); trying again in %s s", _short(error), wait)
            await asyncio.sleep(wait)
            attempt += 1
        else:
            return


def _short(error: Exception) -> str:
    """The reason in a few words, without the request."""
    response = getattr(error, "response", None)
    return str(response.get("error")) if response else type(error).__name__

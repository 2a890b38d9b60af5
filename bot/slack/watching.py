"""Every call of Slack's Web API is seen here once: what became of it, and what time Slack has."""

import re

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

from bot.metrics import Metrics
from bot.slack.clock import Clock

_METHOD = re.compile(r"/([a-z]+(?:\.[A-Za-z0-9]+)+)$")


class Watch(AsyncRetryHandler):
    """Looks on and never retries. It stands first among a client's retry_handlers: one that retries hides the call."""

    def __init__(self, metrics: Metrics, clock: Clock) -> None:
        super().__init__()
        self._metrics = metrics
        self._clock = clock

    async def can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - slack_sdk's signature
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        """Count the call, note the Date; False."""
        found = _METHOD.search(request.url)
        method = found[1] if found else "response_url"
        self._metrics.slack_calls.labels(method, _outcome(response, error)).inc()
        if response:
            self._clock.note(next(iter(response.headers.get("Date", ())), None))
        return False


def _outcome(response: HttpResponse | None, error: Exception | None) -> str:
    if response is None:
        return "failed" if isinstance(error, SlackApiError) else "unreachable"
    if response.status_code == 429:
        return "rate_limited"
    if response.status_code >= 400:
        return "failed"
    is_refused = isinstance(response.body, dict) and not response.body.get("ok")
    return "refused" if is_refused else "ok"

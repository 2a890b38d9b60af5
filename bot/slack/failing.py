"""What Slack answered instead of what it should → what we do about it. Pure: asks nobody, sends nothing.

The codes stand on the pages of chat.postMessage, chat.postEphemeral, chat.delete, views.open, views.publish, auth.test and
apps.connections.open at docs.slack.dev. One that stands nowhere here is taken for a moment's trouble: Slack brings the
delivery again three times at most, so being wrong costs little and loses nothing.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import aiohttp
from slack_sdk.errors import SlackClientError


class Then(Enum):
    """What to do about a failure."""

    COME_BACK = "it was not done: let Slack bring the delivery again"
    WAIT = "too many calls: wait as long as Slack says, else let it bring the delivery again"
    CHECK = "nobody knows whether it was done: never try again blindly"
    PLAINER = "send the same in a plainer shape"
    SAY_PRIVATELY = "not in this place: show it to the person alone, in the same channel"
    SAY_DIRECTLY = "not in this channel: send it to the person directly"
    GIVE_UP = "nothing helps: acknowledge, and say so in the log"
    MEND = (
        "somebody must mend the app: refuse everything, so that nothing is lost, and say what to do"
    )

    @property
    def is_permanent(self) -> bool:
        """Whether the same call would fail for ever: never try again."""
        return self in _PERMANENT


_PERMANENT = {Then.PLAINER, Then.SAY_PRIVATELY, Then.SAY_DIRECTLY, Then.GIVE_UP}

_CODES: dict[Then, str] = {
    Then.COME_BACK: """
        external_channel_migrating org_login_required request_timeout service_unavailable team_added_to_org
    """,
    Then.WAIT: "message_limit_exceeded rate_limited ratelimited",
    Then.CHECK: "fatal_error internal_error",  # "some aspect of the operation may have succeeded"
    Then.PLAINER: """
        attachment_payload_limit_exceeded block_mismatch invalid_attachments invalid_blocks invalid_blocks_format
        message_blocks_too_long msg_blocks_too_long msg_too_long too_many_attachments
    """,
    Then.SAY_PRIVATELY: """
        cannot_reply_to_message restricted_action restricted_action_non_threadable_channel
        restricted_action_read_only_channel restricted_action_thread_locked restricted_action_thread_only_channel
        thread_not_found
    """,
    Then.SAY_DIRECTLY: """
        access_denied channel_not_found channel_type_not_supported is_archived is_inactive no_permission not_in_channel
        user_not_in_channel
    """,
    Then.GIVE_UP: """
        cant_delete_message cant_update_message compliance_exports_prevent_deletion deprecated_endpoint
        duplicate_external_id ekm_access_denied enterprise_is_restricted exchanged_trigger_id expired_trigger_id
        hash_conflict invalid_arg_name invalid_arguments invalid_array_arg invalid_charset invalid_form_data
        invalid_json invalid_metadata_format invalid_metadata_schema invalid_post_type invalid_trigger_id
        invalid_view_hash json_not_object message_not_found messages_tab_disabled metadata_too_large
        method_deprecated missing_post_type no_text not_enabled not_found push_limit_reached
        team_access_not_granted team_not_found trigger_exchanged trigger_expired unknown_method user_disabled
        user_is_bot user_not_found user_not_visible users_not_found view_too_large
    """,
    Then.MEND: """
        account_inactive app_missing_action_url forbidden_team invalid_app_id invalid_auth
        missing_scope not_allowed_token_type not_authed token_expired token_revoked two_factor_setup_required
    """,
}
_THEN = {code: then for then, codes in _CODES.items() for code in codes.split()}

_MENDING = {
    "missing_scope": 'add the scope under "OAuth & Permissions" and install the app again',
    "account_inactive": "install the app again and set SLACK_BOT_TOKEN",
    "token_revoked": "install the app again and set SLACK_BOT_TOKEN",
    "token_expired": "install the app again and set SLACK_BOT_TOKEN",
    "not_allowed_token_type": "SLACK_BOT_TOKEN must begin with xoxb-, SLACK_APP_TOKEN with xapp-",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed call, in the few words that may be logged and shown on /readyz."""

    then: Then
    code: str
    """Slack's own code, "http 502", or what kind of break it was."""
    scope: str = ""
    """Which scope is missing, when that is it."""
    retry_after: float | None = None
    """Seconds that Slack wants us to wait, if it said so in a way that can be read."""

    def __str__(self) -> str:
        return f"{self.code}: {self.scope}" if self.scope else self.code

    @property
    def mending(self) -> str:
        """What somebody must do to make it work again, if that can be said."""
        return _MENDING.get(self.code, "check SLACK_BOT_TOKEN")


class SlackFailedError(Exception):
    """Slack did not do what it was asked to; `failure` says what follows."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure))
        self.failure = failure


class PostedMaybeError(SlackFailedError):
    """The post left us and no answer came: it may stand in the channel, or not."""


def raised(failure: Failure) -> SlackFailedError:
    """The error to raise for `failure`."""
    return (PostedMaybeError if failure.then is Then.CHECK else SlackFailedError)(failure)


def is_of_slack(error: BaseException) -> bool:
    """Whether the wire or Slack failed, and not we."""
    return isinstance(
        error, SlackFailedError | SlackClientError | aiohttp.ClientError | TimeoutError
    )


def failure_of(error: BaseException) -> Failure:
    """What to do about `error`, which a call to Slack raised."""
    if isinstance(error, SlackFailedError):
        return error.failure
    response = getattr(error, "response", None)
    if response is not None and isinstance(error, SlackClientError):
        return _of_answer(response)
    if isinstance(error, _NEVER_LEFT):
        return Failure(Then.COME_BACK, type(error).__name__)
    return Failure(Then.CHECK, type(error).__name__)


_NEVER_LEFT = (
    aiohttp.ClientConnectorError,  # refused, no such host, no TLS
    aiohttp.ConnectionTimeoutError,  # which waiting for a free connection is, too
    aiohttp.TooManyRedirects,
    aiohttp.RedirectClientError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)
"""The request was not sent, or somebody else than Slack took it."""


def _of_answer(response: Any) -> Failure:
    """Slack_sdk hands over its own response, or aiohttp's when the body was no JSON."""
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    data = getattr(response, "data", None)
    headers: Mapping[str, str] = getattr(response, "headers", {})
    code = data.get("error") if isinstance(data, dict) else None
    if status == 429:
        code = "ratelimited"
    if not isinstance(code, str):
        return Failure(_of_status(status), f"http {status}")
    then = _THEN.get(code, Then.COME_BACK)
    scope = str(data.get("needed", "")) if code == "missing_scope" and data else ""
    return Failure(then, code, scope, retry_after(headers.get("Retry-After")))


def _of_status(status: int) -> Then:
    """An answer without a code of Slack's. 200 or 504: it may have been done."""
    return Then.CHECK if status in (200, 504) else Then.COME_BACK


def retry_after(header: str | None) -> float | None:
    """Seconds in a Retry-After header; None where there is none, or none that means anything."""
    try:
        seconds = float(header or "")
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None

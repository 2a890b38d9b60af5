"""What each failure of Slack means, and how fast a channel may be posted into: decided without asking anybody."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack import pacing
from bot.slack.backoff import waits
from bot.slack.failing import Then, failure_of, is_of_slack, retry_after
from bot.slack.pacing import Pacing

CODES = {
    Then.COME_BACK: ["service_unavailable", "request_timeout", "team_added_to_org", "a_new_code"],
    Then.WAIT: ["ratelimited", "rate_limited", "message_limit_exceeded"],
    Then.CHECK: ["internal_error", "fatal_error"],
    Then.PLAINER: [
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "msg_too_long",
    ],
    Then.SAY_PRIVATELY: [
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
        "cannot_reply_to_message",
    ],
    Then.SAY_DIRECTLY: [
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "user_not_in_channel",
        "no_permission",
        "access_denied",
    ],
    Then.GIVE_UP: [
        "no_text",
        "invalid_arguments",
        "invalid_form_data",
        "message_not_found",
        "cant_delete_message",
        "expired_trigger_id",
        "exchanged_trigger_id",
        "invalid_trigger_id",
        "view_too_large",
        "hash_conflict",
        "ekm_access_denied",
        "messages_tab_disabled",
        "user_not_found",
        "method_deprecated",
    ],
    Then.MEND: [
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "missing_scope",
        "not_allowed_token_type",
    ],
}
ROWS = [(code, then) for then, codes in CODES.items() for code in codes]


def refused(
    data: object, status: int = 200, headers: dict[str, str] | None = None
) -> SlackApiError:
    """What slack_sdk raises for an answer of Slack."""
    response = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="https://slack.test/api/chat.postMessage",
        req_args={},
        data=data,
        headers=headers or {},
        status_code=status,
    )
    return SlackApiError("refused", response)


def test_the_table_holds_at_least_forty_codes() -> None:
    """The issue asks for forty documented codes with a named action each."""
    assert len(ROWS) >= 40


@pytest.mark.parametrize(("code", "then"), ROWS)
def test_each_code_of_slack_has_its_action(code: str, then: Then) -> None:
    """Every documented code is answered in one way; one we do not know is taken for a moment's trouble."""
    assert failure_of(refused({"ok": False, "error": code})).then is then


@pytest.mark.parametrize(
    ("data", "status", "then"),
    [
        ({}, 500, Then.COME_BACK),
        ("text", 502, Then.COME_BACK),
        ({}, 503, Then.COME_BACK),
        ({}, 504, Then.CHECK),
        ({}, 403, Then.COME_BACK),
        ({}, 200, Then.CHECK),
        (None, 200, Then.CHECK),
        ({"error": 7}, 200, Then.CHECK),
        ("", 429, Then.WAIT),
    ],
)
def test_an_answer_without_a_code_goes_by_its_status(data, status: int, then: Then) -> None:
    """200 and 504 may have been done; every other status was not."""
    assert failure_of(refused(data, status)).then is then


@pytest.mark.parametrize(
    ("error", "then"),
    [
        (aiohttp.ConnectionTimeoutError(), Then.COME_BACK),
        (aiohttp.InvalidURL("x"), Then.COME_BACK),
        (TimeoutError(), Then.CHECK),
        (aiohttp.ServerDisconnectedError(), Then.CHECK),
        (aiohttp.ClientOSError(104, "reset"), Then.CHECK),
        (aiohttp.ClientPayloadError(), Then.CHECK),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no"), Then.CHECK),
    ],
    ids=lambda value: type(value).__name__,
)
def test_no_answer_at_all_may_have_been_done_once_the_call_left(error, then: Then) -> None:
    """Only what surely never left us is known not to be posted."""
    assert failure_of(error).then is then


def test_a_missing_scope_is_named() -> None:
    """What to mend can be read."""
    failure = failure_of(refused({"ok": False, "error": "missing_scope", "needed": "chat:write"}))

    assert str(failure) == "missing_scope: chat:write"
    assert "scope" in failure.mending


def test_an_error_of_ours_is_not_blamed_on_slack() -> None:
    """A defect keeps its traceback and its reference."""
    assert not is_of_slack(KeyError("x"))
    assert is_of_slack(refused({}))


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("2", 2.0),
        ("1.5", 1.5),
        ("0", 0.0),
        ("", None),
        (None, None),
        ("soon", None),
        ("-3", None),
        ("nan", None),
        ("inf", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
    ],
)
def test_any_retry_after_is_read(header: str | None, seconds: float | None) -> None:
    """Fractions count, nonsense is as if nothing stood there."""
    assert retry_after(header) == seconds


async def test_a_quiet_channel_takes_three_posts_at_once() -> None:
    """Then one each second; who would wait longer than he has is told at once."""
    now = 0.0
    paced = Pacing(clock=lambda: now)
    at_once = [await paced.turn("C1", 0.0) for _ in range(4)]
    elsewhere = await paced.turn("C2", 0.0)
    now = 1.0
    later = [await paced.turn("C1", 0.0) for _ in range(2)]

    assert at_once == [True, True, True, False]
    assert elsewhere
    assert later == [True, False]


async def test_after_slack_said_stop_a_channel_begins_slowly() -> None:
    """Nothing for as long as Slack said, then one at a time; other channels go on."""
    now = 0.0
    paced = Pacing(clock=lambda: now)
    paced.hold("C1", 5.0)
    held = [await paced.turn("C1", 4.9), await paced.turn("C2", 0.0)]
    now = 5.0
    after = [await paced.turn("C1", 0.0) for _ in range(2)]

    assert held == [False, True]
    assert after == [True, False]


async def test_who_waits_while_slack_says_stop_does_not_post() -> None:
    """A turn that was given before the 429 is taken back."""
    paced = Pacing(seconds_between=0.05, burst=1)
    await paced.turn("C1", 0.0)
    waiting = asyncio.create_task(paced.turn("C1", 1.0))
    await asyncio.sleep(0)
    paced.hold("C1", 10.0)

    assert await waiting is False


async def test_pacing_remembers_a_bounded_number_of_channels() -> None:
    """Those used longest ago are forgotten, and before that those that are quiet again."""
    now = 0.0
    paced = Pacing(clock=lambda: now)
    for number in range(pacing.MOST_CHANNELS + 50):
        await paced.turn(f"C{number}", 0.0)
    busy = len(paced)
    now = 1.0
    for number in range(pacing.MOST_CHANNELS):
        await paced.turn(f"D{number}", 0.0)
        now += 0.01

    assert busy == pacing.MOST_CHANNELS
    assert len(paced) <= 101  # those of the last second


def test_waits_grow_to_their_bound_and_are_never_in_step() -> None:
    """Two processes that lost Slack in one moment do not come back in one moment."""
    first, second = (
        [next(steps) for _ in range(10)] for steps in (waits(2, 3, 60), waits(2, 3, 60))
    )

    assert first != second
    assert first[0] <= 2
    assert 50 <= first[-1] <= 60
    assert sum(first) >= 300  # so ten calls at most in five minutes

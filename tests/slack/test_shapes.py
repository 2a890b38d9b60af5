"""Where slack_bolt falls over a signed delivery, and what is taken as one."""

import re
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult

from bot.simulator import payloads
from bot.slack import shapes
from bot.slack.gate import RefusedError

URL = "https://hooks.slack.example/actions/1"
MENTION = payloads.event(payloads.mention("who patches RDS?", "1.1"), "Ev1", 1)
HOME = payloads.event(payloads.home_opened("U1", "1.1", None), "Ev2", 1)
COMMAND = payloads.command("who patches RDS?", "U1", "C1", URL, "1.2")
MESSAGE = payloads.in_message({"channel": "C1", "ts": "1.1", "text": "t"})
CLICK = payloads.interaction(
    "block_actions",
    "U1",
    **MESSAGE,
    response_url=URL,
    actions=[{"action_id": "share", "value": "v"}],
)
FORM = payloads.interaction(
    "view_submission",
    "U1",
    **payloads.in_view({"id": "V1", "type": "modal", "callback_id": "x"}, {}),
    response_urls=[],
)
SUGGESTION = payloads.interaction("block_suggestion", "U1", **MESSAGE, action_id="find", value="r")
SHORTCUT = payloads.interaction("shortcut", "U1", callback_id="x")
REAL = {
    "mention": MENTION,
    "home": HOME,
    "command": COMMAND,
    "click": CLICK,
    "form": FORM,
    "suggestion": SUGGESTION,
    "shortcut": SHORTCUT,
    "legacy click": payloads.interaction(
        "interactive_message", "U1", callback_id="x", actions=[{"name": "n", "value": "v"}]
    ),
    "rate limited": {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1},
    "verification": {"type": "url_verification", "challenge": "c"},
    "joined": payloads.event({"type": "team_join", "user": {"id": "U1", "team_id": "T1"}}, "Ev", 1),
    "renamed": payloads.event({"type": "channel_rename", "channel": {"id": "C1"}}, "Ev", 1),
    "reaction": payloads.event(
        {"type": "reaction_added", "user": "U1", "item": {"type": "message", "channel": "C1"}},
        "E",
        1,
    ),
    "org": MENTION | {"enterprise_id": None, "team_id": None, "authorizations": None},
}


def event(**change: Any) -> dict[str, Any]:
    return MENTION | {"event": MENTION["event"] | change}


def without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


BOLT_FALLS_OVER = [
    pytest.param(MENTION | {"authorizations": 5}, "authorizations", id="authorizations-number"),
    pytest.param(MENTION | {"authorizations": ["x"]}, "authorizations", id="authorizations-texts"),
    pytest.param(MENTION | {"authorizations": {"a": 1}}, "authorizations", id="authorizations-part"),
    pytest.param(COMMAND | {"authorizations": "x"}, "authorizations", id="authorizations-in-a-form"),
    pytest.param(
        MENTION | {"authorizations": [{"enterprise": 5}]}, "enterprise", id="enterprise-inside"
    ),
    pytest.param(MENTION | {"enterprise": ["id"]}, "enterprise", id="enterprise-list"),
    pytest.param(CLICK | {"team": 5}, "team", id="team-number"),
    pytest.param(CLICK | {"user": ["id"]}, "user", id="user-list"),
    pytest.param(CLICK | {"channel": True}, "channel", id="channel-flag"),
    pytest.param(event(user=5), "user", id="user-in-event"),
    pytest.param(MENTION | {"event": None}, "event", id="event-null"),
    pytest.param(MENTION | {"event": "x type"}, "event", id="event-text"),
    pytest.param(CLICK | {"event": []}, "event", id="event-beside-a-click"),
    pytest.param(COMMAND | {"event": "x"}, "event", id="event-in-a-form"),
    pytest.param(event(type=7), "type", id="event-type-number"),
    pytest.param(CLICK | {"actions": []}, "actions", id="actions-empty"),
    pytest.param(CLICK | {"actions": None}, "actions", id="actions-null"),
    pytest.param(CLICK | {"actions": ["x"]}, "actions", id="actions-texts"),
    pytest.param(CLICK | {"actions": [{"value": "v"}]}, "action_id", id="action-without-id"),
    pytest.param(CLICK | {"actions": [{"action_id": 5}]}, "action_id", id="action-id-number"),
    pytest.param(SUGGESTION | {"action_id": 5}, "action_id", id="suggestion-id-number"),
    pytest.param(SHORTCUT | {"callback_id": 5}, "callback_id", id="callback-id-number"),
    pytest.param(without(CLICK, "actions") | {"type": "interactive_message", "callback_id": "x"},
                 "actions", id="legacy-without-actions"),
    pytest.param(FORM | {"view": None}, "view", id="view-null"),
    pytest.param(FORM | {"view": 5}, "view", id="view-number"),
    pytest.param(FORM | {"view": FORM["view"] | {"callback_id": 5}}, "callback_id", id="view-id"),
    pytest.param(FORM | {"view": without(FORM["view"], "type")}, "type", id="view-without-type"),
    pytest.param(FORM | {"view": FORM["view"] | {"type": "workflow_step"}}, "workflow_step", id="step"),
    pytest.param(
        SHORTCUT | {"type": "workflow_step_edit"}, "workflow_step", id="step-edit-without-step"
    ),
    pytest.param(FORM | {"response_urls": None}, "response_urls", id="response-urls-null"),
    pytest.param(FORM | {"response_urls": ["x"]}, "response_urls", id="response-urls-texts"),
    pytest.param(COMMAND | {"command": 5}, "command", id="command-number"),
]  # fmt: skip

WE_NEED = [
    pytest.param({}, "type", id="nothing"),
    pytest.param({"type": None}, "type", id="no-type"),
    pytest.param({"type": ["x"]}, "type", id="type-list"),
    pytest.param({"type": "url_verification"}, "challenge", id="no-challenge"),
    pytest.param(event(channel=None), "channel", id="mention-nowhere"),
    pytest.param(event(ts=None), "ts", id="mention-at-no-time"),
    pytest.param(event(text=5), "text", id="text-number"),
    pytest.param(event(subtype=[]), "subtype", id="subtype-list"),
    pytest.param(MENTION | {"event_id": None}, "event_id", id="event-without-id"),
    pytest.param(COMMAND | {"text": {}}, "text", id="command-text-part"),
    pytest.param(without(CLICK, "response_url"), "response_url", id="share-without-url"),
    pytest.param(CLICK | {"response_url": "share"}, "response_url", id="url-word"),
    pytest.param(CLICK | {"response_url": "http://a..b/"}, "response_url", id="url-host"),
    pytest.param(CLICK | {"response_url": "http://a:99999/"}, "response_url", id="url-port"),
]


async def falls_over(body: dict[str, Any]) -> bool:
    """Whether a bare Bolt app, with one listener of each kind, raises or answers 500."""
    anything = re.compile(".*")

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id="T1", bot_user_id="U0", bot_token="xoxb-1"
        )

    async def listener(ack) -> None:
        await ack()

    app = AsyncApp(authorize=authorize, signing_secret="s", process_before_response=True)
    for listen in (app.event, app.action, app.view, app.shortcut, app.options, app.command):
        listen(anything)(listener)
    try:
        request = AsyncBoltRequest(body=body, mode="socket_mode")
        return (await app.async_dispatch(request)).status == 500
    except (AttributeError, IndexError, KeyError, TypeError):
        return True


@pytest.mark.parametrize("body", REAL.values(), ids=REAL)
async def test_what_slack_sends_is_taken(body: dict[str, Any]) -> None:
    """Every kind of delivery passes, and Bolt stands it."""
    shapes.check(body)

    assert not await falls_over(body)


@pytest.mark.parametrize(("body", "place"), BOLT_FALLS_OVER)
async def test_what_fells_bolt_never_reaches_it(body: dict[str, Any], place: str) -> None:
    """Each of Bolt's weak places is refused by name, and is one still."""
    with pytest.raises(RefusedError) as refused:
        shapes.check(body)

    assert (refused.value.status, refused.value.reason) == (400, f"misshapen {place}")
    assert await falls_over(body)


@pytest.mark.parametrize(("body", "place"), WE_NEED)
def test_what_our_listeners_need_is_there(body: dict[str, Any], place: str) -> None:
    """What no listener could use is refused by name."""
    with pytest.raises(RefusedError) as refused:
        shapes.check(body)

    assert refused.value.reason == f"misshapen {place}"

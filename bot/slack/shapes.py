"""Everywhere that Bolt or a listener looks into a delivery, and what may stand there.

slack_bolt 1.30 takes every body for what Slack documents: a user that is a number, an empty list of actions or an
event that is null raises somewhere in its request/, matchers and middleware (tests/slack/test_shapes.py holds the
places). What nobody looks at may be anything.
"""

import re
from collections.abc import Mapping
from types import NoneType
from typing import Any

from bot.rendering.action_ids import ActionId
from bot.slack.gate import RefusedError
from bot.slack.reading import Json

Kinds = tuple[type, ...]

_TEXT: Kinds = (str, NoneType)
_NAMED: Kinds = (str, dict, NoneType)
"""An id, or an object that holds one."""

_KINDS: Mapping[str, Kinds] = {
    "actions": (list,),
    "authorizations": (list, NoneType),
    "channel": _NAMED,
    "enterprise": _NAMED,
    "event": (dict,),
    "response_urls": (list,),
    "team": _NAMED,
    "user": _NAMED,
    "view": (dict, NoneType),
} | dict.fromkeys(
    """
    action_id app_installed_team_id block_id bot_access_token bot_id callback_id channel_id channel_type command
    enterprise_id function_execution_id id private_metadata response_url subtype tab team_id thread_ts trigger_id ts
    type user_id user_team
    """.split(),
    _TEXT,
)
"""Name → what it may hold, wherever we look."""

_HOLDERS = frozenset(
    """
    actions assistant_thread authorizations channel enterprise event function_data item message previous_message
    response_urls team user view
    """.split()
)
"""Bolt looks for the same names again within these."""

Needs = Mapping[str, Kinds]
"""Name → what it must hold; what is missing counts as None, and a list must not be empty."""

_IN: Mapping[str, Needs] = {
    "body": {"text": _TEXT},
    "event": {"text": _TEXT, "type": (str,)},
}
"""Holder → what else must be so within it."""

_BODIES: Mapping[str, Needs] = {
    "block_actions": {"actions": (list,)},
    "event_callback": {"event": (dict,), "event_id": (str,)},
    "interactive_message": {"actions": (list,)},
    "url_verification": {"challenge": (str,)},
    "view_closed": {"view": (dict,)},
    "view_submission": {"view": (dict,)},
    "workflow_step_edit": {"workflow_step": (dict,)},
}
"""Type of body → what Bolt takes for granted in it."""

_MESSAGE: Needs = {"channel": (str,), "ts": (str,)}
_EVENTS: Mapping[str, Needs] = {"app_mention": _MESSAGE, "message": _MESSAGE}
"""Type of event → what its listener takes for granted."""

_VIEWS: Mapping[str, Needs] = {"workflow_step": {"workflow_step": (dict,)}}
"""Type of a form that is sent → what Bolt takes for granted beside it."""

_IN_MESSAGES = re.compile(
    rf"{ActionId.ASK}_\d+|{ActionId.SHARE}|{ActionId.MENU}|{ActionId.VOTE}|{ActionId.VOTE_UP}"
)
"""The elements that only stand in messages: their clicks are answered through the response_url that Slack sends."""

_URL = re.compile(
    r"https?://[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,9}(?::\d{1,4})?(?::[1-5]\d{4})?/[!-~]{0,2000}",
    re.ASCII,
)
"""An address that a client can at least try."""


def check(body: Json) -> None:
    """RefusedError when something is where Slack never puts it; the reason names the place."""
    _look_into(body, "body")
    if "command" not in body:
        _need(body, {"type": (str,)})
    _need(body, _BODIES.get(body.get("type") or "", {}))
    if body.get("type") in ("view_submission", "view_closed"):
        _need(body["view"], {"type": (str,)})
        _need(body, _VIEWS.get(body["view"]["type"], {}))
    _need(event := body.get("event", {}), _EVENTS.get(event.get("type", ""), {}))
    if body.get("type") == "block_actions":
        for action in body["actions"]:
            _need(action, {"action_id": (str,)})
            if _IN_MESSAGES.fullmatch(action["action_id"]):
                _need(body, {"response_url": (str,)})


def _look_into(part: Json, place: str) -> None:
    for name in _KINDS.keys() & part.keys():
        _expect(name, part[name], _KINDS[name])
    _need(part, _IN.get(place, {}))
    for name in _HOLDERS & part.keys():
        held = part[name]
        for inner in held if isinstance(held, list) else (held,):
            if isinstance(inner, dict):
                _look_into(inner, name)
            elif isinstance(held, list):
                raise RefusedError(400, f"misshapen {name}")


def _need(part: Json, needs: Needs) -> None:
    for name, kinds in needs.items():
        _expect(name, part.get(name), kinds)
        if kinds == (list,) and not part[name]:
            raise RefusedError(400, f"misshapen {name}")


def _expect(name: str, value: Any, kinds: Kinds) -> None:
    is_right = isinstance(value, kinds)
    if is_right and name == "response_url" and value is not None:
        is_right = _URL.fullmatch(value) is not None
    if not is_right:
        raise RefusedError(400, f"misshapen {name}")

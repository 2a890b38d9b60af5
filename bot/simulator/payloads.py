"""What Slack sends: the bodies of commands, events and clicks, and their signature."""

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

TEAM = "T0SIMULATOR"
APP = "A0SIMULATOR"
BOT_USER = "U0BOT"
BOT_ID = "B0BOT"
USER = "U0PERSON"
CHANNEL = "C0ASKOWNER"
DM = "D0DIRECT"

Json = dict[str, Any]


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's `X-Slack-Signature` (version 0) over the raw body."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def command(text: str, response_url: str, trigger: str) -> str:
    """The form body of `/whosejob text`."""
    return urlencode(
        {
            "command": "/whosejob",
            "text": text,
            "team_id": TEAM,
            "team_domain": "simulator",
            "channel_id": CHANNEL,
            "channel_name": "ask-ownership",
            "user_id": USER,
            "user_name": "person",
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": response_url,
            "trigger_id": trigger,
        }
    )


def event(inner: Json, event_id: str, now: int) -> Json:
    """The envelope of an Events API delivery."""
    return {
        "token": "unused",
        "team_id": TEAM,
        "api_app_id": APP,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": now,
        "authorizations": [
            {"team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "is_enterprise_install": False}
        ],
        "is_ext_shared_channel": False,
    }


def mention(text: str, ts: str, thread_ts: str | None = None) -> Json:
    """An `app_mention` in the channel."""
    inner = {"type": "app_mention", "user": USER, "text": f"<@{BOT_USER}> {text}", "ts": ts}
    inner |= {"channel": CHANNEL, "event_ts": ts, "team": TEAM}
    return {**inner, "thread_ts": thread_ts} if thread_ts else inner


def direct_message(text: str, ts: str, thread_ts: str | None = None) -> Json:
    """A `message` in the direct conversation with the bot."""
    inner = {"type": "message", "user": USER, "text": text, "ts": ts, "channel": DM}
    inner |= {"channel_type": "im", "event_ts": ts, "team": TEAM}
    return {**inner, "thread_ts": thread_ts} if thread_ts else inner


def click(action: Json, container: Json, response_url: str, trigger: str) -> str:
    """The form body of a click on a block element."""
    payload = {
        "type": "block_actions",
        "user": {"id": USER, "username": "person", "team_id": TEAM},
        "api_app_id": APP,
        "team": {"id": TEAM, "domain": "simulator"},
        "token": "unused",
        "trigger_id": trigger,
        "response_url": response_url,
        "actions": [{**action, "action_ts": "1.0"}],
        **container,
    }
    return urlencode({"payload": json.dumps(payload)})

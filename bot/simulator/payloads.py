"""What Slack sends: the bodies of commands, events and interactions, and their signature."""

import hashlib
import hmac
from typing import Any

TEAM = "T0SIMULATOR"
APP = "A0SIMULATOR"
BOT_USER = "U0BOT"
BOT_ID = "B0BOT"
USER = "U0PERSON"
CHANNEL = "C0ASKOWNER"
CHANNEL_NAME = "ask-ownership"
DM = "D0DIRECT"

Json = dict[str, Any]


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's `X-Slack-Signature` (version 0) over the raw body."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def command(text: str, user: str, channel: str, response_url: str, trigger: str) -> Json:
    """The fields of `/whosejob text`."""
    return {
        "command": "/whosejob",
        "text": text,
        "team_id": TEAM,
        "team_domain": "simulator",
        "channel_id": channel,
        "channel_name": _channel_name(channel),
        "user_id": user,
        "user_name": "person",
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


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


def mention(text: str, ts: str, thread_ts: str | None = None, user: str = USER) -> Json:
    """An `app_mention` in the channel."""
    inner = {"type": "app_mention", "user": user, "text": f"<@{BOT_USER}> {text}", "ts": ts}
    inner |= {"channel": CHANNEL, "event_ts": ts, "team": TEAM}
    return {**inner, "thread_ts": thread_ts} if thread_ts else inner


def direct_message(text: str, ts: str, thread_ts: str | None = None, user: str = USER) -> Json:
    """A `message` in the direct conversation with the bot."""
    inner = {"type": "message", "user": user, "text": text, "ts": ts, "channel": DM}
    inner |= {"channel_type": "im", "event_ts": ts, "team": TEAM}
    return {**inner, "thread_ts": thread_ts} if thread_ts else inner


def home_opened(user: str, ts: str, view: Json | None) -> Json:
    """An `app_home_opened` of the Home tab; `view` is what was published there last."""
    inner = {"type": "app_home_opened", "user": user, "channel": DM, "tab": "home", "event_ts": ts}
    return {**inner, "view": view} if view else inner


def interaction(kind: str, user: str, **fields: Any) -> Json:
    """The payload of something a person did with blocks: `kind` is Slack's `type`."""
    return {
        "type": kind,
        "user": {"id": user, "username": "person", "team_id": TEAM},
        "api_app_id": APP,
        "team": {"id": TEAM, "domain": "simulator"},
        "token": "unused",
        "is_enterprise_install": False,
        "enterprise": None,
        **fields,
    }


def in_message(message: Json) -> Json:
    """Where an interaction with a message happened. Of an ephemeral one Slack sends the place alone."""
    channel = message.get("channel", CHANNEL)
    is_ephemeral = message.get("where") == "ephemeral"
    place: Json = {
        "channel": {"id": channel, "name": _channel_name(channel)},
        "container": {
            "type": "message",
            "message_ts": message.get("ts", "1.0"),
            "channel_id": channel,
            "is_ephemeral": is_ephemeral,
        },
    }
    if message.get("thread_ts"):
        place["container"]["thread_ts"] = message["thread_ts"]
    if not is_ephemeral:
        kept = ("ts", "thread_ts", "text", "blocks")
        own = {"type": "message", "user": BOT_USER, "bot_id": BOT_ID, "team": TEAM, "app_id": APP}
        place["message"] = own | {k: message[k] for k in kept if k in message}
    return place


def in_view(view: Json, values: Json) -> Json:
    """Where an interaction with a modal or the Home tab happened, and what its inputs hold."""
    return {
        "container": {"type": "view", "view_id": view["id"]},
        "view": {**view, "state": {"values": values}},
    }


def _channel_name(channel: str) -> str:
    return "directmessage" if channel == DM else CHANNEL_NAME

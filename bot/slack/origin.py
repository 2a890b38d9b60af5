"""Which installation a payload is for: that of a workspace (T...), or of a whole organisation (E...)."""

import re
from hashlib import sha256
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.internals import (
    extract_enterprise_id,
    extract_is_enterprise_install,
    extract_team_id,
)

_ID = re.compile(r"[A-Z0-9]{1,30}")


class NotInstalledError(Exception):
    """No installation answers there: never made, removed, or its token has ended for good."""


class NotNowError(Exception):
    """Which token answers there cannot be known at the moment; Slack shall come back."""


def installation_of(body: dict[str, Any]) -> str:
    """The key of the installation that is to answer; empty when the payload names none.

    It is read as Bolt reads it to choose the token: in a channel that two organisations share, `authorizations`
    names the installation that the delivery is for, while `team_id` may be the other side.
    """
    return key_of(
        extract_enterprise_id(body),
        extract_team_id(body),
        for_all=extract_is_enterprise_install(body),
    )


def of_context(context: AsyncBoltContext) -> str:
    """The same, of what Bolt has read already."""
    return key_of(context.enterprise_id, context.team_id, for_all=context.is_enterprise_install)


def key_of(enterprise: object, team: object, *, for_all: bool | None) -> str:
    """The organisation's id if it installed for all its workspaces or no workspace is named, else the workspace's."""
    key = enterprise if for_all or not team else team
    return key if isinstance(key, str) and _ID.fullmatch(key) else ""


def votes_start(key: str) -> str:
    """What the key of every vote from there starts with, so that they can be deleted together. Tells nobody where."""
    return sha256(key.encode()).hexdigest()[:16]


def conversation(key: str, channel: str, thread_ts: str | None) -> str:
    """The key of what a thread is about; it starts with threads_start()."""
    return f"{threads_start(key)}{channel}:{thread_ts or 'dm'}"


def threads_start(key: str) -> str:
    """What the key of every thread from there starts with."""
    return f"{key}:"

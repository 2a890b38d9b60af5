"""A workspace removes the app: what was kept of it goes, in whatever order and however often Slack says so."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.slack.desk import Desk
from bot.slack.origin import installation_of, threads_start, votes_start
from bot.slack.workspaces import Workspaces
from bot.store.installations import Installations

_log = logging.getLogger(__name__)

Event = dict[str, Any]


def register(
    app: AsyncApp, desk: Desk, workspaces: Workspaces, installations: Installations
) -> None:
    """Listen for both events; either is enough."""

    async def leave(body: Event) -> None:
        key = installation_of(body)
        if not key:
            return
        before = _said_at(body) + 1.0  # Slack tells whole seconds
        starts = threads_start(key), votes_start(key)
        count = await installations.remove(key, *starts, before)
        desk.store.forget(*starts)
        workspaces.forget(key)
        _log.info("removed workspace=%s installations=%s", key, count)

    @app.event("app_uninstalled")
    async def uninstalled(body: Event) -> None:
        await leave(body)

    @app.event("tokens_revoked")
    async def revoked(event: Event, body: Event) -> None:
        tokens = event.get("tokens")
        if isinstance(tokens, dict) and tokens.get("bot"):  # people's tokens we keep none of
            await leave(body)


def _said_at(body: Event) -> float:
    """When it happened, in seconds since 1970. Slack may say so a day later, when the app is installed again."""
    said = body.get("event_time")
    return float(said) if isinstance(said, int) else 0.0

"""Several workspaces: whose token answers, from the store, with no call of Slack's for it."""

import asyncio
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext

from bot.metrics import Metrics
from bot.slack.origin import NotInstalledError, NotNowError, of_context
from bot.slack.renewing import SPARE_SECONDS, Renewing
from bot.store.installations import Installations, Installed
from bot.store.reaching import UnreachableError

_log = logging.getLogger(__name__)

FRESH_SECONDS = 5.0
"""Another process may have removed or renewed an installation; we notice after that long."""
MOST_KNOWN = 2000
"""Installations kept in memory: less than 2 MB."""


@dataclass(frozen=True, slots=True)
class _Known:
    installed: Installed
    read_at: float


class Workspaces:
    """Knows the installations that asked lately; while the store is down, those are still answered."""

    def __init__(self, installations: Installations, renewing: Renewing, metrics: Metrics) -> None:
        self._installations = installations
        self._renewing = renewing
        self._metrics = metrics
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._looking: dict[str, asyncio.Task[Installed]] = {}

    async def authorize(self, context: AsyncBoltContext) -> AuthorizeResult:
        """Who we are in the workspace that asks. NotInstalledError: nobody there; NotNowError: not now."""
        key = of_context(context)
        try:
            installed = await self._current(key)
        except NotInstalledError:
            self._metrics.deliveries.labels("not_installed").inc()
            _log.warning("not installed workspace=%s", key or "?")
            raise
        except UnreachableError as error:
            raise NotNowError(f"the store: {error}") from error
        return AuthorizeResult(
            enterprise_id=context.enterprise_id,
            team_id=context.team_id,
            bot_token=installed.token,
            bot_id=installed.bot_id,
            bot_user_id=installed.bot_user,
            bot_scopes=installed.scopes,
        )

    def forget(self, key: str) -> None:
        """Read it anew next time: it was installed again, or removed."""
        self._known.pop(key, None)

    async def close(self) -> None:
        """Wait for what is under way: a token that was renewed shall be saved."""
        await asyncio.gather(*self._looking.values(), return_exceptions=True)

    async def _current(self, key: str) -> Installed:
        """One look for all who ask at the same time. It goes on when who asked first goes away."""
        known = self._known.get(key)
        if known and known.read_at + FRESH_SECONDS > time.monotonic():
            return known.installed
        if key not in self._looking:
            task = asyncio.create_task(self._look(key))
            self._looking[key] = task
            task.add_done_callback(lambda _: self._looking.pop(key, None))
        return await asyncio.shield(self._looking[key])

    async def _look(self, key: str) -> Installed:
        try:
            found = await self._installations.find(key) if key else None
            installed = await self._usable(found)
        except NotInstalledError:
            self.forget(key)
            raise
        except UnreachableError:
            known = self._known.get(key)
            if known is None or known.installed.ends_within(SPARE_SECONDS):
                raise
            return known.installed
        self._known[key] = _Known(installed, time.monotonic())
        self._known.move_to_end(key)
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return installed

    async def _usable(self, found: Installed | None) -> Installed:
        if found is None:
            raise NotInstalledError
        return await self._renewing.usable(found)

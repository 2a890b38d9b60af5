"""Tokens that end are renewed before they do, by one process, once."""

import asyncio
import logging
import time
from dataclasses import replace
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.exchanging import Credentials, exchange, refusal
from bot.slack.origin import NotInstalledError, NotNowError
from bot.store.installations import Installations, Installed
from bot.store.reaching import UnreachableError

_log = logging.getLogger(__name__)

EARLY_SECONDS = 2 * 3600.0
"""A token lives for 12 hours; Bolt renews as early."""
SPARE_SECONDS = 10.0
"""A token that ends sooner is not used: it could end on its way."""
WAIT_SECONDS = 2.0
"""For a token that another process renews; Slack waits 3 s for us."""
_LOOK_SECONDS = 0.05
_USED_UP = "invalid_refresh_token"


class NotRenewedError(NotNowError):
    """The token has ended and could not be renewed now; Slack shall come back."""


class Renewing:
    """Every process asks it before it uses a token."""

    def __init__(
        self, installations: Installations, client: AsyncWebClient, credentials: Credentials
    ) -> None:
        self._installations = installations
        self._client = client
        self._credentials = credentials
        self._unsaved: dict[str, tuple[Installed, Installed]] = {}

    async def usable(self, installed: Installed) -> Installed:
        """The installation with a token that can be used; NotRenewedError when there is none at the moment."""
        installed = await self._saved(installed)
        if not installed.ends_within(EARLY_SECONDS):
            return installed
        is_over = installed.ends_within(SPARE_SECONDS)
        if not installed.refresh_token:
            if is_over:
                raise NotInstalledError
            return installed
        try:
            if await self._installations.begin_renewal(installed):
                return await self._renew(installed)
        except (UnreachableError, NotRenewedError) as error:
            if is_over:
                raise
            _log.warning("a token could not be renewed yet (%s)", error)
            return installed
        return await self._renewed_elsewhere(installed) if is_over else installed

    async def _renew(self, old: Installed) -> Installed:
        """Exchange the refresh token, which is good once: from here on only the answer counts."""
        try:
            answer = await exchange(
                self._client,
                self._credentials,
                grant_type="refresh_token",
                refresh_token=old.refresh_token,
            )
            new = _read(old, answer)
        except Exception as error:  # noqa: BLE001 - Slack down, slow or not itself: the old token, or later
            if refusal(error) == _USED_UP:
                await self._give_up(old)
                raise NotInstalledError from None
            raise NotRenewedError(refusal(error) or type(error).__name__) from None
        self._unsaved[old.key] = (old, new)
        _log.info("renewed the token of workspace=%s", old.key)
        return await self._saved(new)

    async def _saved(self, installed: Installed) -> Installed:
        """What stands in the store once a renewed token is kept there; while it cannot be, we know it ourselves."""
        pending = self._unsaved.get(installed.key)
        if pending is None:
            return installed
        old, new = pending
        try:
            if not await self._installations.end_renewal(old, new):
                new = await self._again(old.key)  # removed, or made anew meanwhile
        except UnreachableError as error:
            _log.warning("a renewed token could not be saved yet (%s)", error)
            return new
        self._unsaved.pop(old.key, None)
        return new

    async def _give_up(self, old: Installed) -> None:
        """Forget a refresh token that Slack does not know any more: only a new installation helps.

        The stamp stays: should a process hold the answer to it that it could not save, it can save it yet.
        """
        _log.error("workspace=%s has to install again: Slack refused its refresh token", old.key)
        await self._installations.end_renewal(old, replace(old, refresh_token=""))

    async def _renewed_elsewhere(self, old: Installed) -> Installed:
        """Wait for the process that renews it."""
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            await asyncio.sleep(_LOOK_SECONDS)
            found = await self._again(old.key)
            if found.stamp != old.stamp:
                return found
        raise NotRenewedError("another process has not finished")

    async def _again(self, key: str) -> Installed:
        found = await self._installations.find(key)
        if found is None:
            raise NotInstalledError
        return found


def _read(old: Installed, answer: Any) -> Installed:
    """The renewed installation; an error of any kind when Slack's answer is not what it should be."""
    if answer["token_type"] != "bot":  # noqa: S105 - Slack's word
        raise ValueError("no bot token")
    token, refresh_token = answer["access_token"], answer["refresh_token"]
    if not (token and refresh_token):
        raise ValueError("no token")
    return old.renewed(str(token), str(refresh_token), time.time() + int(answer["expires_in"]))

"""Who installed the app: one row for each workspace or organisation, its tokens sealed."""

import contextlib
import secrets
import time
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Insert, Select, Update, delete, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.keyring import Keyring, UnreadableError
from bot.store.reaching import Reaching
from bot.store.tables import feedback, installations, threads

RENEWAL_SECONDS = 15.0
"""Longer than renewing a token can take; after it a crashed process's renewal is taken over, a failed one tried again."""


@dataclass(frozen=True, slots=True)
class Installed:
    """An installation. Tokens are left out when it is printed."""

    key: str
    """The id of the workspace (T...), or of the organisation (E...) when it was installed for all of it."""
    bot_id: str
    bot_user: str
    scopes: str
    token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    """Empty when the token never ends, or can no longer be renewed."""
    ends_at: float | None = None
    """When the token ends, in seconds since 1970; None when it never does."""
    installed_at: float = field(default_factory=time.time)
    stamp: str = field(default_factory=lambda: secrets.token_hex(16))
    """Another one for each token."""

    def ends_within(self, seconds: float) -> bool:
        """Whether the token is over by then."""
        return self.ends_at is not None and self.ends_at <= time.time() + seconds

    def renewed(self, token: str, refresh_token: str, ends_at: float | None) -> "Installed":
        """The same installation with another token."""
        return replace(
            self,
            token=token,
            refresh_token=refresh_token,
            ends_at=ends_at,
            stamp=secrets.token_hex(16),
        )


class Installations:
    """Every method raises UnreachableError when the database cannot be used, and is safe to call from many tasks."""

    def __init__(self, engine: AsyncEngine, keyring: Keyring) -> None:
        self._reaching = Reaching(engine)
        self._keyring = keyring

    async def find(self, key: str) -> Installed | None:
        """The installation; UnreadableError when no key opens its tokens."""
        rows = await self._read(select(installations).where(_is(key)))
        return self._opened(rows[0]) if rows else None

    async def save(self, installed: Installed) -> None:
        """Keep a new installation, in place of an older one of the same key."""
        row = self._row(installed)
        while not await self._update(_is(installed.key), **row):
            # An IntegrityError: somebody installed it just now, so it can be updated after all.
            with contextlib.suppress(IntegrityError):
                await self._change(insert(installations).values(row))
                return

    # --- renewing -----------------------------------------------------------------------------

    async def begin_renewal(self, installed: Installed) -> bool:
        """Whether it is ours to renew this very token: once within RENEWAL_SECONDS, for all processes together."""
        now = time.time()
        free = _is(installed.key, installed.stamp) & (installations.c.renewing_until <= now)
        return await self._update(free, renewing_until=now + RENEWAL_SECONDS)

    async def end_renewal(self, old: Installed, new: Installed) -> bool:
        """Keep the new token; False when the installation was removed or made anew meanwhile, which stands."""
        row = self._row(new)
        return await self._update(_is(old.key, old.stamp), **row)

    async def _update(self, condition: ColumnElement[bool], **values: Any) -> bool:
        return await self._change(update(installations).where(condition).values(values)) == 1

    # --- leaving ------------------------------------------------------------------------------

    async def remove(self, key: str, threads_start: str, votes_start: str, before: float) -> int:
        """Delete what was kept of a workspace up to `before`, and everything when it is not installed any more.

        An installation that is newer stands: the news that the one before it ended came late. Gives how many
        installations were deleted, 0 or 1.
        """
        kept = ((threads, threads_start), (feedback, votes_start))

        async def delete_all(connection: AsyncConnection) -> int:
            older = _is(key) & (installations.c.installed_at < before)
            gone = await connection.execute(delete(installations).where(older))
            newer = await connection.execute(select(installations.c.key).where(_is(key)))
            is_installed = newer.first() is not None
            for table, start in kept:
                mine = table.c.key.startswith(start, autoescape=True)
                old = mine & (table.c.at < before) if is_installed else mine
                await connection.execute(delete(table).where(old))
            return gone.rowcount

        return await self._reaching.do(delete_all)

    # --- keys ---------------------------------------------------------------------------------

    async def count_unreadable(self) -> int:
        """How many installations no key of ours opens."""
        return sum(self._is_unreadable(key, sealed) for key, sealed in await self._all())

    async def reseal(self) -> int:
        """Seal with the first key what an older key sealed; how many there were. Leaves what it cannot read."""
        count = 0
        for key, sealed in await self._all():
            if self._keyring.is_by_first(sealed) or self._is_unreadable(key, sealed):
                continue
            tokens = self._keyring.unseal(key, sealed)
            same = _is(key) & (installations.c.sealed == sealed)
            count += await self._update(same, sealed=self._keyring.seal(key, tokens))
        return count

    async def _all(self) -> list[tuple[str, str]]:
        """The key of every installation, with its sealed tokens."""
        rows = await self._read(select(installations.c.key, installations.c.sealed))
        return [(row.key, row.sealed) for row in rows]

    def _is_unreadable(self, key: str, sealed: str) -> bool:
        try:
            self._keyring.unseal(key, sealed)
        except UnreadableError:
            return True
        return False

    # --- the database -------------------------------------------------------------------------

    async def _read(self, query: Select[Any]) -> list[Row[Any]]:
        async def read(connection: AsyncConnection) -> list[Row[Any]]:
            return list(await connection.execute(query))

        return await self._reaching.do(read)

    async def _change(self, statement: Insert | Update) -> int:
        """How many rows it changed."""

        async def change(connection: AsyncConnection) -> int:
            return (await connection.execute(statement)).rowcount

        return await self._reaching.do(change)

    # --- rows ---------------------------------------------------------------------------------

    def _row(self, installed: Installed) -> dict[str, Any]:
        tokens = {"token": installed.token, "refresh_token": installed.refresh_token}
        return {
            "key": installed.key,
            "bot_id": installed.bot_id,
            "bot_user": installed.bot_user,
            "scopes": installed.scopes,
            "sealed": self._keyring.seal(installed.key, tokens),
            "ends_at": installed.ends_at,
            "installed_at": installed.installed_at,
            "stamp": installed.stamp,
            "renewing_until": 0.0,
        }

    def _opened(self, row: Row[Any]) -> Installed:
        return Installed(
            key=row.key,
            bot_id=row.bot_id,
            bot_user=row.bot_user,
            scopes=row.scopes,
            ends_at=row.ends_at,
            installed_at=row.installed_at,
            stamp=row.stamp,
            **self._keyring.unseal(row.key, row.sealed),
        )


def _is(key: str, stamp: str | None = None) -> ColumnElement[bool]:
    same = installations.c.key == key
    return same if stamp is None else same & (installations.c.stamp == stamp)

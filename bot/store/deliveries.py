"""Deliveries: who answers which, so that each is answered once, by whichever process."""

from collections.abc import Iterable, Sequence
from enum import Enum

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import deliveries, inserting

LEASE_SECONDS = 30.0
"""Longer than any answer takes; after it a crashed process's delivery is taken over."""
KEEP_SECONDS = 26 * 3600.0
"""Slack redelivers for up to 24 hours and drops events more than 2 hours late."""
LEASED, DONE = "leased", "done"


class Claim(Enum):
    """What to do with a delivery."""

    NEW = "answer it"
    DONE = "it was answered; acknowledge it"
    BUSY = "it is being answered right now; let Slack come back"


async def claim(connection: AsyncConnection, keys: Sequence[str], owner: str, now: float) -> Claim:
    """Lease all of `keys` or none. The rows are locked in the order of their keys, so that no two claims wait for
    each other, and of two that want the same row the second sees what the first did.
    """
    rows = [{"key": key, "state": LEASED, "at": now, "owner": owner} for key in sorted(keys)]
    lease = inserting(connection, deliveries).values(rows)
    is_stale = (deliveries.c.state == LEASED) & (deliveries.c.at <= now - LEASE_SECONDS)
    taken = await connection.execute(
        lease.on_conflict_do_update(
            index_elements=["key"],
            set_={"at": lease.excluded.at, "owner": lease.excluded.owner},
            where=is_stale,
        )
    )
    if taken.rowcount == len(rows):
        return Claim.NEW
    await connection.rollback()
    states = await connection.execute(
        select(deliveries.c.state).where(deliveries.c.key.in_(list(keys)))
    )
    return Claim.DONE if DONE in states.scalars().all() else Claim.BUSY


async def mark_done(
    connection: AsyncConnection, keys: Iterable[str], owner: str, now: float
) -> None:
    """They were answered: true whoever holds the lease by now, and where the row is gone."""
    rows = [{"key": key, "state": DONE, "at": now, "owner": owner} for key in sorted(keys)]
    put = inserting(connection, deliveries).values(rows)
    await connection.execute(
        put.on_conflict_do_update(index_elements=["key"], set_={"state": DONE, "at": now})
    )


async def lease_if_free(
    connection: AsyncConnection, keys: Iterable[str], owner: str, now: float
) -> None:
    """Note leases that memory gave; where another process has a row, that stands."""
    rows = [{"key": key, "state": LEASED, "at": now, "owner": owner} for key in sorted(keys)]
    put = inserting(connection, deliveries).values(rows)
    await connection.execute(put.on_conflict_do_nothing(index_elements=["key"]))


async def release(connection: AsyncConnection, keys: Iterable[str], owner: str) -> None:
    """They were not answered; the next copy may try again at once. Another process's lease stays."""
    await connection.execute(
        delete(deliveries).where(
            deliveries.c.key.in_(sorted(keys)),
            deliveries.c.owner == owner,
            deliveries.c.state == LEASED,
        )
    )

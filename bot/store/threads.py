"""Threads: what each was last about, so that "and the backups?" is understood."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import MOST_EARLIER, Topic
from bot.store.tables import Row, fitted, inserting, threads

KEEP_SECONDS = 12 * 3600.0


def pack(topic: Topic) -> str:
    """`topic` as it is kept."""
    return json.dumps(asdict(topic))


def unpack(text: str | None) -> Topic | None:
    """What pack() wrote; None for nothing and for what a damaged file gave back."""
    try:
        return _topic(json.loads(text or "null"))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _topic(data: Any) -> Topic:
    services = tuple((key, option) for key, option in data["services"])
    earlier = tuple(_topic(one) for one in data.get("earlier", ()))
    return Topic(services, tuple(data["areas"]), earlier[:MOST_EARLIER])


async def read(connection: AsyncConnection, thread: str, oldest: float) -> str | None:
    """The packed topic, unless it is older than `oldest`."""
    found = await connection.execute(
        select(threads.c.topic).where(threads.c.key == thread, threads.c.at > oldest)
    )
    return found.scalar()


async def write(connection: AsyncConnection, rows: Sequence[Row]) -> None:
    """Keep what threads are about now, in place of what they were; each thread once."""
    put = inserting(connection, threads).values([fitted(threads, row) for row in rows])
    await connection.execute(
        put.on_conflict_do_update(
            index_elements=["key"], set_={"topic": put.excluded.topic, "at": put.excluded.at}
        )
    )

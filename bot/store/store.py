"""The store: one small class over SQLAlchemy; SQLite unless told otherwise."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import Enum, StrEnum
from pathlib import Path

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.model import Answer, Topic
from bot.store.tables import deliveries, feedback, metadata, misses, threads

LEASE_SECONDS = 30.0
"""Longer than any answer takes; after it a crashed process's delivery is taken over."""
KEEP_DELIVERIES_SECONDS = 26 * 3600.0
"""Slack redelivers for up to 24 hours and drops events more than 2 hours late."""
TOPIC_SECONDS = 12 * 3600.0


class Claim(Enum):
    """What to do with a delivery."""

    NEW = "answer it"
    DONE = "it was answered; acknowledge it"
    BUSY = "it is being answered right now; let Slack come back"


class Verdict(StrEnum):
    """What a person thinks of an answer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the form behind 👎 brought."""

    reason: str
    comment: str
    question: str


class Store:
    """Opened once, closed once. Every method is safe to call from many tasks."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @classmethod
    async def open(cls, url: str) -> "Store":
        """Connect to `url` (SQLAlchemy's form) and make the tables that are missing; StoreError says why not."""
        database = make_url(url).database or ""
        engine = create_async_engine(url)
        try:
            if database != ":memory:":
                Path(database).parent.mkdir(parents=True, exist_ok=True)
                if engine.dialect.name == "sqlite":
                    _keep_private(Path(database))
            async with engine.begin() as connection:
                await connection.run_sync(metadata.create_all)
        except (OSError, SQLAlchemyError) as error:
            await engine.dispose()
            reason = getattr(error, "orig", None) or getattr(error, "strerror", None) or error
            raise StoreError(database, str(reason)) from error
        return cls(engine)

    @property
    def engine(self) -> AsyncEngine:
        """For the tables of the same database that have a home of their own."""
        return self._engine

    async def close(self) -> None:
        await self._engine.dispose()

    async def ping(self) -> None:
        """Raise when the store cannot be used."""
        async with self._engine.connect() as connection:
            await connection.execute(select(1))

    # --- deliveries ---------------------------------------------------------------------------

    async def claim(self, keys: Sequence[str]) -> Claim:
        """Take the delivery known by any of `keys`, unless it was or is being answered."""
        now = time.time()
        async with self._engine.begin() as connection:
            await connection.execute(
                delete(deliveries).where(deliveries.c.at < now - KEEP_DELIVERIES_SECONDS)
            )
            found = await connection.execute(
                select(deliveries.c.state, deliveries.c.at).where(deliveries.c.key.in_(keys))
            )
            rows = found.all()
            if any(row.state == "done" for row in rows):
                return Claim.DONE
            if any(row.at > now - LEASE_SECONDS for row in rows):
                return Claim.BUSY
            return await self._lease(connection, keys, now)

    async def _lease(self, connection: AsyncConnection, keys: Sequence[str], now: float) -> Claim:
        await connection.execute(delete(deliveries).where(deliveries.c.key.in_(keys)))
        try:
            await connection.execute(
                insert(deliveries), [{"key": key, "state": "leased", "at": now} for key in keys]
            )
        except IntegrityError:
            return Claim.BUSY
        return Claim.NEW

    async def done(self, keys: Sequence[str]) -> None:
        """The delivery was answered."""
        async with self._engine.begin() as connection:
            await connection.execute(
                update(deliveries).where(deliveries.c.key.in_(keys)).values(state="done")
            )

    async def release(self, keys: Sequence[str]) -> None:
        """The delivery was not answered; the next copy may try again at once."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(deliveries).where(deliveries.c.key.in_(keys)))

    # --- threads ------------------------------------------------------------------------------

    async def topic(self, thread: str) -> Topic | None:
        """What the thread was about, unless that is too long ago."""
        oldest = time.time() - TOPIC_SECONDS
        async with self._engine.connect() as connection:
            found = await connection.execute(
                select(threads.c.topic).where(threads.c.key == thread, threads.c.at > oldest)
            )
            text = found.scalar()
        if not text:
            return None
        data = json.loads(text)
        services = tuple((key, option) for key, option in data["services"])
        return Topic(services, tuple(data["areas"]))

    async def remember(self, thread: str, topic: Topic) -> None:
        """Keep what the thread is about now."""
        row = {"key": thread, "topic": json.dumps(asdict(topic)), "at": time.time()}
        async with self._engine.begin() as connection:
            await connection.execute(delete(threads).where(threads.c.key == thread))
            await connection.execute(insert(threads).values(row))

    # --- feedback -----------------------------------------------------------------------------

    async def vote(self, key: str, verdict: Verdict, answer: Answer) -> None:
        """Count a vote; the same person's other vote on the same message is replaced, the same one kept as it is."""
        async with self._engine.begin() as connection:
            same = (feedback.c.key == key) & (feedback.c.verdict == verdict)
            found = await connection.execute(select(feedback.c.key).where(same))
            if found.first() is None:
                await _replace_vote(connection, _vote_row(key, verdict, answer))

    async def complain(self, key: str, answer: Answer, complaint: Complaint) -> None:
        """Keep what a person wrote about an answer, in place of the same person's vote."""
        row = _vote_row(key, Verdict.DOWN, answer) | {
            "reason": complaint.reason,
            "comment": complaint.comment,
            "question": complaint.question,
        }
        async with self._engine.begin() as connection:
            await _replace_vote(connection, row)

    # --- misses -------------------------------------------------------------------------------

    async def note_miss(self, answer: Answer) -> None:
        """Keep the unexplained words of a question we could not answer."""
        question = answer.question
        row = {
            "at": time.time(),
            "kind": answer.kind.value,
            "reason": question.reason[:40],
            "words": " ".join(question.leftovers)[:300],
        }
        async with self._engine.begin() as connection:
            await connection.execute(insert(misses).values(row))


def _keep_private(file: Path) -> None:
    """Only we may read the database and the files beside it, which SQLite gives the same mode."""
    file.touch(mode=0o600)
    file.chmod(0o600)


async def _replace_vote(connection: AsyncConnection, row: dict[str, object]) -> None:
    await connection.execute(delete(feedback).where(feedback.c.key == row["key"]))
    await connection.execute(insert(feedback).values(row))


def _vote_row(key: str, verdict: Verdict, answer: Answer) -> dict[str, object]:
    """The vote without any text of the person's."""
    question = answer.question
    return {
        "key": key,
        "at": time.time(),
        "verdict": verdict,
        "kind": answer.kind.value,
        "services": " ".join(match.id for match in question.services)[:300],
        "areas": " ".join(match.id for match in question.areas)[:300],
        "option": " ".join(match.option for match in question.services if match.option)[:120],
        "confidence": question.confidence,
        "reason": "",
        "comment": "",
        "question": "",
    }

"""What the store keeps, the same on SQLite and on PostgreSQL."""

import asyncio
from time import time

import pytest
from sqlalchemy import insert, select, update

from bot.model import Topic
from bot.store.deliveries import KEEP_SECONDS, LEASE_SECONDS
from bot.store.store import Claim, Complaint, Store, Verdict
from bot.store.tables import deliveries, feedback, misses, threads
from tests.store.conftest import PATIENCE_SECONDS

RDS = Topic((("aws/rds", None),), ("patching",))
EKS = Topic((("aws/eks", "fargate"),), ())


async def rows(store: Store, table) -> list[dict]:
    async with store.engine.connect() as connection:
        return [dict(row._mapping) for row in await connection.execute(select(table))]


@pytest.fixture
async def other(address: str):
    """The same store, as another process has it."""
    opened = await Store.open(address, patience=PATIENCE_SECONDS)
    yield opened
    await opened.close()


async def age(store: Store, table, seconds: float) -> None:
    """Let everything in `table` be older."""
    async with store.engine.begin() as connection:
        await connection.execute(update(table).values(at=table.c.at - seconds))


async def test_a_delivery_is_answered_once(store: Store, other: Store) -> None:
    """Busy while it is answered, done after, here and in another process."""
    first = await store.claim(["event:1", "ts:1"])
    while_answered = [await one.claim(["event:1", "ts:1"]) for one in (store, other)]
    await store.done(["event:1", "ts:1"])
    after = [await one.claim(["event:1", "ts:1"]) for one in (store, other)]

    assert first is Claim.NEW
    assert while_answered == [Claim.BUSY] * 2
    assert after == [Claim.DONE] * 2
    assert {row["state"] for row in await rows(store, deliveries) if row["key"] != "probe"} == {
        "done"
    }


async def test_either_key_is_enough(store: Store, other: Store) -> None:
    """A message that comes as two events is one delivery; the second event's own key is not leased by the try."""
    await store.claim(["event:1", "ts:1"])
    busy = await other.claim(["event:2", "ts:1"])
    alone = await other.claim(["event:2"])
    await store.done(["event:1", "ts:1"])

    assert (busy, alone) == (Claim.BUSY, Claim.NEW)
    assert await other.claim(["event:3", "ts:1"]) is Claim.DONE


async def test_a_released_delivery_is_free(store: Store, other: Store) -> None:
    """What failed may be tried again at once, by anybody."""
    await store.claim(["event:1"])
    await store.release(["event:1"])

    assert await other.claim(["event:1"]) is Claim.NEW


async def test_a_lease_of_a_process_that_died_is_taken_over_once(
    store: Store, other: Store
) -> None:
    """After its time one of many gets it."""
    await store.claim(["event:1", "ts:1"])
    await age(store, deliveries, LEASE_SECONDS + 1)
    taken = await asyncio.gather(*(other.claim(["event:1", "ts:1"]) for _ in range(5)))

    assert sorted(claim.name for claim in taken) == ["BUSY"] * 4 + ["NEW"]


async def test_a_lease_that_was_taken_over_is_not_freed(store: Store, other: Store) -> None:
    """The first process comes back late and fails: the second goes on undisturbed."""
    await store.claim(["event:1"])
    await age(store, deliveries, LEASE_SECONDS + 1)
    taken = await other.claim(["event:1"])
    await store.release(["event:1"])
    (row,) = [row for row in await rows(store, deliveries) if row["key"] == "event:1"]

    assert taken is Claim.NEW
    assert (row["state"], row["owner"]) == ("leased", other._owner)


async def test_what_was_answered_stays_answered(store: Store, other: Store) -> None:
    """The first process comes back late and has answered: the second's failure does not bring the question again."""
    await store.claim(["event:1"])
    await age(store, deliveries, LEASE_SECONDS + 1)
    await other.claim(["event:1"])
    await store.done(["event:1"])
    await other.release(["event:1"])
    third = await Store.open(store._address, patience=PATIENCE_SECONDS)
    claim = await third.claim(["event:1"])
    await third.close()

    assert claim is Claim.DONE


async def test_a_thread_keeps_what_it_was_about(store: Store, other: Store) -> None:
    """The last topic, for every process; not for another thread, and not for ever."""
    await store.remember("T1:C1:1", RDS)
    await other.remember("T1:C1:1", EKS)
    known = await store.topic("T1:C1:1")
    await age(store, threads, 13 * 3600)

    assert known == EKS
    assert await store.topic("T1:C1:2") is None
    assert await store.topic("T1:C1:1") is None


async def test_a_vote_counts_once(store: Store, answered) -> None:
    """The same again changes nothing, another replaces it, and what was written replaces a vote."""
    rds = answered("who patches RDS?")
    await store.vote("a", Verdict.DOWN, rds)
    await store.complain("a", rds, Complaint("unclear", "What?", "who patches RDS?"))
    await store.vote("a", Verdict.DOWN, rds)
    after_the_same = await rows(store, feedback)
    await store.vote("a", Verdict.UP, rds)
    await store.vote("b", Verdict.UP, rds)

    assert [(row["verdict"], row["comment"]) for row in after_the_same] == [("down", "What?")]
    assert [(row["verdict"], row["comment"]) for row in await rows(store, feedback)] == [
        ("up", ""),
        ("up", ""),
    ]


async def test_a_miss_keeps_its_words(store: Store, answered) -> None:
    """Once for each time it was asked."""
    for _ in range(2):
        await store.note_miss(answered("who patches frobnicator?"))

    assert [row["words"] for row in await rows(store, misses)] == ["frobnicator"] * 2


STRANGE = ["a\x00b", "\ud800", "x" * 5000, "'; DROP TABLE threads; --", "é" * 300, "", "🦀" * 201]


@pytest.mark.parametrize("text", STRANGE, ids=lambda text: ascii(text)[:12])
async def test_any_text_is_taken(store: Store, answered, text: str) -> None:
    """A key, a comment or a word that no database takes as it is costs nothing: the database stays in use."""
    rds = answered("who patches RDS?")
    claims = [await store.claim([f"{text}1"]), await store.claim([f"{text}2"])]
    await store.done([f"{text}1"])
    await store.remember(text, RDS)
    await store.complain("a", rds, Complaint("other", text, text))

    assert claims == [Claim.NEW] * 2
    assert await store.topic(text) == RDS
    assert await store.topic(f"{text}!") is None
    assert store.trouble() is None


async def test_what_is_old_is_deleted(store: Store) -> None:
    """Deliveries that Slack no longer brings and topics that nobody asks for; in the background, never in a claim."""
    await store.claim(["event:1"])
    await store.remember("T1:C1:1", RDS)
    await age(store, deliveries, KEEP_SECONDS + 1)
    await age(store, threads, 13 * 3600)
    await store.claim(["event:2"])
    kept = {row["key"] for row in await rows(store, deliveries)}
    await store._keeper.clean()

    assert kept == {"event:1", "event:2", "probe"}
    assert [row["key"] for row in await rows(store, deliveries)] == ["event:2"]
    assert await rows(store, threads) == []


async def test_what_a_thread_was_about_before_is_kept_too(store: Store) -> None:
    """So that "and for both?" is understood by any process; what an older version kept has nothing earlier."""
    topic = EKS.after(RDS)
    await store.remember("T1:C1:1", topic)
    async with store.engine.begin() as connection:
        await connection.execute(
            insert(threads).values(
                key="T1:C1:2", topic='{"services": [["aws/rds", null]], "areas": []}', at=time()
            )
        )

    assert topic.earlier == (RDS,)
    assert await store.topic("T1:C1:1") == topic
    assert await store.topic("T1:C1:2") == Topic((("aws/rds", None),))


async def test_a_damaged_topic_is_none(store: Store) -> None:
    """Garbage in the row does not keep a question from being answered."""
    await store.remember("T1:C1:1", RDS)
    async with store.engine.begin() as connection:
        await connection.execute(update(threads).values(topic='{"services": 7'))

    assert await store.topic("T1:C1:1") is None

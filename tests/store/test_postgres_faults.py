"""PostgreSQL killed, frozen, locked, out of connections, not there: every question is answered, and it heals by itself."""

import asyncio

import asyncpg
import pytest
from sqlalchemy import select

from benchmarks.asking import app_before_slack, people, settings_for
from benchmarks.postgres import Postgres
from bot.errors import SettingsError, StoreBehindError, StoreError
from bot.simulator import SlackSimulator
from bot.store.opening import upgrade_database
from bot.store.store import Claim, Store
from bot.store.tables import misses
from tests.conftest import until

PER_SECOND = 20
HEALED_SECONDS = 30.0


@pytest.fixture
async def ready_address(postgres_address: str) -> str:
    """A database with our tables."""
    await upgrade_database(postgres_address)
    return postgres_address


async def healed(store: Store) -> None:
    await until(lambda: store.trouble() is None, HEALED_SECONDS)


async def fallen(store: Store) -> str:
    await until(lambda: store.trouble() is not None, HEALED_SECONDS)
    return store.trouble()


async def words_kept(store: Store) -> int:
    async with store.engine.connect() as connection:
        return len((await connection.execute(select(misses.c.words))).all())


def of_libraries(caplog) -> list[str]:
    """What others than we wrote into the log."""
    names = ("sqlalchemy", "asyncpg", "asyncio")
    return [record.message for record in caplog.records if record.name.startswith(names)]


async def test_a_killed_server_costs_no_answer(
    slack: SlackSimulator, postgres: Postgres, ready_address: str, caplog
) -> None:
    """SIGKILL, twice, under questions: all are answered once, all misses are kept, the log has a line for each turn."""
    async with app_before_slack(slack, settings_for(slack, ready_address)) as app:
        store = app.desk.store
        async with people(slack, PER_SECOND) as outcome:
            for _ in range(2):
                await asyncio.sleep(0.3)
                await asyncio.to_thread(postgres.kill)
                await fallen(store)
                ready = app.is_ready
                await asyncio.to_thread(postgres.start)
                await healed(store)
        kept = await words_kept(store)

    assert (outcome.unanswered, outcome.doubled, ready) == ([], 0, True)
    assert kept >= sum(number % 3 == 1 for number in range(outcome.asked))
    lines = [record.message for record in caplog.records if record.name.startswith("bot.store")]
    fell, back = (
        len([line for line in lines if line.startswith(f"the store {what}")])
        for what in ("fails", "is back")
    )
    assert 2 <= fell == back == len(lines) - fell
    assert fell < app.desk.metrics.fallbacks._value.get()
    assert of_libraries(caplog) == []
    assert "Traceback" not in caplog.text


async def test_a_locked_table_costs_no_answer(
    slack: SlackSimulator, postgres: Postgres, ready_address: str
) -> None:
    """Another session holds the table: a claim is waited for once, then memory serves until the lock is gone."""
    async with app_before_slack(slack, settings_for(slack, ready_address)) as app:
        locker = await asyncpg.connect(ready_address)
        transaction = locker.transaction()
        await transaction.start()
        await locker.execute("LOCK TABLE deliveries")
        async with people(slack, PER_SECOND) as outcome:
            trouble = await fallen(app.desk.store)
            await asyncio.sleep(1.0)
            await transaction.rollback()
            await healed(app.desk.store)
        await locker.close()

    assert (outcome.unanswered, outcome.doubled) == ([], 0)
    assert "no answer within 300 ms" in trouble


async def test_a_frozen_server_costs_no_answer(
    slack: SlackSimulator, postgres: Postgres, ready_address: str, caplog
) -> None:
    """A server that takes connections and says nothing is waited for once, not by every question."""
    async with app_before_slack(slack, settings_for(slack, ready_address)) as app:
        await app.desk.store.engine.dispose()  # the next call needs a new connection
        postgres.freeze()
        try:
            async with people(slack, PER_SECOND) as outcome:
                await fallen(app.desk.store)
                await asyncio.sleep(0.5)
        finally:
            postgres.freeze(thawed=True)
        await healed(app.desk.store)

    assert (outcome.unanswered, outcome.doubled) == ([], 0)
    assert of_libraries(caplog) == []


async def test_a_server_out_of_connections_costs_no_answer(
    slack: SlackSimulator, postgres: Postgres, ready_address: str
) -> None:
    """Others hold all that we may have: memory serves, and when they let go the store is back."""
    name = ready_address.split("/")[3].split("?", maxsplit=1)[0]
    await postgres.run("DROP ROLE IF EXISTS few")
    await postgres.run("CREATE ROLE few LOGIN CONNECTION LIMIT 2")
    await postgres.run(
        f'GRANT pg_read_all_data, pg_write_all_data TO few; ALTER DATABASE "{name}" OWNER TO few'
    )
    address = ready_address.replace("postgres:@", "few:@")
    others = [await asyncpg.connect(address) for _ in range(2)]
    async with app_before_slack(slack, settings_for(slack, address)) as app:
        trouble = await fallen(app.desk.store)
        async with people(slack, PER_SECOND) as outcome:
            await asyncio.sleep(0.5)
            for one in others:
                await one.close()
            await healed(app.desk.store)
            await asyncio.sleep(0.5)

    assert "too many connections" in trouble
    assert outcome.unanswered == []


async def test_a_start_without_the_server_answers_and_heals(
    slack: SlackSimulator, postgres: Postgres, ready_address: str
) -> None:
    """The app starts on memory, says so, and uses the database once it is there."""
    await asyncio.to_thread(postgres.kill)
    async with app_before_slack(slack, settings_for(slack, ready_address)) as app:
        trouble = app.desk.store.trouble()
        reply = await slack.command("who patches frobnicator?")
        await asyncio.to_thread(postgres.start)
        await healed(app.desk.store)
        kept = await words_kept(app.desk.store)

    assert trouble is not None
    assert (reply.status, kept) == (200, 1)


async def test_what_memory_answered_is_not_answered_again(
    postgres: Postgres, ready_address: str
) -> None:
    """Answered while the server was away: done after, for every replica, whoever knew of the claim; what was in flight
    is busy, and what failed is free.
    """
    store = await Store.open(ready_address)
    before = [await store.claim([f"before:{number}"]) for number in range(2)]
    await asyncio.to_thread(postgres.kill)
    during = [await store.claim([f"during:{number}"]) for number in range(3)]
    for when in ("before", "during"):
        await store.done([f"{when}:0"])
        await store.release([f"{when}:1"])
    await asyncio.to_thread(postgres.start)
    await healed(store)
    replica = await Store.open(ready_address)
    keys = ("before:0", "before:1", "during:0", "during:1", "during:2")
    after = [await replica.claim([key]) for key in keys]
    await store.close()
    await replica.close()

    assert before + during == [Claim.NEW] * 5
    assert after == [Claim.DONE, Claim.NEW, Claim.DONE, Claim.NEW, Claim.BUSY]


async def test_a_row_that_is_never_taken_does_not_keep_it_away(
    postgres: Postgres, ready_address: str, answered
) -> None:
    """The database is well and refuses one row: that one is dropped, the others are written, and it serves again."""
    store = await Store.open(ready_address)
    await store.engine.dispose()
    refusing = await asyncpg.connect(ready_address)
    await refusing.execute("ALTER TABLE misses ADD CHECK (words <> 'frobnicator')")
    await refusing.close()
    await store.note_miss(answered("who patches frobnicator?"))
    await store.claim(["event:1"])
    await store.done(["event:1"])
    trouble = store.trouble()
    await healed(store)
    replica = await Store.open(ready_address)
    claim = await replica.claim(["event:1"])
    kept = await words_kept(store)
    await store.close()
    await replica.close()

    assert "check constraint" in trouble
    assert (claim, kept) == (Claim.DONE, 0)


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (("", ""), StoreBehindError, "Run: whosejob db upgrade"),
        (("/test_", "/nowhere_"), StoreError, "does not exist"),
        (("postgres:@", "nobody:pässwort@"), StoreError, "nobody"),
        (("?host=", "?sslmode=whatever&host="), SettingsError, "cannot be read"),
        (("postgres:@/", "postgres:pässwort@host:port/"), SettingsError, "cannot be read"),
    ],
    ids=["behind", "no database", "no role", "no such mode", "no port"],
)
async def test_a_mistake_in_the_address_ends_the_start(
    postgres_address: str, change: tuple[str, str], error: type[Exception], says: str
) -> None:
    """What only a person can mend is one sentence that names DATABASE_URL and never shows the password."""
    with pytest.raises(error) as raised:
        await Store.open(postgres_address.replace(*change) if change[0] else postgres_address)

    assert says in str(raised.value)
    assert "DATABASE_URL" in str(raised.value)
    assert "pässwort" not in str(raised.value)

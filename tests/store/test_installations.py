"""What is kept of those who installed the app, in SQLite and in PostgreSQL alike."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from typer.testing import CliRunner

from benchmarks.postgres import Postgres
from bot.cli import build
from bot.model import Topic
from bot.store.engine import make_engine
from bot.store.installations import Installations, Installed
from bot.store.keyring import Keyring, UnreadableError, new_key
from bot.store.opening import upgrade_database
from bot.store.reaching import REACH_SECONDS, UnreachableError
from bot.store.states import MOST_STATES, States, TooManyStatesError
from bot.store.store import Store, Verdict
from bot.store.tables import feedback, installations, oauth_states, threads
from tests.conftest import until
from tests.store.conftest import PATIENCE_SECONDS

OLD, NEW = new_key(), new_key()
ONE = Installed("T1", "B1", "U1", "commands", "xoxe.xoxb-1-secret", "xoxe-1-secret", 1e12, 100.0)
TWO = replace(ONE, key="E2", stamp="other")


@pytest.fixture
def engine(store: Store) -> AsyncEngine:
    """That of an open store: SQLite and PostgreSQL, with our tables and nothing in them."""
    return store.engine


@pytest.fixture
def kept(engine: AsyncEngine) -> Installations:
    return Installations(engine, Keyring([OLD]))


async def raw(engine: AsyncEngine) -> str:
    async with engine.connect() as connection:
        return str((await connection.execute(select(installations))).all())


async def test_what_was_saved_is_found(kept: Installations, engine: AsyncEngine) -> None:
    """Whole, by its own key; no token can be read in the table or in print."""
    await kept.save(ONE)

    assert await kept.find("T1") == ONE
    assert await kept.find("T2") is None
    assert "secret" not in await raw(engine)
    assert "secret" not in repr(ONE)


async def test_installing_again_replaces(kept: Installations) -> None:
    """Eight at the same time leave one row, which is one of theirs."""
    again = [replace(ONE, stamp=f"s{number}", token=f"xoxb-{number}") for number in range(8)]
    await asyncio.gather(*(kept.save(one) for one in again))

    assert await kept.find("T1") in again


async def test_eight_begin_and_one_renews(kept: Installations) -> None:
    """A token is renewed by one; the others are told, and see the new one when it is kept."""
    await kept.save(ONE)
    begun = await asyncio.gather(*(kept.begin_renewal(ONE) for _ in range(8)))
    new = ONE.renewed("xoxb-new", "xoxe-new", 2e12)
    first, second = await kept.end_renewal(ONE, new), await kept.end_renewal(ONE, new)

    assert sorted(begun) == [False] * 7 + [True]
    assert (first, second) == (True, False)
    assert await kept.find("T1") == new
    assert not await kept.begin_renewal(ONE)


async def test_two_engines_begin_and_one_renews(address: str, kept: Installations) -> None:
    """The same with a second connection pool, as another process has it; five times."""
    other_engine = make_engine(address, PATIENCE_SECONDS)
    other = Installations(other_engine, Keyring([OLD]))
    for number in range(5):
        one = replace(ONE, stamp=f"s{number}")
        await kept.save(one)
        begun = await asyncio.gather(*(each.begin_renewal(one) for each in [kept, other] * 4))
        assert sum(begun) == 1
    await other_engine.dispose()


async def test_a_renewal_that_never_ended_is_taken_over(
    kept: Installations, engine: AsyncEngine
) -> None:
    """Its process may have died; after its time another one may begin."""
    await kept.save(ONE)
    assert await kept.begin_renewal(ONE)
    async with engine.begin() as connection:
        await connection.execute(
            text("UPDATE installations SET renewing_until = renewing_until - 15")
        )

    assert await kept.begin_renewal(ONE)


async def fill(engine: AsyncEngine, at: float) -> None:
    """A thread and a vote of T1, and of T10, whose id begins alike."""
    vote = dict.fromkeys(
        ("kind", "services", "areas", "option", "reason", "comment", "question"), ""
    )
    async with engine.begin() as connection:
        for team, letters in (("T1", "aaaa"), ("T10", "bbbb")):
            await connection.execute(
                insert(threads).values(key=f"{team}:C1:{at}", topic="{}", at=at)
            )
            await connection.execute(
                insert(feedback).values(
                    {**vote, "key": f"{letters}{at}", "at": at, "verdict": "up", "confidence": 1.0}
                )
            )


async def counts(engine: AsyncEngine) -> list[int]:
    async with engine.connect() as connection:
        tables = ("installations", "threads", "feedback")
        return [
            await connection.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608
            for table in tables
        ]


async def test_who_leaves_leaves_nothing(kept: Installations, engine: AsyncEngine) -> None:
    """Twice is like once; another workspace with a longer id keeps everything."""
    await kept.save(ONE)
    await kept.save(TWO)
    await fill(engine, 50.0)
    removed = [await kept.remove("T1", "T1:", "aaaa", before=200.0) for _ in range(2)]

    assert removed == [1, 0]
    assert await counts(engine) == [1, 1, 1]


async def test_who_came_back_keeps_what_is_newer(kept: Installations, engine: AsyncEngine) -> None:
    """News from before the installation deletes what is from before it."""
    await kept.save(ONE)
    await fill(engine, 50.0)
    await fill(engine, 150.0)

    assert await kept.remove("T1", "T1:", "aaaa", before=90.0) == 0
    assert await counts(engine) == [1, 3, 3]


async def test_memory_forgets_who_left(store: Store, engine: AsyncEngine, answered) -> None:
    """While the database fails memory serves and writes later; of a workspace that left it does neither."""
    topic = Topic((("aws/rds", None),), ())
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE feedback RENAME TO gone"))
    for team, letters in (("T1", "aaaa"), ("T10", "bbbb")):
        await store.vote(f"{letters}1", Verdict.UP, answered("who patches RDS?"))
        await store.remember(f"{team}:C1:1", topic)
    store.forget("T1:", "aaaa")
    seen = [await store.topic(f"{team}:C1:1") for team in ("T1", "T10")]
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE gone RENAME TO feedback"))
    await until(lambda: store.trouble() is None, 30)

    assert seen == [None, topic]
    assert await counts(engine) == [0, 1, 1]


# --- keys -----------------------------------------------------------------------------------------


async def test_a_new_first_key_reads_what_the_old_one_sealed(
    kept: Installations, engine: AsyncEngine
) -> None:
    """And seals what is saved from then on; reseal() does the rest, and the old key can go."""
    await kept.save(ONE)
    await kept.save(TWO)
    both = Installations(engine, Keyring([NEW, OLD]))
    only_new = Installations(engine, Keyring([NEW]))
    assert await both.find("T1") == ONE
    assert await only_new.count_unreadable() == 2

    assert await both.end_renewal(ONE, ONE)
    assert await only_new.find("T1") == ONE
    assert [await both.reseal(), await both.reseal()] == [1, 0]
    assert await only_new.find("E2") == TWO
    with pytest.raises(UnreadableError):
        await kept.find("T1")


async def test_a_token_cannot_be_moved_to_another_workspace(
    kept: Installations, engine: AsyncEngine
) -> None:
    """What is sealed for one row does not open in another."""
    await kept.save(ONE)
    await kept.save(TWO)
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "UPDATE installations SET sealed = (SELECT sealed FROM installations WHERE key = 'T1')"
                " WHERE key = 'E2'"
            )
        )

    assert await kept.find("T1") == ONE
    with pytest.raises(UnreadableError):
        await kept.find("E2")


async def test_resealing_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`whosejob reseal` says how many; `whosejob new-key` prints what SLACK_TOKEN_KEYS takes."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'var' / 'whosejob.sqlite3'}"
    store = await Store.open(url)
    await Installations(store.engine, Keyring([OLD])).save(ONE)
    made = CliRunner().invoke(build(), ["new-key"]).output.strip()
    monkeypatch.setenv("SLACK_TOKEN_KEYS", f"{made}, {OLD}")
    resealed = [await asyncio.to_thread(CliRunner().invoke, build(), ["reseal"]) for _ in range(2)]
    found = await Installations(store.engine, Keyring([made])).find("T1")
    await store.close()

    assert [result.output for result in resealed] == [
        "1 resealed with the first key.\n",
        "0 resealed with the first key.\n",
    ]
    assert found == ONE
    assert Fernet(made)


# --- states ---------------------------------------------------------------------------------------


async def test_a_state_is_good_once_for_ten_minutes(engine: AsyncEngine) -> None:
    """For eight at the same time it is good for one; older than ten minutes for none."""
    now = 1000.0
    states = States(engine, lambda: now)
    state, old = await states.issue(), await states.issue()
    used = await asyncio.gather(*(states.consume(state) for _ in range(8)))
    now += 600.0

    assert sorted(used) == [False] * 7 + [True]
    assert not await states.consume(old)
    assert len({state, old}) == 2


@pytest.mark.parametrize("bad", ["", "x", "../../etc/passwd", "A" * 42, "A" * 43 + "\n", "é" * 43])
async def test_what_is_no_state_is_not_looked_up(bad: str) -> None:
    """Without any database at all the answer is no."""
    engine = create_async_engine("sqlite+aiosqlite:////proc/nowhere/x.sqlite3")

    assert not await States(engine).consume(bad)
    await engine.dispose()


async def test_a_flood_of_beginners_fills_nothing(engine: AsyncEngine) -> None:
    """There is a most, and what is too old makes room."""
    rows = [{"hash": f"{number:064}", "until": time.time() + 60} for number in range(MOST_STATES)]
    async with engine.begin() as connection:
        await connection.execute(insert(oauth_states), rows)
    with pytest.raises(TooManyStatesError):
        await States(engine).issue()

    assert await States(engine, lambda: time.time() + 61).issue()


async def test_a_database_that_is_gone_is_one_error() -> None:
    """Whatever the driver says: a file without our tables, a server that is not there."""
    urls = ("sqlite+aiosqlite://", "postgresql+asyncpg://127.0.0.1:9/x")
    for url in urls:
        engine = create_async_engine(url)
        with pytest.raises(UnreachableError):
            await Installations(engine, Keyring([OLD])).find("T1")
        with pytest.raises(UnreachableError):
            await States(engine).issue()
        await engine.dispose()


async def test_a_database_that_hangs_is_as_good_as_gone(postgres_address: str) -> None:
    """A table that somebody locks does not hold an answer up for longer than Slack waits."""
    await upgrade_database(postgres_address)
    engine = make_engine(postgres_address, PATIENCE_SECONDS)
    async with engine.begin() as holder:
        await holder.execute(text("LOCK TABLE installations IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(UnreachableError):
            await asyncio.wait_for(Installations(engine, Keyring([OLD])).find("T1"), 20)
    await engine.dispose()


async def test_a_server_that_stands_still_holds_nobody_up(postgres: Postgres) -> None:
    """Not even to end the connection in an orderly way: the answer is no in REACH_SECONDS, then and each time after."""
    address = await postgres.new_database("still")
    await upgrade_database(address)
    engine = make_engine(address, PATIENCE_SECONDS)
    kept = Installations(engine, Keyring([OLD]))
    await kept.save(ONE)
    seconds = []
    postgres.freeze(sessions=True)
    for _ in range(2):
        began = time.monotonic()
        with pytest.raises(UnreachableError):
            await kept.find("T1")
        seconds.append(time.monotonic() - began)
    postgres.freeze(thawed=True, sessions=True)
    found = await kept.find("T1")
    await engine.dispose()

    assert found == ONE
    assert max(seconds) < 1.5 * REACH_SECONDS

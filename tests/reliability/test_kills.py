"""Real processes that share a store, stopped and killed while they answer. `make soak` does the same for minutes."""

import asyncio
import random
import signal

from benchmarks.fleet import age_leases
from benchmarks.kills import Plan, run_copies, run_kills, under_test
from bot.store.deliveries import LEASE_SECONDS

OLDER_THAN_SECONDS = 2.0
"""No answer of these tests takes so long, so a lease of this age is a dead process's."""


async def test_nothing_acknowledged_is_lost_when_processes_die(postgres_address: str) -> None:
    """2 SIGTERM and 2 SIGKILL during 200 deliveries to 2 replicas: what was acknowledged is answered, and only what a killed
    process had in its hands may be answered twice.
    """
    plan = Plan(events=150, kills=2, seconds=12.0, post_seconds=0.2)
    async with under_test(2, 3.0, postgres_address, patience="5") as (now, events):
        ageing = asyncio.create_task(_age(now.store_url))
        outcome = await run_kills(now, events, plan, random.Random(3))
        ageing.cancel()
        log = now.log

    counted = outcome.counted
    assert counted.tries >= 190
    assert (counted.lost, counted.unacknowledged) == ((), 0)
    assert counted.doubled <= outcome.in_flight or _was_overrun(log)
    assert [end.status for end in outcome.stops] == [0, 0]
    assert {end.status for end in outcome.ended} == {0, -signal.SIGKILL}
    assert "Traceback" not in log


async def _age(store_url: str) -> None:
    """Slack's minute is 3 s here, so the lease of a dead process must not hold for 30 s."""
    while True:
        await asyncio.sleep(0.5)
        await age_leases(store_url, LEASE_SECONDS, OLDER_THAN_SECONDS)


async def test_four_replicas_answer_each_event_once(postgres_address: str) -> None:
    """60 events, each delivered 1 to 6 times, in any order, at the same time, to any of them."""
    async with under_test(4, 2.0, postgres_address, patience="5") as (now, events):
        counted = await run_copies(events, 60, random.Random(5))
        log = now.log

    assert counted.tries > 120
    assert (counted.lost, counted.unacknowledged) == ((), 0)
    assert counted.doubled == 0 or _was_overrun(log)


def _was_overrun(log: str) -> bool:
    """Whether this machine was too slow for the database, so that each process had only its own memory for a while."""
    return "memory serves" in log

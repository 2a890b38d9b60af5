"""Is an answer lost, or said twice, when processes are stopped and killed under load? Part of `make soak`.

    python -m benchmarks.kills [--store URL] [--events 5000] [--kills 20]

Three runs of real processes that share one store, in front of the simulator:

    kills     2 replicas; each delivery goes to either, 3 of 10 come twice; SIGTERM (some doubled or tripled) and SIGKILL
              take turns, and a new process starts when the old one has ended
    copies    4 replicas, nobody is killed; each event comes 1 to 6 times, shuffled, concurrently
    cuts      every answer of chat.postMessage is lost after Slack has posted the message

Slack's minute is shortened to 36 s, which is still longer than the store's lease; nothing else is.
"""

import argparse
import asyncio
import contextlib
import itertools
import random
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fleet import Ended, Fleet, a_postgres, fleet
from bot.simulator import SlackSimulator
from bot.simulator.payloads import Json, direct_message, mention
from bot.simulator.redelivering import Counted, Redelivering

MINUTE_SECONDS = 36.0
EXIT_SECONDS = 25.0
"""What the platform leaves a stopped process: 30 s, less a margin."""
QUESTIONS = ("who patches RDS?", "who backs up DynamoDB?", "who patches frobnicator?", "help")


@dataclass(frozen=True, slots=True)
class Plan:
    """One run with kills."""

    events: int = 5000
    kills: int = 20
    """Of each kind."""
    seconds: float = 360.0
    """Over which the events are spread."""
    duplicated: float = 0.3
    post_seconds: float = 0.3
    """What Slack takes to post, so that something is in flight when the signal comes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run with kills came to."""

    counted: Counted
    ended: tuple[Ended, ...]

    @property
    def in_flight(self) -> int:
        """Deliveries that the killed processes had, over all SIGKILLs."""
        return sum(end.in_flight for end in self.ended if end.number is signal.SIGKILL)

    @property
    def stops(self) -> list[Ended]:
        return [end for end in self.ended if end.number is signal.SIGTERM]


def asked(chance: random.Random) -> Iterator[Json]:
    """Questions without end: mentions and direct messages, each by a person and in a place of its own."""
    for number in itertools.count(
        time.time_ns() // 1_000_000
    ):  # a store may know those of an earlier run
        ts = f"{number // 1000}.{number % 1000:03d}100"
        make, place = chance.choice(((mention, f"C{number}"), (direct_message, f"D{number}")))
        yield make(chance.choice(QUESTIONS), ts, user=f"U{number}") | {"channel": place}


async def run_kills(now: Fleet, events: Redelivering, plan: Plan, chance: random.Random) -> Outcome:
    """Ask and kill at the same time; return when Slack is through with every event."""
    now.slack.delays.seconds["chat.postMessage"] = plan.post_seconds
    killing = asyncio.create_task(_kill_in_turn(now, events, plan, chance))
    questions, telling = asked(chance), []
    for _ in range(plan.events):
        copies = 1 + (chance.random() < plan.duplicated)
        telling.append(asyncio.create_task(events.tell(next(questions), copies=copies)))
        await asyncio.sleep(plan.seconds / plan.events)
    ended = await killing
    await asyncio.gather(*telling)
    return Outcome(events.counted(), tuple(ended))


async def _kill_in_turn(
    now: Fleet, events: Redelivering, plan: Plan, chance: random.Random
) -> list[Ended]:
    kinds = [signal.SIGTERM, signal.SIGKILL] * plan.kills
    ended = []
    for turn, number in enumerate(kinds):
        await asyncio.sleep(chance.uniform(0.2, 0.8) * plan.seconds / len(kinds))
        port = now.ports[turn // 2 % len(now.ports)]
        times = chance.choice((1, 1, 2, 3)) if number is signal.SIGTERM else 1
        in_flight = events.under_way(now.door(port))
        ended.append(await now.kill(port, number, times=times, in_flight=in_flight))
        await now.replace(port)
    return ended


async def run_copies(events: Redelivering, count: int, chance: random.Random) -> Counted:
    """Each event 1 to 6 times, in any order; 10 events are under way at once."""
    questions = asked(chance)
    at_once = asyncio.Semaphore(10)

    async def tell(inner: Json) -> None:
        async with at_once:
            await events.tell(inner, copies=chance.randint(1, 6), spread_seconds=0.5)

    await asyncio.gather(*(tell(next(questions)) for _ in range(count)))
    return events.counted()


async def run_cuts(now: Fleet, events: Redelivering, count: int, chance: random.Random) -> Counted:
    """Every post is done, and its answer lost."""
    now.slack.delays.lost["chat.postMessage"] = count
    questions = asked(chance)
    for _ in range(count):
        await events.tell(next(questions))
    return events.counted()


async def _measure(plan: Plan, store_url: str, patience: str) -> bool:
    """Print the figures; whether all of them are as promised."""
    chance = random.Random(7)
    async with under_test(2, MINUTE_SECONDS, store_url, patience) as (now, events):
        good = _tell_kills(await run_kills(now, events, plan, chance))
        _tell_store(now)
    async with under_test(4, 2.0, store_url, patience) as (now, events):
        good &= _tell("copies", await run_copies(events, 1000, chance), most_doubled=0)
        _tell_store(now)
    async with under_test(1, 2.0, store_url, patience) as (now, events):
        good &= _tell("cuts", await run_cuts(now, events, 500, chance), most_doubled=0)
    return good


@contextlib.asynccontextmanager
async def under_test(
    replicas: int, minute_seconds: float, store_url: str, patience: str = ""
) -> AsyncIterator[tuple[Fleet, Redelivering]]:
    """A simulator, replicas that answer it, and what delivers to them."""
    with tempfile.TemporaryDirectory(prefix="whosejob-kills-") as folder:
        async with (
            SlackSimulator() as slack,
            fleet(slack, Path(folder), replicas, store_url, patience) as now,
            Redelivering(slack, now.doors, minute_seconds=minute_seconds) as events,
        ):
            yield now, events


def _tell_kills(outcome: Outcome) -> bool:
    slowest = max(end.seconds for end in outcome.stops)
    statuses = {end.status for end in outcome.stops}
    print(
        f"kills: {len(outcome.stops)} SIGTERM, exit {sorted(statuses)}, slowest {slowest:.1f} s"
        f" (at most {EXIT_SECONDS:.0f}); {len(outcome.ended) - len(outcome.stops)} SIGKILL with"
        f" {outcome.in_flight} deliveries in flight"
    )
    good = statuses == {0} and slowest <= EXIT_SECONDS
    return _tell("kills", outcome.counted, most_doubled=outcome.in_flight) and good


def _tell_store(now: Fleet) -> None:
    """Whoever answers from its own memory does not know what another has answered."""
    times = now.log.count("memory serves")
    if times:
        print(f"  (memory had to serve {times} times: the store was too slow for this machine)")


def _tell(name: str, counted: Counted, most_doubled: int) -> bool:
    print(
        f"{name}: {counted.events} events, {counted.tries} deliveries: {len(counted.lost)} acknowledged"
        f" and unanswered, {counted.doubled} answered twice (at most {most_doubled}),"
        f" {counted.noted} told privately, {counted.unacknowledged} given up by Slack"
    )
    return not counted.lost and counted.doubled <= most_doubled and not counted.unacknowledged


def main() -> int:
    """0 when nothing was lost and nothing said twice that should not be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--store", help="SQLAlchemy's address; a SQLite file of its own if left out"
    )
    full = Plan()
    parser.add_argument("--events", type=int, default=full.events)
    parser.add_argument("--kills", type=int, default=full.kills, help="of each kind")
    parser.add_argument("--seconds", type=float, default=full.seconds)
    parser.add_argument("--patience", default="", help="WHOSEJOB_STORE_PATIENCE, on a busy machine")
    given = parser.parse_args()
    plan = Plan(events=given.events, kills=given.kills, seconds=given.seconds)
    with contextlib.nullcontext(given.store) if given.store else a_postgres() as store_url:
        return 0 if asyncio.run(_measure(plan, store_url, given.patience)) else 1


if __name__ == "__main__":
    sys.exit(main())

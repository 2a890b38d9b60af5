"""One process that claims: `python -m benchmarks.claimer ADDRESS SEED IDS MOST` says "ready", waits for a line, and prints
the ids that it won, one a line.
"""

import asyncio
import random
import sys

from bot.store.store import Claim, Store

PATIENCE_SECONDS = 60.0
"""So long that memory never serves: what is tried is the database."""
_AT_ONCE = 20


async def claim_all(address: str, seed: int, ids: int, most: int) -> list[int]:
    """Each id comes one to `most` times, in an order of our own, as one of two events about the same message."""
    store = await Store.open(address, patience=PATIENCE_SECONDS)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    chance = random.Random(seed)
    order = [number for number in range(ids) for _ in range(chance.randint(1, most))]
    chance.shuffle(order)
    won = []

    async def one(number: int) -> None:
        keys = (f"event:{number}:{seed % 2}", f"ts:{number}")
        if await store.claim(keys) is Claim.NEW:
            won.append(number)
            await store.done(keys)

    for start in range(0, len(order), _AT_ONCE):
        await asyncio.gather(*map(one, order[start : start + _AT_ONCE]))
    assert store.trouble() is None, store.trouble()
    await store.close()
    return won


async def race(address: str, processes: int, ids: int, most: int) -> list[list[int]]:
    """What each of `processes` won, all running at once."""
    claimers = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.claimer"),
            *(address, str(seed), str(ids), str(most)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for seed in range(processes)
    ]
    for claimer in claimers:
        assert claimer.stdout
        assert await claimer.stdout.readline() == b"ready\n"
    said = await asyncio.gather(*(claimer.communicate(b"go\n") for claimer in claimers))
    assert [claimer.returncode for claimer in claimers] == [0] * processes
    return [[int(line) for line in out.split()] for out, _ in said]


if __name__ == "__main__":
    print(*asyncio.run(claim_all(sys.argv[1], *map(int, sys.argv[2:5]))), sep="\n")

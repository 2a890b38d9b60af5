"""Many processes on one database: each delivery is answered by one of them."""

from benchmarks.claimer import race
from tests.conftest import ROOT

PROCESSES, IDS, COPIES = 4, 100, 3


async def test_of_many_processes_one_gets_each_delivery(address: str, monkeypatch) -> None:
    """Each delivery comes one to three times to each process, as two kinds of event about one message: one winner."""
    monkeypatch.chdir(ROOT)
    won = await race(address, PROCESSES, IDS, COPIES)

    assert sorted(number for numbers in won for number in numbers) == list(range(IDS))
    assert sum(map(bool, won)) > 1

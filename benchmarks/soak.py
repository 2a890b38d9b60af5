"""Does it hold? A real process, minutes of everything at once, and its memory and files before and after.

    python -m benchmarks.soak [minutes] [questions]       10 and 100,000 when left out; whichever takes longer,
                                                          after seven minutes that warm it up

Slash commands, mentions, follow-ups, direct messages, clicks, misses with words nobody wrote before, and among them
deliveries that are no good; Slack's answers fail now and then (soaking.py). Exit 1 when something did not hold.
"""

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.soaking import Sample, Soak, soaking

WARM_UP_SECONDS = 420.0
"""Until everything that remembers a bounded number (20,000 deliveries above all) is full."""
MOST_MB_IN_TEN_MINUTES = 1.0
MOST_FILES = 5
MOST_P99_RATIO = 1.3


def settled(soak: Soak) -> Sequence[Sample]:
    """The samples after the warm-up."""
    return [sample for sample in soak.samples if sample.at >= WARM_UP_SECONDS]


def slope(samples: Sequence[Sample]) -> float:
    """Memory's growth in MB in ten minutes, by least squares."""
    line = statistics.linear_regression([s.at for s in samples], [s.rss_mb for s in samples])
    return line.slope * 600


def files_off(samples: Sequence[Sample]) -> int:
    """How far the number of open files ever was from its median."""
    middle = statistics.median_low([s.files for s in samples])
    return max(abs(s.files - middle) for s in samples)


def p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def judged(soak: Soak) -> bool:
    """Print the table; whether everything held."""
    kept = settled(soak)
    times = [seconds for at, seconds in soak.times if at >= WARM_UP_SECONDS]
    third = len(times) // 3
    first, last = p99(times[:third]), p99(times[-third:])
    rows = (
        ("memory, MB in ten minutes", slope(kept), MOST_MB_IN_TEN_MINUTES),
        ("open files, off their median", files_off(kept), MOST_FILES),
        ("p99 of commands, last third to first", last / first, MOST_P99_RATIO),
        ("lost, doubled or badly answered", soak.wrong.total(), 0),
        ("exit status", soak.process.returncode, 0),
    )
    print(f"\n{soak.asked.total()} doings in {soak.seconds:.0f} s: {dict(soak.asked)}")
    print(f"wrong: {dict(+soak.wrong)}")
    print(f"memory {kept[0].rss_mb:.1f} → {kept[-1].rss_mb:.1f} MB, files {kept[-1].files}")
    print(f"p99 of commands {first * 1000:.1f} ms → {last * 1000:.1f} ms\n")
    for name, figure, most in rows:
        print(f"{name:<40}{figure:10.2f}   at most {most:<6} {'' if figure <= most else 'MISSED'}")
    return all(figure <= most for _, figure, most in rows)


async def run(minutes: float, questions: int, folder: Path) -> Soak:
    """Ask for so long and so much, whichever is more."""
    async with soaking(folder) as soak:
        await soak.fill_caches()
        told = 0.0
        until = WARM_UP_SECONDS + minutes * 60
        while soak.seconds < until or soak.asked.total() < questions:
            await soak.round()
            if soak.seconds - told > 30:
                told, now = soak.seconds, soak.samples[-1]
                done = f"{soak.asked.total():7d} done  {now.rss_mb:6.1f} MB  {now.files} files"
                print(f"{told:5.0f} s  {done}", flush=True)
    return soak


def main() -> None:
    """Run it; exit 1 when something did not hold."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    questions = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        held = judged(asyncio.run(run(minutes, questions, Path(folder))))
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()

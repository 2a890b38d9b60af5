"""The short soak: `make soak` asks a hundred thousand; here it is enough to see what is kept for every question."""

import json
from pathlib import Path

import pytest

from benchmarks.soak import MOST_FILES, files_off
from benchmarks.soaking import ROUND, soaking

ROUNDS = 5
SETTLING = 2
MOST_MB = 8.0
"""Over 1,200 doings; caches may still fill. What is kept for each (4 KB of text and blocks) comes to more at once."""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
async def test_a_real_process_keeps_nothing_of_what_it_answered(tmp_path: Path, log_scan) -> None:
    """Two thousand doings of every kind with Slack failing between: memory, files and the log stay bounded, nothing
    is lost or doubled, no line holds what was asked, and it ends by itself.
    """
    async with soaking(tmp_path) as soak:
        for _ in range(ROUNDS):
            await soak.round()
        log_scan.forbid(soak.slack.signing_secret)
    log = (tmp_path / "log").read_text(encoding="utf-8")
    log_scan.read(log)
    log_scan.forbid("who patches", "on Fargate?", "U0PERSON", "T0SIMULATOR")
    kept = soak.samples[SETTLING - 1 :]

    assert +soak.wrong == {}
    assert soak.asked.total() >= ROUNDS * ROUND
    assert kept[-1].rss_mb - kept[0].rss_mb < MOST_MB
    assert files_off(kept) <= MOST_FILES
    assert {"time", "level", "logger", "message"} <= set.intersection(
        *(set(json.loads(line)) for line in log.splitlines())
    )
    assert soak.process.returncode == 0

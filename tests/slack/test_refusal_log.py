"""What is turned away leaves few and short lines, however much comes."""

import logging
from collections.abc import Callable

from bot.metrics import Metrics
from bot.slack.gate import RefusedError
from bot.slack.refusal_log import RefusalLog


class Clock:
    """Calls what was put off, when told that the time has come."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        self.waiting.append(call)

    def tick(self) -> None:
        for call in self.waiting.copy():
            self.waiting.remove(call)
            call()


def test_ten_thousand_refusals_of_a_second_are_two_lines(caplog) -> None:
    """The first as it comes, and how many more of which kinds; every one is counted."""
    caplog.set_level(logging.INFO)
    clock, metrics = Clock(), Metrics()
    log = RefusalLog(metrics, later=clock.later)
    for number in range(10_000):
        log.note(
            RefusedError(401, "bad signature") if number % 4 else RefusedError(413, "large"), 9
        )
    clock.tick()

    assert [record.getMessage() for record in caplog.records] == [
        "refused status=413 reason='large' bytes=9",
        "refused count=9999: 7500 × 401 bad signature, 2499 × 413 large",
    ]
    assert b'whosejob_refused_total{status="401"} 7500.0' in metrics.page()


def test_after_a_quiet_second_the_next_is_told_at_once(caplog) -> None:
    """A single refusal is never put off."""
    caplog.set_level(logging.INFO)
    clock = Clock()
    log = RefusalLog(Metrics(), later=clock.later)
    log.note(RefusedError(401, "a"), 1)
    clock.tick()
    log.note(RefusedError(401, "b"), 1)

    assert len(caplog.records) == 2


def test_a_summary_is_short(caplog) -> None:
    """Under 200 bytes, with however many reasons."""
    caplog.set_level(logging.INFO)
    clock = Clock()
    log = RefusalLog(Metrics(), later=clock.later)
    for number in range(500):
        log.note(RefusedError(400, f"misshapen function_execution_id {number % 50}"), 99)
    clock.tick()

    assert max(len(record.getMessage().encode()) for record in caplog.records) < 200

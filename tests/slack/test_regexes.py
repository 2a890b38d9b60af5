"""No regular expression in front of Slack, or in the log, can be made slow."""

import importlib
import pkgutil
import re
import time

import pytest

import bot.slack
from bot import logs

MODULES = [logs] + [
    importlib.import_module(f"bot.slack.{module.name}")
    for module in pkgutil.iter_modules(bot.slack.__path__)
]
PATTERNS = {
    f"{module.__name__}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
}
BAITS = (
    "a",
    " ",
    "<@",
    "0",
    "-",
    ".",
    "a.",
    "v0=",
    "xoxb-",
    "https://hooks.slack.com/",
    "http://a:1/",
    "\0",
    '"',
)
SHORT = 12_500
LONGER = 8
"""Times SHORT: a linear search takes 8 times as long, a quadratic one 64 times."""
MOST = 30


def seconds(pattern: re.Pattern[str], text: str) -> float:
    started = time.perf_counter()
    pattern.search(text)
    pattern.fullmatch(text)
    pattern.match(text + "\n")
    return time.perf_counter() - started


def growth(pattern: re.Pattern[str], short: str) -> float:
    """How many times as long a text LONGER times as long takes: the best of both in ten turns, so that a machine that changes its
    speed between two of them does not change the ratio.
    """
    turns = [(seconds(pattern, short), seconds(pattern, short * LONGER)) for _ in range(10)]
    small, large = (min(times) for times in zip(*turns, strict=True))
    return large / max(small, 5e-6)


def is_linear(pattern: re.Pattern[str], bait: str) -> bool:
    return growth(pattern, bait * (SHORT // len(bait))) <= MOST


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_time_grows_with_the_text_and_no_faster(pattern: re.Pattern[str]) -> None:
    """Up to 100,000 characters of what each pattern might get caught in."""
    assert [bait for bait in BAITS if not is_linear(pattern, bait)] == []


def test_the_measure_sees_a_slow_one() -> None:
    """A repetition that is tried anew from every place is quadratic."""
    assert growth(re.compile(r"a*b"), "a" * 400) > MOST

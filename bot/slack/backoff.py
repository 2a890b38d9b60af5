"""How long to wait before trying again: longer each time, never in step with others."""

import random
from collections.abc import Iterator

JITTER = 0.15
"""A wait is up to this part shorter than its step, so that many processes do not come back at one time."""


def waits(first_seconds: float, factor: float, most_seconds: float) -> Iterator[float]:
    """`first_seconds`, then `factor` times as long each time, up to `most_seconds`; for ever."""
    seconds = first_seconds
    while True:
        yield jittered(min(seconds, most_seconds))
        seconds = min(seconds * factor, most_seconds)


def jittered(seconds: float) -> float:
    """`seconds`, or a little less."""
    return seconds * (1 - JITTER * random.random())  # noqa: S311 - no secret

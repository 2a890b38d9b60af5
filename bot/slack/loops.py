"""The loop breaker: whatever talks to us in circles, a thread gets a few replies a minute and then silence.

Bots are told from people by what Slack says of the author (messages.py). This is for those that Slack calls people: a
bridge or a script that posts with a person's token. It counts in this process alone; behind N replicas it lets N times
as many through, which still ends a loop.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.slack.flooding import Turn

MOST_REPLIES = 5
WINDOW_SECONDS = 60.0
_MOST_THREADS = 2000
"""Remembered at once; the ones not heard of for longest are forgotten."""


@dataclass(slots=True)
class _Thread:
    replies: deque[float] = field(default_factory=deque)
    told: set[str] = field(default_factory=set)
    """Who knows that we pause."""


class LoopBreaker:
    """At most MOST_REPLIES in WINDOW_SECONDS for each thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._threads: OrderedDict[str, _Thread] = OrderedDict()

    def ask(self, thread: str, user: str) -> Turn:
        """What to do now; ANSWER counts as a reply."""
        now = self._clock()
        known = self._threads.setdefault(thread, _Thread())
        self._threads.move_to_end(thread)
        if len(self._threads) > _MOST_THREADS:
            self._threads.popitem(last=False)
        while known.replies and known.replies[0] <= now - WINDOW_SECONDS:
            known.replies.popleft()
        if len(known.replies) < MOST_REPLIES:
            known.replies.append(now)
            known.told.clear()
            return Turn.ANSWER
        if user in known.told:
            return Turn.SILENT
        known.told.add(user)
        return Turn.SAY_SO

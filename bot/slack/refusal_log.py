"""Each refusal is counted; the log gets the first of a second, and one line for all others of that second."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable

from bot.metrics import Metrics
from bot.slack.gate import RefusedError

_log = logging.getLogger(__name__)

_MOST_REASONS = 3
"""Named in a summary; so a line stays under 200 bytes."""

Later = Callable[[float, Callable[[], None]], object]


class RefusalLog:
    """What was turned away, told shortly: our own words and a length, nothing of the request."""

    def __init__(
        self, metrics: Metrics, every_seconds: float = 1.0, later: Later | None = None
    ) -> None:
        """`later(seconds, call)` calls once; the running loop's call_later if left out."""
        self._metrics = metrics
        self._every = every_seconds
        self._later = later or (
            lambda wait, call: asyncio.get_running_loop().call_later(wait, call)
        )
        self._is_quiet = True
        self._untold: Counter[str] = Counter()

    def note(self, refused: RefusedError, length: int | None) -> None:
        """Count it; log it, now or within a second."""
        self._metrics.refused.labels(str(refused.status)).inc()
        if not self._is_quiet:
            self._untold[f"{refused.status} {refused.reason}"] += 1
            return
        _log.info("refused status=%s reason=%r bytes=%s", refused.status, refused.reason, length)
        self._wait()

    def _wait(self) -> None:
        self._is_quiet = False
        self._later(self._every, self._tell)

    def _tell(self) -> None:
        """At the end of a second: what it brought; after one that brought nothing the next is logged at once."""
        if not self._untold:
            self._is_quiet = True
            return
        told = ", ".join(f"{n} × {what}" for what, n in self._untold.most_common(_MOST_REASONS))
        _log.info("refused count=%s: %s", self._untold.total(), told)
        self._untold.clear()
        self._wait()

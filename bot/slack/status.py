"""What /statusz tells and the gauges show of a running app: counts, times and states only."""

import time
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256

from bot import __version__
from bot.metrics import Metrics
from bot.model import Knowledge
from bot.settings import Settings
from bot.slack.clock import Clock
from bot.slack.desk import Desk
from bot.slack.health import Health
from bot.slack.heartbeat import Heartbeat


class KnowledgeFacts:
    """How much the knowledge in service holds, and which it is: two processes with the same digest say the same."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: Knowledge | None = None
        self._digest = ""

    def __call__(self) -> dict[str, object]:
        """As JSON shows it."""
        knowledge = self._desk.knowledge
        if knowledge is not self._known:
            self._known, self._digest = knowledge, digest(knowledge)
        return {**_sizes(knowledge), "digest": self._digest, "loaded": _utc(self._desk.loaded_at)}

    def trouble(self) -> str | None:
        """Why nothing could be answered; None while there is something to know."""
        return None if self._desk.knowledge.services else "no service is known"

    def measure(self, metrics: Metrics) -> None:
        """From now on the gauges show what is in service whenever they are read."""
        for kind in _sizes(self._desk.knowledge):
            metrics.knowledge.labels(kind).set_function(partial(self._size, kind))
        metrics.knowledge_loaded.set_function(lambda: self._desk.loaded_at)

    def _size(self, kind: str) -> float:
        return _sizes(self._desk.knowledge)[kind]


def digest(knowledge: Knowledge) -> str:
    """12 hexadecimal digits of everything that answers are made from. Takes about 40 ms."""
    parts = (
        knowledge.areas,
        knowledge.bundles,
        knowledge.concepts,
        knowledge.models,
        knowledge.services,
        knowledge.evidence.learnt_from,
    )
    return sha256(repr(parts).encode(errors="replace")).hexdigest()[:12]


def tell_status(
    health: Health, settings: Settings, desk: Desk, heartbeat: Heartbeat, clock: Clock
) -> None:
    """Put on /statusz what is always there; other parts add their own with `health.tell`."""
    started, since = time.time(), time.monotonic()
    health.tell("version", lambda: __version__)
    health.tell("started", lambda: _utc(started))
    health.tell("uptime_seconds", lambda: round(time.monotonic() - since))
    health.tell("mode", lambda: "socket" if settings.is_socket_mode else "http")
    kind = settings.store_url.partition(":")[0].partition("+")[0]
    health.tell("store", lambda: {"kind": kind, "fallen_back": "store" in health.worries()})
    health.tell("counts", lambda: dict(desk.metrics.counts()))
    health.tell("loop_lag_worst_ms", lambda: round(heartbeat.worst_lag * 1000, 1))
    health.tell("clock_skew_seconds", lambda: round(clock.skew))


def _sizes(knowledge: Knowledge) -> dict[str, int]:
    return {
        "services": len(knowledge.services),
        "options": sum(len(service.options) for service in knowledge.services.values()),
        "areas": len(knowledge.areas),
    }


def _utc(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")

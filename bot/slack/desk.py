"""What every listener is handed: the knowledge in service, the store, and what is counted."""

import time
from dataclasses import dataclass, field

from bot.knowledge.reload import Reloaded
from bot.metrics import Metrics
from bot.model import Knowledge
from bot.slack.flooding import Floods
from bot.slack.pacing import Pacing
from bot.store.store import Store


@dataclass(slots=True)
class Desk:
    """What answering needs. Only a reload sets `knowledge` (and `loaded_at`); whoever answers reads it once and keeps
    to that.
    """

    knowledge: Knowledge
    store: Store
    metrics: Metrics
    floods: Floods = field(default_factory=Floods)
    pacing: Pacing = field(default_factory=Pacing)
    loaded_at: float = field(default_factory=time.time)
    """When the knowledge in service was loaded: seconds since 1970."""
    last_reload: Reloaded | None = None
    """What became of the last edit of the knowledge; None before the first."""

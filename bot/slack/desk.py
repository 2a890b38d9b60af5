"""What every listener is handed: the knowledge in service, the store, and what is counted."""

from dataclasses import dataclass, field

from bot.metrics import Metrics
from bot.model import Knowledge
from bot.slack.pacing import Pacing
from bot.store.store import Store


@dataclass(slots=True)
class Desk:
    """What answering needs. Only a reload sets `knowledge`; whoever answers reads it once and keeps to that."""

    knowledge: Knowledge
    store: Store
    metrics: Metrics
    pacing: Pacing = field(default_factory=Pacing)

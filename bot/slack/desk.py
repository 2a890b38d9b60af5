"""What every listener is handed: the knowledge in service, the store, and what is counted."""

from dataclasses import dataclass

from bot.knowledge.reload import Reloaded
from bot.metrics import Metrics
from bot.model import Knowledge
from bot.slack.flooding import Floods
from bot.store.store import Store


@dataclass(slots=True)
class Desk:
    """What answering needs. Only a reload sets `knowledge`; whoever answers reads it once and keeps to that."""

    knowledge: Knowledge
    store: Store
    metrics: Metrics
    floods: Floods
    last_reload: Reloaded | None = None
    """What became of the last edit of the knowledge; None before the first."""

"""What this process knows by itself: asked first about deliveries, alone while the database fails, written back after.

Everything is bounded. What memory has to forget was either written, or is counted in `dropped`.
"""

import itertools
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass
from typing import Any

from bot.store.deliveries import DONE, LEASE_SECONDS, LEASED, Claim
from bot.store.feedback import replaces
from bot.store.tables import Row

MOST_DELIVERIES = 20_000
"""Keys, two for each delivery, about 5 MB: 5 minutes (Slack's last quick retry) at 33 questions a second."""
MOST_TOPICS = 2_000
MOST_VOTES = 1_000
MOST_MISSES = 1_000


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be written back next."""

    done: Sequence[str] = ()
    leased: Sequence[str] = ()
    freed: Sequence[str] = ()
    topics: Sequence[Row] = ()
    votes: Sequence[Row] = ()
    misses: Sequence[Row] = ()

    @property
    def size(self) -> int:
        """How many rows it touches."""
        return sum(map(len, astuple(self)))

    def singles(self) -> "list[Batch]":
        """The same, a batch for each row."""
        return [Batch(**{kind: [row]}) for kind, rows in asdict(self).items() for row in rows]


class Memory:
    """Nothing in it waits: each method is one step for the event loop."""

    def __init__(self) -> None:
        self._deliveries: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._topics: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._unsaved_keys: dict[str, None] = {}
        self._unsaved_topics: dict[str, None] = {}
        self._votes: dict[str, Row] = {}
        self._misses: deque[Row] = deque()
        self.dropped = 0
        """What found no place before it could be written, since count_dropped()."""

    # --- deliveries ---------------------------------------------------------------------------

    def reserve(self, keys: Sequence[str], now: float) -> Claim:
        """What this process knows of the delivery; NEW also takes it, so that no second copy gets past."""
        known = [self._deliveries[key] for key in keys if key in self._deliveries]
        if any(state == DONE for state, _ in known):
            return Claim.DONE
        if any(at > now - LEASE_SECONDS for _, at in known):
            return Claim.BUSY
        self._mark(keys, LEASED, now)
        return Claim.NEW

    def done(self, keys: Iterable[str], now: float) -> None:
        """They were answered."""
        self._mark(keys, DONE, now)

    def forget(self, keys: Iterable[str]) -> None:
        """They are free again."""
        for key in keys:
            self._deliveries.pop(key, None)

    def write_later(self, keys: Iterable[str]) -> None:
        """What became of these deliveries is only known here."""
        self._unsaved_keys.update(dict.fromkeys(keys))
        _shrink(self._unsaved_keys, MOST_DELIVERIES)

    def _mark(self, keys: Iterable[str], state: str, now: float) -> None:
        for key in keys:
            self._deliveries[key] = (state, now)
            self._deliveries.move_to_end(key)
        for lost in _shrink(self._deliveries, MOST_DELIVERIES):
            self.dropped += lost in self._unsaved_keys
            self._unsaved_keys.pop(lost, None)

    # --- topics, votes, misses ----------------------------------------------------------------

    def topic(self, thread: str, oldest: float) -> str | None:
        """The packed topic that was last seen here, unless it is older than `oldest`."""
        text, at = self._topics.get(thread, ("", 0.0))
        return text if at > oldest else None

    def keep_topic(self, row: Row) -> None:
        """For topic(); the oldest goes when there are too many."""
        self._topics[row["key"]] = (row["topic"], row["at"])
        self._topics.move_to_end(row["key"])
        for lost in _shrink(self._topics, MOST_TOPICS):
            self.dropped += lost in self._unsaved_topics
            self._unsaved_topics.pop(lost, None)

    def write_topic_later(self, thread: str) -> None:
        """keep_topic() is all that knows it."""
        self._unsaved_topics[thread] = None

    def write_vote_later(self, row: Row) -> bool:
        """Whether there was place for it."""
        before = self._votes.get(row["key"])
        if before is None and len(self._votes) >= MOST_VOTES:
            self.dropped += 1
            return False
        if replaces(row, before):
            self._votes[row["key"]] = row
        return True

    def write_miss_later(self, row: Row) -> None:
        """The oldest goes when there are too many."""
        self._misses.append(row)
        if len(self._misses) > MOST_MISSES:
            self._misses.popleft()
            self.dropped += 1

    def forget_starting(self, threads_start: str, votes_start: str) -> None:
        """Topics and votes whose keys begin so, waiting ones too."""
        kept: tuple[tuple[dict[str, Any], str], ...] = (
            (self._topics, threads_start),
            (self._unsaved_topics, threads_start),
            (self._votes, votes_start),
        )
        for held, start in kept:
            for key in [key for key in held if key.startswith(start)]:
                del held[key]

    # --- writing back -------------------------------------------------------------------------

    @property
    def unsaved(self) -> int:
        """How many rows wait."""
        keys = len(self._unsaved_keys) + len(self._unsaved_topics)
        return keys + len(self._votes) + len(self._misses)

    def take(self, most: int) -> Batch | None:
        """Up to `most` of each kind, as they stand now; None when nothing is left. See put_back()."""
        keys = _take(self._unsaved_keys, most)
        state = {key: self._deliveries.get(key, ("", 0.0))[0] for key in keys}
        threads = [key for key in _take(self._unsaved_topics, most) if key in self._topics]
        rows = [(key, *self._topics[key]) for key in threads]
        batch = Batch(
            done=[key for key in keys if state[key] == DONE],
            leased=[key for key in keys if state[key] == LEASED],
            freed=[key for key in keys if not state[key]],
            topics=[{"key": key, "topic": text, "at": at} for key, text, at in rows],
            votes=[self._votes.pop(key) for key in list(self._votes)[:most]],
            misses=[self._misses.popleft() for _ in range(min(most, len(self._misses)))],
        )
        return batch if batch.size else None

    def put_back(self, batch: Batch) -> None:
        """It could not be written; what came since stands."""
        self.write_later([*batch.done, *batch.leased, *batch.freed])
        self._unsaved_topics.update((row["key"], None) for row in batch.topics)
        for row in batch.votes:
            later = self._votes.get(row["key"])
            if later is None or not replaces(later, row):
                self._votes[row["key"]] = row
        self._misses.extendleft(reversed(batch.misses))

    def count_dropped(self) -> int:
        """How many were dropped since this was last asked."""
        dropped, self.dropped = self.dropped, 0
        return dropped


def _shrink(held: dict[str, Any], most: int) -> list[str]:
    """Forget the oldest until `most` are left → what was forgotten."""
    return _take(held, len(held) - most) if len(held) > most else []


def _take(held: dict[str, Any], most: int) -> list[str]:
    """Remove the oldest, `most` at most → their keys."""
    keys = list(itertools.islice(held, most))
    for key in keys:
        del held[key]
    return keys

"""Each delivery is answered once: claimed in the store under two keys, done or released at the end.

Copies meet in three places. In one process a copy waits for the one that is being answered. In another process the
store's lease keeps it out, and Slack is told to come back. Later, `done` in the store lets it be acknowledged. Slack's
`x-slack-retry-num` decides nothing: the first copy may be the one that never arrived.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.slack.desk import Desk
from bot.slack.failing import PostedMaybeError, SlackFailedError
from bot.slack.origin import installation_of
from bot.store.store import Claim

_log = logging.getLogger(__name__)

FAILED = "I could not look that up (reference {}). Please try again in a minute."
UNSURE = (
    "I lost the connection to Slack while I was posting my answer. "
    "If it is not here, please ask once more."
)


class DeliveryBusyError(Exception):
    """Another copy of this delivery is being answered, or was just given up; Slack shall come back."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message that wants an answer."""

    keys: tuple[str, ...]
    answer: Callable[[], Awaitable[None]]
    """Posts the answer."""
    note: Callable[[str], Awaitable[None]]
    """Says a sentence to the person alone."""


class Deliveries:
    """What is being answered in this process, in front of what the store knows of all."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._running: dict[str, asyncio.Future[bool]] = {}

    async def once(self, delivery: Delivery) -> None:
        """Return when the delivery is answered, by this copy or another. Any error means: let Slack bring it again."""
        running = (self._running[key] for key in delivery.keys if key in self._running)
        first = next(running, None)
        if first:
            self._count("shared")
            if not await asyncio.shield(first):
                raise DeliveryBusyError
            return
        outcome: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._running |= dict.fromkeys(delivery.keys, outcome)
        try:
            await self._claimed(delivery)
            outcome.set_result(True)
        finally:
            if not outcome.done():
                outcome.set_result(False)
            for key in delivery.keys:
                del self._running[key]

    async def _claimed(self, delivery: Delivery) -> None:
        claim = await self._desk.store.claim(delivery.keys)
        self._count(claim.name.lower())
        if claim is Claim.BUSY:
            raise DeliveryBusyError
        if claim is Claim.DONE:
            return
        try:
            await self._answered(delivery)
        except BaseException:
            await self._desk.store.release(delivery.keys)
            raise
        await self._desk.store.done(delivery.keys)

    async def _answered(self, delivery: Delivery) -> None:
        """Answer; what cannot be answered is said to the person, and is then as good as answered.

        Nobody knows whether a post that was never confirmed stands there. Slack has nothing that makes a post idempotent
        (`client_msg_id` is for its own clients), and to read a channel we would need a scope that we do not ask for.
        Posting again says it twice whenever Slack had taken it, silence says nothing whenever it had not. So we do
        neither: the person reads one private sentence.
        """
        try:
            await delivery.answer()
        except PostedMaybeError as error:
            self._count("unsure")
            _log.warning("a post was not confirmed (%s)", error)
            await delivery.note(UNSURE)
        except SlackFailedError:
            raise  # surely not posted, and Slack is in trouble: a note would fail, too
        except Exception:
            if not await self._failed_before(delivery):
                self._count("failed")
                raise
            self._count("apologised")
            reference = secrets.token_hex(3)
            _log.exception("failed again ref=%s", reference)
            await delivery.note(FAILED.format(reference))

    async def _failed_before(self, delivery: Delivery) -> bool:
        """Whether a copy of this delivery failed before, here or in another process; from now on one has."""
        keys = [f"failed:{key}" for key in delivery.keys]
        first = await self._desk.store.claim(keys) is Claim.NEW
        if first:
            await self._desk.store.done(keys)
        return not first

    def _count(self, outcome: str) -> None:
        self._desk.metrics.deliveries.labels(outcome).inc()


def keys_of(event: dict[str, Any], body: dict[str, Any]) -> tuple[str, ...]:
    """The message itself without its type, because a message that mentions us in a direct conversation can arrive as
    two events; and the delivery's own id, if it has one.
    """
    message = f"ts:{installation_of(body)}:{event['channel']}:{event['ts']}"
    event_id = body.get("event_id")
    return (f"event:{event_id}", message) if event_id else (message,)

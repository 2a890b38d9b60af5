"""Each delivery is answered once: claimed in the store under two keys, done or released at the end."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Any

from bot.slack.desk import Desk
from bot.slack.origin import installation_of
from bot.store.store import Claim


class DeliveryBusyError(Exception):
    """Another process is answering this delivery right now; Slack shall come back."""


@contextlib.asynccontextmanager
async def once(keys: Sequence[str], desk: Desk) -> AsyncIterator[bool]:
    """Whether the delivery is ours to answer; an error in the block leaves it free to be delivered again."""
    claim = await desk.store.claim(keys)
    desk.metrics.deliveries.labels(claim.name.lower()).inc()
    if claim is Claim.BUSY:
        raise DeliveryBusyError
    if claim is Claim.DONE:
        yield False
        return
    try:
        yield True
    except BaseException:
        await desk.store.release(keys)
        raise
    await desk.store.done(keys)


def keys_of(event: dict[str, Any], body: dict[str, Any]) -> tuple[str, ...]:
    """Two keys: the delivery's own id, and the message itself without its type, because a message that mentions us
    in a direct conversation can arrive as two events.
    """
    place = f"{installation_of(body)}:{event['channel']}:{event['ts']}"
    return (f"event:{body.get('event_id', '')}", f"ts:{place}")

"""A Socket Mode envelope → Bolt → its acknowledgement: sent only after the answer, and not at all when there was none,
so that Slack brings the envelope again.
"""

import json
import logging
from typing import Any

from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.dispatching import Dispatching

_log = logging.getLogger(__name__)

_KNOWN = frozenset({"events_api", "slash_commands", "interactive"})

Envelope = dict[str, Any]


def read(text: str) -> Envelope:
    """What Slack sent; empty when it makes no sense."""
    try:
        envelope = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return envelope if isinstance(envelope, dict) else {}


async def acknowledgement(envelope: Envelope, dispatching: Dispatching) -> Envelope | None:
    """What to send back once it is answered; None when it shall come again."""
    envelope_id = envelope["envelope_id"]
    if envelope.get("type") not in _KNOWN:
        _log.info("an envelope of an unknown kind was acknowledged")
        return {"envelope_id": envelope_id}
    try:
        request = SocketModeRequest.from_dict(envelope)
        response = await run_async_bolt_app(dispatching, request)  # type: ignore[arg-type]
    except Exception:  # noqa: BLE001 - the edge: without an acknowledgement Slack brings it again
        _log.exception("an envelope could not be answered")
        return None
    if response.status != 200:
        _log.warning("an envelope was not acknowledged status=%s", response.status)
        return None
    payload = _payload(response) if envelope.get("accepts_response_payload") else None
    return {"envelope_id": envelope_id, **({"payload": payload} if payload else {})}


def _payload(response: BoltResponse) -> Envelope | None:
    """What Bolt would have put into the HTTP body."""
    if not response.body:
        return None
    kind = response.headers.get("content-type", [""])[0]
    if kind.startswith("application/json"):
        payload: Envelope = json.loads(response.body)
        return payload
    return {"text": response.body}

"""What a button remembers, as its value: enough to give the same answer again. Nothing of it is kept in memory.

A value comes back over the network, so unpack() believes nothing.
"""

import json
import re
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from bot.model import Topic
from bot.rendering.pieces import VALUE_LIMIT

_LONGEST = VALUE_LIMIT - 1
"""One character is left for the sign of a vote."""
_LONGEST_QUESTION = 500
_SHORT_QUESTION = 200
_MOST_IDS = 20
_LONGEST_ID = 120
_USER = re.compile(r"[UW][A-Z0-9]{1,30}")


@dataclass(frozen=True, slots=True)
class Carried:
    """One question as it was asked."""

    question: str
    previous: Topic | None = None
    """What the thread was about before."""
    exactly: Topic | None = None
    """What a click chose; then `question` only says it in words."""
    asker: str = ""
    """The user id of who asked; empty where nobody must be known."""


def pack(carried: Carried) -> str:
    """The value of a button: compact JSON of at most 1999 characters; what is too long is cut."""
    shorter = replace(carried, previous=None)
    shortest = replace(shorter, question=carried.question[:_SHORT_QUESTION])
    for candidate in (carried, shorter, shortest):
        packed = dumped(as_data(candidate))
        if len(packed) <= _LONGEST:
            return packed
    return dumped(as_data(replace(shortest, question="", exactly=None)))


def unpack(value: object) -> Carried | None:
    """What pack() was given; None for anything that it cannot have written."""
    if not isinstance(value, str) or len(value) > VALUE_LIMIT:
        return None
    try:
        data = json.loads(value)
        return from_data(data)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def fingerprint(carried: Carried) -> str:
    """A short name for this question, from which it cannot be read."""
    return sha256(dumped(as_data(carried)).encode(errors="replace")).hexdigest()[:16]


def user_id(value: object) -> str:
    """`value` where it is a user id and nothing else; else empty."""
    return value if isinstance(value, str) and _USER.fullmatch(value) else ""


def dumped(data: dict[str, Any]) -> str:
    """Compact JSON. A value is never shown; even so nothing in it looks like a mention or a link."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("@", "\\u0040")


def as_data(carried: Carried) -> dict[str, Any]:
    """Plain data, ready for JSON."""
    data: dict[str, Any] = {"q": carried.question}
    if carried.previous:
        data["p"] = _topic_data(carried.previous)
    if carried.exactly:
        data["x"] = _topic_data(carried.exactly)
    if carried.asker:
        data["u"] = carried.asker
    return data


def _topic_data(topic: Topic) -> list[Any]:
    return [[list(pair) for pair in topic.services], list(topic.areas)]


def from_data(data: Any) -> Carried:
    """What as_data() was given; ValueError, TypeError or KeyError for anything else."""
    asker = data.get("u", "") if isinstance(data, dict) else None
    if user_id(asker) != asker:
        raise ValueError
    return Carried(
        question=_checked(data["q"], _LONGEST_QUESTION),
        previous=_topic(data.get("p")),
        exactly=_topic(data.get("x")),
        asker=asker,
    )


def _topic(data: Any) -> Topic | None:
    if data is None:
        return None
    services, areas = data
    if len(services) > _MOST_IDS or len(areas) > _MOST_IDS:
        raise ValueError
    pairs = tuple((_checked(key), _checked(option) if option else None) for key, option in services)
    return Topic(pairs, tuple(_checked(area) for area in areas))


def _checked(value: object, most: int = _LONGEST_ID) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise ValueError
    return value

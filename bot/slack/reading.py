"""A signed body → plain data, read once and strictly; Bolt is handed the result and parses nothing itself.

Bolt would read a form that holds the word `payload` anywhere (`/whosejob who encrypts the payload?`) as an empty one,
and a body in the codec that its sender names.
"""

import json
import re
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from bot.slack.gate import ContentType, RefusedError

MAX_FIELDS = 100
MAX_DEPTH = 64
"""Of objects and lists in each other; Slack's deepest, a view with its state, has about twenty."""

Json = dict[str, Any]

_HALF = re.compile("[\ud800-\udfff]")
"""Half a character: no encoder takes it, as no database takes NUL."""


def read(kind: ContentType, body: bytes) -> Json:
    """What Slack tells us: an event, an interaction, or the fields of a slash command."""
    try:
        text = body.decode("utf-8")
        if kind is ContentType.JSON:
            return _object(text)
        fields = _fields(text)
        return _object(fields["payload"]) if "payload" in fields else fields
    except (ValueError, RecursionError):
        raise RefusedError(400, "not readable") from None


def tidy(value: Any, levels: int = MAX_DEPTH) -> Any:
    """`value` without NULs, half characters replaced by U+FFFD; RefusedError when it is deeper than `levels`."""
    if isinstance(value, str):
        kept = value.replace("\0", "")
        return kept if kept.isascii() else _HALF.sub("\ufffd", kept)
    if not isinstance(value, dict | list):
        return value
    if not levels:
        raise RefusedError(400, "too deep")
    if isinstance(value, list):
        return [tidy(item, levels - 1) for item in value]
    return {tidy(name): tidy(item, levels - 1) for name, item in value.items()}


def _object(text: str) -> Json:
    data = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    if not isinstance(data, dict):
        raise RefusedError(400, "not an object")
    tidied: Json = tidy(data)
    return tidied


def _fields(text: str) -> Json:
    pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS)
    fields: Json = tidy(_unique(pairs))
    if "payload" not in fields and "command" not in fields:
        raise RefusedError(400, "neither a command nor a payload")
    return fields


def _unique(pairs: list[tuple[str, Any]]) -> Json:
    """A name that stands twice can be read in two ways; Slack sends none."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RefusedError(400, "a name stands twice")
    return found


def _refuse_constant(_: str) -> NoReturn:
    """NaN and Infinity are not JSON."""
    raise RefusedError(400, "not readable")

"""What Slack refuses in blocks and views: lengths, counts, empty texts, blocks in the wrong place.

Each problem is one sentence as Slack writes it into `response_metadata.messages`. Figures from docs.slack.dev, except
the length of a whole message, which was found by hitting it (bolt-js issue 2509).
"""

from collections.abc import Iterator
from typing import Any

from bot.simulator.elements import element_problems, length, repeated
from bot.simulator.payloads import Json

MOST_BLOCKS = {"message": 50, "ephemeral": 50, "modal": 100, "home": 100}
MOST_CHARACTERS = 13_200
"""Over all blocks of a message; above it `msg_blocks_too_long`."""
MOST_TEXT = 40_000
MOST_METADATA = 3000

_EVERYWHERE = {"section", "divider", "header", "image", "context", "actions", "input", "rich_text"}
_SURFACES = {
    "message": _EVERYWHERE | {"context_actions", "table", "markdown"},
    "ephemeral": _EVERYWHERE | {"table", "markdown"},
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE | {"table"},
}
"""Nobody has seen `context_actions` accepted in an ephemeral message or through a response_url, so here it is not."""


def message_problems(message: Json, surface: str = "message") -> list[str]:
    """What Slack would refuse in a message for `surface` (message or ephemeral)."""
    found = list(length("text", message.get("text") or "", 0, MOST_TEXT))
    blocks = message.get("blocks") or []
    if characters(blocks) > MOST_CHARACTERS:
        found.append("msg_blocks_too_long")
    return found + blocks_problems(blocks, surface)


def view_problems(view: Json) -> list[str]:
    """What Slack would refuse in a modal or Home view."""
    surface = view.get("type")
    if surface not in ("modal", "home"):
        return [f"unsupported view type: {surface}"]
    found = list(length("private_metadata", view.get("private_metadata") or "", 0, MOST_METADATA))
    found += length("callback_id", view.get("callback_id") or "", 0, 255)
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        return [*found, "missing required field: blocks"]
    if surface == "modal":
        found += _title_problems(view, blocks)
    return found + blocks_problems(blocks, surface)


def _title_problems(view: Json, blocks: list[Json]) -> Iterator[str]:
    if not view.get("title"):
        yield "missing required field: title"
    for name in ("title", "submit", "close"):
        if name in view:
            yield from plain(name, view[name], 24)
    if any(block.get("type") == "input" for block in blocks) and "submit" not in view:
        yield "a submit button is required when there is an input block"


def blocks_problems(blocks: list[Json], surface: str) -> list[str]:
    """What Slack would refuse in `blocks` on `surface`, each with its JSON pointer."""
    if len(blocks) > MOST_BLOCKS[surface]:
        return [f"no more than {MOST_BLOCKS[surface]} items allowed [json-pointer:/blocks]"]
    found = [f"duplicate block_id {name}" for name in repeated(blocks, "block_id")]
    if sum(block.get("type") == "table" for block in blocks) > 1:
        found.append("only one table is allowed in a message")
    for number, block in enumerate(blocks):
        found += (f"{what} [json-pointer:/blocks/{number}]" for what in _problems(block, surface))
    return found


def characters(value: Any) -> int:
    """The letters of every text and address within `value`."""
    if isinstance(value, dict):
        return sum(
            len(v) if k in ("text", "url") and isinstance(v, str) else characters(v)
            for k, v in value.items()
        )
    return sum(map(characters, value)) if isinstance(value, list) else 0


def _problems(block: Json, surface: str) -> Iterator[str]:
    kind = block.get("type")
    if kind not in _SURFACES[surface]:
        yield f"invalid block type {kind} for surface {surface}"
        return
    yield from length("block_id", block.get("block_id") or "", 0, 255)
    check = _CHECKS.get(str(kind))
    if check:
        yield from check(block)


def _section(block: Json) -> Iterator[str]:
    if "text" not in block and not block.get("fields"):
        yield "a section needs text or fields"
    if "text" in block:
        yield from length("text", block["text"].get("text", ""), 1, 3000)
    fields = block.get("fields") or []
    if len(fields) > 10:
        yield "no more than 10 fields allowed"
    for field in fields:
        yield from length("field", field.get("text", ""), 1, 2000)
    if "accessory" in block:
        yield from element_problems(block["accessory"], "section")


def _header(block: Json) -> Iterator[str]:
    yield from plain("header", block.get("text"), 150)


def _elements(most: int) -> Any:
    def check(block: Json) -> Iterator[str]:
        elements = block.get("elements") or []
        if not 1 <= len(elements) <= most:
            yield f"must have 1 to {most} elements"
        yield from (f"duplicate action_id {name}" for name in repeated(elements, "action_id"))
        for element in elements:
            yield from element_problems(element, block["type"])

    return check


def _input(block: Json) -> Iterator[str]:
    yield from plain("label", block.get("label"), 2000)
    if "hint" in block:
        yield from plain("hint", block["hint"], 2000)
    yield from element_problems(block.get("element") or {}, "input")


def _rich_text(block: Json) -> Iterator[str]:
    if not block.get("elements"):
        yield "rich_text must have elements"
    yield from _rich_problems(block.get("elements") or [])


def _rich_problems(elements: list[Json]) -> Iterator[str]:
    for element in elements:
        kind = element.get("type", "")
        if kind.startswith("rich_text_"):
            yield from _rich_problems(element.get("elements") or [])
        elif kind == "text":
            yield from length("text", element.get("text") or "", 1, 3000)
        elif kind == "link":
            yield from length("url", element.get("url") or "", 1, 3000)
        elif kind not in ("user", "emoji", "date", "channel", "usergroup", "broadcast", "color"):
            yield f"unsupported rich text element {kind}"


def _table(block: Json) -> Iterator[str]:
    rows = block.get("rows") or []
    if not 1 <= len(rows) <= 100 or any(not 1 <= len(row) <= 20 for row in rows):
        yield "a table has 1 to 100 rows of 1 to 20 cells"
    for cell in (cell for row in rows for cell in row):
        if characters(cell) == 0:
            yield "a table cell must not be empty"


def _alert(block: Json) -> Iterator[str]:
    yield from length("alert", (block.get("text") or {}).get("text", ""), 1, 200)


def plain(name: str, text: Any, most: int) -> Iterator[str]:
    """What is wrong with a plain_text object of at most `most` characters."""
    if not isinstance(text, dict) or text.get("type") != "plain_text":
        yield f"{name} must be a plain_text object"
    else:
        yield from length(name, text.get("text", ""), 1, most)


_CHECKS: dict[str, Any] = {
    "section": _section,
    "header": _header,
    "context": _elements(10),
    "actions": _elements(25),
    "context_actions": _elements(5),
    "input": _input,
    "rich_text": _rich_text,
    "table": _table,
    "alert": _alert,
}

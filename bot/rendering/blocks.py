"""Reply → a Slack message: Block Kit and a full plain `text`.

Everything a file or a person wrote goes into rich_text `text` elements, which Slack shows letter by letter: there is
no markup to escape and no mention to forge. Only the top-level `text` is parsed by Slack, so it is escaped.
"""

import html
from typing import Any

from bot.model import Answer, Source
from bot.rendering.plain import draw
from bot.rendering.words import Reply, Row, compose

Block = dict[str, Any]

TEXT_LIMIT = 3500
"""Slack advises at most 4,000 characters of `text`."""
TOTAL_LIMIT = 9000
"""Characters over all blocks; Slack refuses somewhere above 13,200 (bolt-js issue 2509)."""
ASK_ACTION = "ask"
_BUTTON_LIMIT = 75
_VALUE_LIMIT = 2000


def message(answer: Answer) -> dict[str, Any]:
    """`{"text": ..., "blocks": [...]}`: what is posted, in any surface that takes messages."""
    reply = compose(answer)
    return {"text": text_of(reply), "blocks": _blocks(reply)}


def text_of(reply: Reply) -> str:
    """The whole reply as escaped text, for notifications, screen readers and as the last resort."""
    return escaped(draw(reply))[:TEXT_LIMIT]


def escaped(text: str) -> str:
    """The text with Slack's three special characters taken away."""
    return html.escape(text, quote=False)


def _blocks(reply: Reply) -> list[Block]:
    blocks = [_rich(_bold(reply.title), _text(f"\n{reply.headline}"))]
    budget = TOTAL_LIMIT - _size(reply)
    for row in reply.rows:
        budget -= _row_size(row)
        if budget < 0:
            blocks.append(_rich(_text("There is more than fits here; ask about one area.")))
            break
        blocks.append(_row(row))
    if reply.notes:
        blocks.append(_rich(_text("\n".join(reply.notes), italic=True)))
    if reply.suggestions:
        blocks.append(_buttons(reply))
    if reply.sources:
        blocks.append(_rich(*_source_line(reply.sources)))
    return blocks


def _size(reply: Reply) -> int:
    fixed = (reply.title, reply.headline, *reply.notes)
    urls = sum(len(s.url) + len(s.title) for s in reply.sources)
    return sum(map(len, fixed)) + urls + 200


def _row_size(row: Row) -> int:
    return len(row.label) + len(row.owner) + sum(len(a) + len(b) + 4 for a, b in row.lines)


def _row(row: Row) -> Block:
    head = {
        "type": "rich_text_section",
        "elements": [_bold(row.label), _text(f" — {row.owner}")],
    }
    items = [{"type": "rich_text_section", "elements": _line(who, text)} for who, text in row.lines]
    listed = [{"type": "rich_text_list", "style": "bullet", "elements": items}] if items else []
    return {"type": "rich_text", "elements": [head, *listed]}


def _line(who: str, text: str) -> list[Block]:
    return [_bold(f"{who}: "), _text(text)] if who else [_text(text)]


def _source_line(sources: tuple[Source, ...]) -> list[Block]:
    elements: list[Block] = []
    for source in sources:
        elements.append(_text("Source: " if not elements else "\nSource: "))
        elements.append({"type": "link", "url": source.url, "text": source.title})
        elements.append(_text(f", reviewed {source.reviewed}"))
    return elements


def _buttons(reply: Reply) -> Block:
    buttons = [
        {
            "type": "button",
            "action_id": f"{ASK_ACTION}_{number}",
            "text": {"type": "plain_text", "text": s.label[:_BUTTON_LIMIT], "emoji": False},
            "value": s.question[:_VALUE_LIMIT],
        }
        for number, s in enumerate(reply.suggestions)
    ]
    return {"type": "actions", "elements": buttons}


def _rich(*elements: Block) -> Block:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(elements)}],
    }


def _text(text: str, *, italic: bool = False) -> Block:
    element: Block = {"type": "text", "text": text}
    return {**element, "style": {"italic": True}} if italic else element


def _bold(text: str) -> Block:
    return {"type": "text", "text": text, "style": {"bold": True}}


def as_section(message: dict[str, Any]) -> dict[str, Any]:
    """The message with one plain section in place of its blocks."""
    section = {"type": "section", "text": {"type": "mrkdwn", "text": message["text"][:2900]}}
    return {"text": message["text"], "blocks": [section]}


def as_text(message: dict[str, Any]) -> dict[str, Any]:
    """The message as text alone."""
    return {"text": message["text"]}

"""Reply → a Slack message: Block Kit and a full plain `text`.

Everything a file or a person wrote goes into rich_text `text` elements, which Slack shows letter by letter: there is
no markup to escape and no mention to forge. Only the top-level `text` is parsed by Slack, so it is escaped.
"""

import html
import re
from collections.abc import Sequence
from typing import Any

from bot.model import Answer, Source
from bot.rendering.carried import user_id
from bot.rendering.controls import controls
from bot.rendering.offers import Offer
from bot.rendering.pieces import Block, bold, rich, section, text, user
from bot.rendering.plain import draw
from bot.rendering.surface import Surface
from bot.rendering.words import Reply, Row, compose

TEXT_LIMIT = 3500
"""Slack advises at most 4,000 characters of `text`."""
TOTAL_LIMIT = 9000
"""Characters over all blocks; Slack refuses somewhere above 13,200 (bolt-js issue 2509)."""


def message(answer: Answer, surface: Surface, offers: Sequence[Offer] = ()) -> dict[str, Any]:
    """`{"text": ..., "blocks": [...]}`: the answer with the buttons that belong into `surface`."""
    reply = compose(answer)
    blocks = [
        *_shared(surface),
        *answer_blocks(reply),
        *_was_shared(surface),
        *controls(answer, surface, offers),
    ]
    return {"text": text_of(reply), "blocks": blocks}


def _shared(surface: Surface) -> list[Block]:
    if not user_id(surface.shared_by):
        return []
    return [rich(text("Shared by "), user(surface.shared_by), text("."))]


def _was_shared(surface: Surface) -> list[Block]:
    return [rich(text("Shared to the channel.", italic=True))] if surface.was_shared else []


def text_of(reply: Reply) -> str:
    """The whole reply as escaped text, for notifications, screen readers and as the last resort."""
    return _HALF_ENTITY.sub("", escaped(draw(reply))[:TEXT_LIMIT])


_HALF_ENTITY = re.compile(r"&[a-z]{0,3}$")


def escaped(words: str) -> str:
    """The text with Slack's three special characters taken away."""
    return html.escape(words, quote=False)


def answer_blocks(reply: Reply) -> list[Block]:
    """What is said, without buttons: for messages and for the Home tab."""
    doubt = [text(f"\n{reply.doubt}", italic=True)] if reply.doubt else []
    blocks = [rich(bold(reply.title), *doubt, text(f"\n{reply.headline}"))]
    budget = TOTAL_LIMIT - _size(reply)
    for row in reply.rows:
        budget -= _row_size(row)
        if budget < 0:
            blocks.append(rich(text("There is more than fits here; ask about one area.")))
            break
        blocks.append(_row(row))
    if reply.notes:
        blocks.append(rich(text("\n".join(reply.notes), italic=True)))
    if reply.sources:
        blocks.append(rich(*_source_line(reply.sources)))
    return blocks


def _size(reply: Reply) -> int:
    fixed = (reply.title, reply.doubt, reply.headline, *reply.notes)
    urls = sum(len(s.url) + len(s.title) for s in reply.sources)
    return sum(map(len, fixed)) + urls + 200


def _row_size(row: Row) -> int:
    return len(row.label) + len(row.owner) + sum(len(a) + len(b) + 4 for a, b in row.lines)


def _row(row: Row) -> Block:
    head = {
        "type": "rich_text_section",
        "elements": [bold(row.label), text(f" — {row.owner}")],
    }
    items = [{"type": "rich_text_section", "elements": _line(who, what)} for who, what in row.lines]
    listed = [{"type": "rich_text_list", "style": "bullet", "elements": items}] if items else []
    return {"type": "rich_text", "elements": [head, *listed]}


def _line(who: str, what: str) -> list[Block]:
    return [bold(f"{who}: "), text(what)] if who else [text(what)]


def _source_line(sources: tuple[Source, ...]) -> list[Block]:
    elements: list[Block] = []
    for source in sources:
        elements.append(text("Source: " if not elements else "\nSource: "))
        elements.append({"type": "link", "url": source.url, "text": source.title})
        elements.append(text(f", reviewed {source.reviewed}"))
    return elements


def as_section(message: dict[str, Any]) -> dict[str, Any]:
    """The message with one section of plain text in place of its blocks: still letters, no markup."""
    return {"text": message["text"], "blocks": [section(html.unescape(message["text"]))]}


def as_text(message: dict[str, Any]) -> dict[str, Any]:
    """The message as text alone."""
    return {"text": message["text"]}

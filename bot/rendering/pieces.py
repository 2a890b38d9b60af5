"""The small parts of Block Kit. Words of files and people go into rich_text and plain_text only: letters, never markup."""

from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]

BUTTON_LIMIT = 75
VALUE_LIMIT = 2000
PLAIN_LIMIT = 3000
_OPTION_LIMIT = 75
_DESCRIPTION_LIMIT = 75


def rich(*elements: Block) -> Block:
    """One paragraph."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(elements)}],
    }


def text(words: str, *, italic: bool = False) -> Block:
    """Letters inside a paragraph."""
    element: Block = {"type": "text", "text": words}
    return {**element, "style": {"italic": True}} if italic else element


def bold(words: str) -> Block:
    """Bold letters inside a paragraph."""
    return {"type": "text", "text": words, "style": {"bold": True}}


def user(user_id: str) -> Block:
    """A person's name, inside a paragraph."""
    return {"type": "user", "user_id": user_id}


def plain(words: str, most: int = PLAIN_LIMIT) -> Block:
    """A plain_text object of at most `most` characters."""
    return {"type": "plain_text", "text": cut(words, most), "emoji": False}


def section(words: str) -> Block:
    """A paragraph of plain text."""
    return {"type": "section", "text": plain(words)}


def header(words: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(words, 150)}


def button(action_id: str, label: str, value: str, *, says: str | None = None) -> Block:
    """A button; `says` is what a screen reader says instead of the label."""
    made: Block = {
        "type": "button",
        "action_id": action_id,
        "text": plain(label, BUTTON_LIMIT),
        "value": value,
    }
    return {**made, "accessibility_label": cut(says, BUTTON_LIMIT)} if says else made


def option(label: str, value: str, description: str = "") -> Block:
    """One choice of a menu."""
    made: Block = {"text": plain(label, _OPTION_LIMIT), "value": value}
    if description:
        made["description"] = plain(description, _DESCRIPTION_LIMIT)
    return made


def actions(elements: Sequence[Block]) -> list[Block]:
    """The elements in one row; no block when there are none."""
    return [{"type": "actions", "elements": list(elements)}] if elements else []


def cut(words: str, most: int) -> str:
    """The words, ending in "…" where they are too long."""
    return words if len(words) <= most else f"{words[: most - 1]}…"

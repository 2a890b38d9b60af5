"""A question → the message a person would get, with every button, for each place it can be shown in."""

from typing import Any

from slack_sdk.models.blocks import Block

from bot.answering import answer
from bot.model import Context, Knowledge
from bot.rendering.blocks import message
from bot.rendering.carried import Carried
from bot.rendering.offers import offers
from bot.rendering.surface import Seen, Surface


def unread(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks that Slack's own library cannot read, or writes differently."""
    found = []
    for block in blocks:
        parsed = Block.parse(block)
        if parsed is None or parsed.to_dict()["type"] != block["type"]:
            found.append(block)
    return found


ASKER = "U0PERSON"


def drawn(question: str, knowledge: Knowledge, seen: Seen = Seen.POSTED) -> dict[str, Any]:
    """The message as `seen`."""
    answered = answer(question, Context(), knowledge)
    carried = Carried(answered.question.text, asker=ASKER)
    sharer = ASKER if seen is Seen.SHARED else ""
    surface = Surface(seen, carried, shared_by=sharer)
    return message(answered, surface, offers(answered, knowledge))

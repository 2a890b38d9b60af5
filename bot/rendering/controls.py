"""The buttons below an answer, for the place it is shown in."""

from collections.abc import Sequence

from bot.model import Answer, Kind
from bot.rendering.action_ids import ActionId
from bot.rendering.carried import Carried, pack
from bot.rendering.offers import Offer
from bot.rendering.pieces import Block, actions, button, option, plain
from bot.rendering.surface import Seen, Surface

UP, DOWN = "👍 Helpful", "👎 Something is wrong"
YES, NO = "+", "-"
"""The first letter of a feedback button's value."""
_UP_SAYS, _DOWN_SAYS = "This answer helps", "Something is wrong with this answer"
WHY = "Why this answer"
SHARE = "Share to channel"
REMOVE, HOW_TO_ASK = "Remove this reply", "How to ask"
REMOVE_VALUE, HELP_VALUE = "remove:", "help"
_NO_ANSWERS = (Kind.HELP, Kind.CLARIFY, Kind.DECLINE, Kind.ERROR)


def controls(answer: Answer, surface: Surface, offers: Sequence[Offer]) -> list[Block]:
    """At most three rows: what to ask next, what to do with the answer, whether it helped."""
    rows = actions(asking(offers))
    if answer.kind is Kind.HELP:
        return rows
    elements = _doing(answer, surface)
    if surface.seen is Seen.POSTED:
        return [*rows, *actions([*elements, _menu(surface)]), feedback_buttons(surface.carried)]
    # context_actions has not been seen accepted in ephemeral messages or through a response_url, and an
    # acknowledgement that Slack drops cannot be sent again: plain buttons there
    return [*rows, *actions([*elements, *_votes(surface.carried), _menu(surface)])]


def asking(offers: Sequence[Offer]) -> list[Block]:
    """A button for each question."""
    return [
        button(f"{ActionId.ASK}_{number}", offer.label, pack(offer.asks))
        for number, offer in enumerate(offers)
    ]


def _doing(answer: Answer, surface: Surface) -> list[Block]:
    value = pack(surface.carried)
    made = []
    is_answer = answer.kind not in _NO_ANSWERS
    if surface.seen is Seen.PRIVATELY and is_answer and not surface.was_shared:
        made.append(button(ActionId.SHARE, SHARE, value))
    return [*made, button(ActionId.WHY, WHY, value)]


def _votes(carried: Carried) -> list[Block]:
    value = pack(carried)
    return [
        button(ActionId.VOTE_UP, UP, value, says=_UP_SAYS),
        button(ActionId.VOTE_DOWN, DOWN, value, says=_DOWN_SAYS),
    ]


def feedback_buttons(carried: Carried) -> Block:
    """👍 and 👎 in Slack's own form; both share one action_id, so the value says which it is."""
    value = pack(carried)
    element = {
        "type": "feedback_buttons",
        "action_id": ActionId.VOTE,
        "positive_button": {
            "text": plain(UP),
            "accessibility_label": _UP_SAYS,
            "value": f"{YES}{value}",
        },
        "negative_button": {
            "text": plain(DOWN),
            "accessibility_label": _DOWN_SAYS,
            "value": f"{NO}{value}",
        },
    }
    return {"type": "context_actions", "elements": [element]}


def _menu(surface: Surface) -> Block:
    """An option's value holds 150 characters: enough for who may remove the reply, too few for a question."""
    removes = option(REMOVE, f"{REMOVE_VALUE}{surface.carried.asker}")
    return {
        "type": "overflow",
        "action_id": ActionId.MENU,
        "options": [removes, option(HOW_TO_ASK, HELP_VALUE)],
    }

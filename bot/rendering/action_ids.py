"""Every action_id and callback_id, in one place: rendering puts them into blocks, the listeners in slack/ wait for them."""

from enum import StrEnum


class ActionId(StrEnum):
    """What a click does. Where a message holds several of a kind, `_<number>` follows."""

    ASK = "ask"
    """Asks the question in its value; ask_0, ask_1, ..."""
    SHARE = "share"
    WHY = "why"
    VOTE = "vote"
    """The feedback_buttons of a posted message."""
    VOTE_UP = "vote_up"
    VOTE_DOWN = "vote_down"
    """The plain buttons where feedback_buttons may not stand."""
    MENU = "menu"
    REASON = "reason"
    COMMENT = "comment"
    GO = "go"
    """Turns the Home tab to the page in its value; go_0, go_1, ..."""
    FIND = "find"
    """The type-ahead search of the Home tab."""
    OPTION = "option"
    """The menu of a service's options in the Home tab."""


class CallbackId(StrEnum):
    """The modals that are sent back to us."""

    WRONG = "what_is_wrong"

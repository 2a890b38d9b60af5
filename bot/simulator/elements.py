"""What Slack refuses in a block element: a button, a menu, an input."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.simulator.payloads import Json

_PLACES = {
    "actions": {
        "button",
        "static_select",
        "external_select",
        "overflow",
        "radio_buttons",
        "checkboxes",
        "plain_text_input",
    },
    "section": {"button", "static_select", "external_select", "overflow", "image"},
    "input": {
        "plain_text_input",
        "static_select",
        "external_select",
        "radio_buttons",
        "checkboxes",
    },
    "context_actions": {"feedback_buttons", "icon_button"},
    "context": {"mrkdwn", "plain_text", "image"},
}
_MOST_OPTIONS = {"static_select": 100, "overflow": 5, "radio_buttons": 10, "checkboxes": 10}
_MOST_OPTION_TEXT = 75
_MOST_OPTION_VALUE = 150


def element_problems(element: Json, place: str) -> Iterator[str]:
    """What Slack would refuse in an element of a block of type `place`."""
    kind = str(element.get("type"))
    if kind not in _PLACES[place]:
        yield f"unsupported element type {kind} in {place}"
        return
    if kind in ("mrkdwn", "plain_text"):
        yield from length("text", element.get("text") or "", 1, 3000)
        return
    yield from length("action_id", element.get("action_id") or "", 0, 255)
    yield from length("accessibility_label", element.get("accessibility_label") or "", 0, 75)
    yield from text_object("placeholder", element.get("placeholder"), 150)
    if kind == "button":
        yield from _button(element)
    if kind in _MOST_OPTIONS:
        yield from _options(element, _MOST_OPTIONS[kind])
    if kind == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            yield from _button(element.get(name) or {})
    if kind == "plain_text_input":
        most = element.get("max_length", 3000)
        yield from length("initial_value", element.get("initial_value") or "", 0, min(most, 3000))
        if not 0 < most <= 3000:
            yield "max_length must be 1 to 3000"


def _button(element: Json) -> Iterator[str]:
    if not element.get("text"):
        yield "a button needs a text"
    yield from text_object("button text", element.get("text"), 75)
    yield from length("value", element.get("value") or "", 0, 2000)
    yield from length("url", element.get("url") or "", 0, 3000)
    if element.get("style", "primary") not in ("primary", "danger"):
        yield "style must be primary or danger"


def _options(element: Json, most: int) -> Iterator[str]:
    options = element.get("options") or []
    groups = element.get("option_groups") or []
    inside = [option for group in groups for option in group.get("options", [])]
    if not 1 <= len(options or inside) <= most:
        yield f"must have 1 to {most} options"
    yield from option_problems(options or inside)
    initial = element.get("initial_option")
    if initial and initial not in (options or inside):
        yield "initial_option must be one of the options"


def option_problems(options: list[Json]) -> Iterator[str]:
    """What Slack would refuse in the options of a menu, or in the reply to a `block_suggestion`."""
    if len(options) > 100:
        yield "no more than 100 options allowed"
    for option in options:
        if not option.get("text"):
            yield "an option needs a text"
        yield from text_object("option text", option.get("text"), _MOST_OPTION_TEXT)
        yield from text_object("option description", option.get("description"), _MOST_OPTION_TEXT)
        yield from length("option value", option.get("value") or "", 1, _MOST_OPTION_VALUE)


def text_object(name: str, text: Any, most: int) -> Iterator[str]:
    """What is wrong with an optional text object of at most `most` characters."""
    if text is not None:
        yield from length(name, text.get("text", "") if isinstance(text, dict) else "", 1, most)


def length(name: str, text: Any, least: int, most: int) -> Iterator[str]:
    """What is wrong with the length of `text`."""
    if not isinstance(text, str):
        yield f"{name} must be a string"
    elif len(text) < least:
        yield f"{name} must be more than {least - 1} characters"
    elif len(text) > most:
        yield f"{name} must be less than {most + 1} characters"


def repeated(holders: list[Json], key: str) -> list[str]:
    """The values of `key` that stand more than once."""
    counted = Counter(holder[key] for holder in holders if holder.get(key))
    return [name for name, number in counted.items() if number > 1]

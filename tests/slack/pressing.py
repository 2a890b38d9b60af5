"""Finding what a person would press, by the words on it."""

from collections.abc import Iterator
from typing import Any

from bot.simulator import Reply, SlackSimulator
from bot.simulator.acting import elements

Json = dict[str, Any]


def labels(message: Json) -> list[str]:
    """The words on every button of a message or view, in order."""
    return [label for label, _, _ in _buttons(message)]


def _buttons(holder: Json) -> Iterator[tuple[str, Json, Any]]:
    for _, element in elements(holder.get("blocks") or []):
        for name, chosen in (("positive_button", "positive"), ("negative_button", "negative")):
            if name in element:
                yield element[name]["text"]["text"], element, chosen
        for option in element.get("options") or []:
            yield option["text"]["text"], element, option["value"]
        if element["type"] == "button":
            yield element["text"]["text"], element, None


def found(holder: Json, label: str) -> tuple[Json, Any]:
    """The element and what is chosen in it by pressing `label`."""
    return next((e, chosen) for words, e, chosen in _buttons(holder) if words == label)


async def press(slack: SlackSimulator, message: Json, label: str) -> Reply:
    """Press the button, menu entry or thumb with these words in a message."""
    element, chosen = found(message, label)
    return await slack.click(element, message, chosen)


async def press_in(slack: SlackSimulator, view: Json, label: str) -> Reply:
    """The same in a modal or the Home tab."""
    element, chosen = found(view, label)
    return await slack.act(element, view, chosen=chosen)


def said(holder: Any) -> str:
    """Every letter that is shown in blocks, in order."""
    if isinstance(holder, dict):
        own = holder["text"] if isinstance(holder.get("text"), str) else ""
        return own + "".join(said(v) for k, v in holder.items() if k not in ("value", "payload"))
    return "".join(said(item) for item in holder) if isinstance(holder, list) else ""

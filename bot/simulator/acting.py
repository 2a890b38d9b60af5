"""What a person chose, in the shapes Slack sends: the action of a click, the values of a form."""

from collections.abc import Iterator
from typing import Any

from bot.simulator.payloads import Json


def action(element: Json, blocks: list[Json], chosen: Any, ts: str) -> Json:
    """The `actions[0]` of a click on `element`; `chosen` says which of its options or buttons was meant."""
    kind = element.get("type", "button")
    made: Json = {
        "type": kind,
        "action_id": element.get("action_id", ""),
        "block_id": element.get("block_id") or _block_of(element, blocks),
        "action_ts": ts,
    }
    if kind in ("static_select", "external_select", "overflow", "radio_buttons"):
        return {
            **made,
            "selected_option": element.get("selected_option") or _option(element, chosen),
        }
    if kind == "feedback_buttons":
        button = _feedback_button(element, chosen)
        return {**made, "text": button.get("text"), "value": button.get("value")}
    if kind == "plain_text_input":
        return {**made, "value": chosen}
    return made | {k: element[k] for k in ("text", "value", "icon") if k in element}


def values(view: Json, given: Json) -> Json:
    """`state.values` of a view: what each input holds. Inputs left out of `given` keep their start.

    `given` is by action_id (a text, the `value` of an option, or a whole option), or has Slack's own shape:
    {block_id: {action_id: {"type": ..., "value" | "selected_option": ...}}}.
    """
    held: Json = {}
    for block_id, element in elements(view.get("blocks") or []):
        action_id = element.get("action_id", "")
        whole = given.get(block_id)
        if isinstance(whole, dict) and action_id in whole:
            held.setdefault(block_id, {})[action_id] = whole[action_id]
        elif element.get("type") in _HOLDS:
            held.setdefault(block_id, {})[action_id] = _held(element, given.get(action_id))
    return held


_HOLDS = {"plain_text_input", "static_select", "external_select", "radio_buttons"}


def elements(blocks: list[Json]) -> Iterator[tuple[str, Json]]:
    """Every element that a person can use, with the id of its block."""
    for block in blocks:
        inside = (
            block.get("elements") if block.get("type") in ("actions", "context_actions") else ()
        )
        for element in (*(inside or ()), block.get("accessory"), block.get("element")):
            if element and element.get("action_id"):
                yield block.get("block_id", ""), element


def _held(element: Json, given: Any) -> Json:
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": element.get("initial_value") if given is None else given}
    option = element.get("initial_option") if given is None else _option(element, given)
    return {"type": kind, "selected_option": option}


def _option(element: Json, chosen: Any) -> Json | None:
    if isinstance(chosen, dict):
        return chosen
    groups = element.get("option_groups") or []
    inside = [option for group in groups for option in group["options"]]
    options: list[Json] = element.get("options") or inside
    return next((option for option in options if option.get("value") == chosen), None)


def _feedback_button(element: Json, chosen: Any) -> Json:
    """The button that was meant; an element that holds a value already says it itself."""
    if "positive_button" not in element:
        return element
    buttons: tuple[Json, Json] = (element["positive_button"], element["negative_button"])
    if chosen in ("positive", "negative"):
        return buttons[chosen == "negative"]
    return next((button for button in buttons if button.get("value") == chosen), {})


def _block_of(element: Json, blocks: list[Json]) -> str:
    action_id = element.get("action_id")
    return next((b for b, e in elements(blocks) if e.get("action_id") == action_id), "")

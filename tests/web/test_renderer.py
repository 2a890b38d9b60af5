"""The page draws everything that the bot can send."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from bot.simulator import SlackSimulator
from tests.conftest import ROOT

QUESTIONS = sorted((ROOT / "tests/questions").glob("*.yaml"))
pytestmark = pytest.mark.asyncio(loop_scope="session")


def asked() -> list[str]:
    """The questions of the tests: short files whole, of the long collections every 25th."""
    files = [yaml.load(path.read_text(), yaml.CSafeLoader) for path in QUESTIONS]
    rows = [row for rows in files for row in (rows[::25] if len(rows) > 200 else rows)]
    return [row["ask"] for row in rows if row.get("ask")]


def types(value: Any) -> Iterator[str]:
    """Every `type` in a payload, at any depth."""
    if isinstance(value, dict):
        if isinstance(value.get("type"), str):
            yield value["type"]
        for inner in value.values():
            yield from types(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from types(inner)


def usable(holder: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every element that somebody can use, once for each of its options, in the shape the page sends."""
    for block in holder.get("blocks") or []:
        for item in [*(block.get("elements") or []), block.get("accessory")]:
            if not isinstance(item, dict) or "action_id" not in item:
                continue
            base = {"block_id": block["block_id"], **item}
            if "positive_button" in item:
                yield base | {"chosen": "negative"}
                yield base | {"chosen": "positive"}
            for option in item.get("options") or ():
                yield base | {"chosen": option["value"]}
            if "options" not in item and "positive_button" not in item:
                yield base


async def walk(slack: SlackSimulator) -> list[dict[str, Any]]:
    """Everything the bot shows: an answer to every question, then whatever each kind of control leads to."""
    for question in asked():
        await slack.mention(question[:3000])
    for question in ("who patches RDS?", "who patches ecks", "help", "rds", "", "pizza?"):
        await slack.command(question)
        await slack.direct_message(question)
    await slack.open_home()
    shown: dict[str, None] = {}
    used: set[tuple[str, str, str]] = set()
    dead_ends = 0
    while dead_ends < 5:
        holders = [*slack.messages, *slack.views, slack.home]
        shown |= {json.dumps(holder["blocks"]): None for holder in holders if "blocks" in holder}
        del slack.messages[:-40]
        if slack.views:
            await leave(slack, slack.views[-1])
        elif not await use_something_new(slack, holders, used):
            dead_ends += 1
            await slack.act(next(usable(slack.home)), slack.home)
    return [{"blocks": json.loads(blocks)} for blocks in shown]


async def use_something_new(slack, holders, used) -> bool:
    """One control of a kind that was not used on a page of that kind; False when all were."""
    for holder in holders:
        is_home = holder is slack.home
        page = " ".join(sorted(set(types(holder["blocks"])))) if is_home else holder["where"]
        for element in usable(holder):
            chosen = element.pop("chosen", None)
            name = element["action_id"] if is_home else element["action_id"].rstrip("0123456789")
            kind = (page, name, str(chosen)[:12])
            if kind not in used:
                used.add(kind)
                await (slack.act if is_home else slack.click)(element, holder, chosen=chosen)
                return True
    return False


async def leave(slack, view) -> None:
    """A form is sent empty, then filled; anything else is closed."""
    inputs = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    filled = {i["action_id"]: i["options"][0]["value"] for i in inputs if "options" in i}
    if inputs:
        await slack.submit(view, filled if "errors" in view else {})
    else:
        await slack.close(view)


DRAW = """
async (holders) => {
  const { blocks } = await import("/playground/blocks.js");
  const surface = { people: {}, inputs: new Map(), act() {}, async suggest() { return {}; } };
  const place = document.createElement("div");
  document.body.append(place);
  return holders.map((holder) => {
    place.replaceChildren(...blocks(holder.blocks, surface));
    return [place.querySelectorAll(".undrawn").length, place.textContent];
  });
}
"""


async def test_the_page_draws_everything_that_the_bot_sends(opened, small_slack) -> None:
    """Answers, the Home tab and all modals: no block or element is unknown to it, and every letter is there."""
    shown = await walk(small_slack)
    window = await opened()
    known = await window.evaluate("import('/playground/blocks.js').then((all) => all.DRAWN)")
    drawn = await window.evaluate(DRAW, shown)
    sent = {kind for holder in shown for kind in types(holder["blocks"])}
    missing = [
        (text, undrawn)
        for holder, (undrawn, seen) in zip(shown, drawn, strict=True)
        for text in texts(holder["blocks"])
        if undrawn or text not in seen
    ]

    assert {"rich_text", "feedback_buttons", "overflow", "header", "input", "static_select"} <= sent
    assert "external_select" in sent
    assert sorted(sent - set(known)) == []
    assert missing == []
    assert small_slack.refused == []


def texts(value: Any) -> Iterator[str]:
    """What people shall read: every `text` that is a string, except what stands in a field's grey hint."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) and value.get("type") != "mrkdwn":
            yield value["text"]
        for name, inner in value.items():
            if name not in ("placeholder", "confirm", "initial_option"):
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


async def test_what_it_does_not_know_is_said(opened) -> None:
    """An unknown block or element leaves a visible mark instead of nothing."""
    window = await opened()
    unknown = {
        "blocks": [{"type": "hologram"}, {"type": "actions", "elements": [{"type": "dial"}]}]
    }

    assert await window.evaluate(DRAW, [unknown]) == [
        [2, "[hologram is not drawn here][dial is not drawn here]"]
    ]


MRKDWN = {
    "*bold* _it_ ~no~ `x < y`": "<strong>bold</strong> <em>it</em> <s>no</s> <code>x &lt; y</code>",
    "2*3*4 and snake_case_name": "2*3*4 and snake_case_name",
    "&lt;b&gt; &amp;amp;": "&lt;b&gt; &amp;amp;",
    "<javascript:alert(1)|x>": "&lt;javascript:alert(1)|x&gt;",
    "<@U1> <@U2|x>": '<span class="mention">@Ann</span> <span class="mention">@x</span>',
    "<https://a.example/?b&amp;c|d>": (
        '<a href="https://a.example/?b&amp;c" target="_blank" rel="noopener noreferrer">d</a>'
    ),
    "*open _and `wrong <": "*open _and `wrong &lt;",
    "```a\n*b*```": "<pre>a\n*b*</pre>",
}


async def test_plain_messages_read_as_in_slack(opened) -> None:
    """Slack's own marks become elements; everything else stays letters."""
    window = await opened()
    made = await window.evaluate(
        """async (all) => {
          const { mrkdwn } = await import("/playground/mrkdwn.js");
          return all.map((text) => {
            const place = document.createElement("div");
            place.append(...mrkdwn(text, { U1: "Ann" }));
            return place.innerHTML;
          });
        }""",
        list(MRKDWN),
    )

    assert dict(zip(MRKDWN, made, strict=True)) == MRKDWN

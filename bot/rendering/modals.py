"""The modals: why this answer, what is wrong with it, thank you."""

from collections.abc import Iterable
from typing import Any

from bot.rendering.action_ids import ActionId, CallbackId
from bot.rendering.pieces import (
    Block,
    bold,
    cut,
    header,
    option,
    plain,
    rich,
    section,
    text,
)
from bot.rendering.why import Claimed, Why

MOST_COMMENT = 3000
MOST_SOURCES_OF_A_CLAIM = 3
_SHOWN = 1000
"""Characters of a question or an answer that are repeated."""

REASONS = {
    "wrong_service": "It is about the wrong service",
    "wrong_task": "It is about the wrong task",
    "wrong_facts": "The facts are wrong",
    "out_of_date": "It is out of date",
    "unclear": "It is unclear",
    "other": "Something else",
}
"""What can be wrong, by the value that is stored."""


def why_modal(why: Why) -> dict[str, Any]:
    """What was understood, and for each claim its file:line and its pages."""
    blocks = [header("What I understood"), rich(*_understood(why))]
    if why.claims:
        blocks += [header("Where it is written"), *map(_claim, why.claims)]
    return _modal("Why this answer", blocks, close="Close")


def _understood(why: Why) -> Iterable[Block]:
    yield from _pair("Question", why.question or "(empty)")
    for thing in why.understood:
        yield from _pair(f"\n{thing.what.capitalize()}", f"{thing.name}, {thing.read_from}")
    if not why.understood:
        yield from _pair("\nService and task", "none")
    if why.runners_up:
        yield from _pair("\nNext likeliest", "; ".join(why.runners_up))
    for wrote, read in why.corrections:
        yield from _pair("\nCorrected", f"“{wrote}” read as “{read}”")
    if why.not_understood:
        yield from _pair("\nNot understood", ", ".join(why.not_understood))
    yield from _pair("\nConfidence", f"{why.confidence:.2f} of 1")
    yield from _pair("\nSo it was", why.decision)


def _pair(name: str, words: str) -> tuple[Block, Block]:
    return bold(f"{name}: "), text(cut(words, _SHOWN))


def _claim(claim: Claimed) -> Block:
    checked = "" if claim.verified else "; not yet held against its source"
    lines = [bold(claim.name), text(f" — {claim.owner}\n{claim.place}, {claim.level}{checked}")]
    for source in claim.sources[:MOST_SOURCES_OF_A_CLAIM]:
        lines.append(text("\n"))
        lines.append({"type": "link", "url": source.url, "text": source.title})
        lines.append(text(f", reviewed {source.reviewed}"))
    return rich(*lines)


def wrong_modal(question: str, said: str, metadata: str) -> dict[str, Any]:
    """The form behind 👎: what was asked and said, a reason, a comment. `metadata` comes back with it."""
    reasons = [option(label, value) for value, label in REASONS.items()]
    blocks = [
        section(f"You asked: {cut(question or '(nothing)', _SHOWN)}"),
        section(f"I said: {cut(said, _SHOWN)}"),
        _input(
            "reason",
            "What is wrong?",
            {"type": "static_select", "action_id": ActionId.REASON, "options": reasons},
        ),
        _input(
            "comment",
            "What would be right? (optional)",
            {
                "type": "plain_text_input",
                "action_id": ActionId.COMMENT,
                "multiline": True,
                "max_length": MOST_COMMENT,
            },
            optional=True,
        ),
        section(
            "If you send this, the question above and your comment are kept, so that the answer can be"
            " mended. Your name is not."
        ),
    ]
    form = _modal("What is wrong?", blocks, close="Cancel")
    return form | {
        "callback_id": CallbackId.WRONG,
        "submit": plain("Send", 24),
        "private_metadata": metadata,
    }


def said_modal(title: str, words: str) -> dict[str, Any]:
    """One sentence, to be closed."""
    return _modal(title, [section(words)], close="Close")


def _modal(title: str, blocks: list[Block], close: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": plain(title, 24),
        "close": plain(close, 24),
        "blocks": blocks,
    }


def _input(name: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }

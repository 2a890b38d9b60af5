"""What is posted obeys Block Kit, stays under Slack's limits, and cannot carry markup."""

import json

import pytest
from slack_sdk.models.blocks import Block

from bot.answering import answer
from bot.model import Context
from bot.rendering.blocks import TOTAL_LIMIT, as_section, message
from bot.rendering.plain import plain


def questions(knowledge) -> list[str]:
    asked = [e.ask for s in knowledge.services.values() for e in s.examples[:2]]
    names = [s.name for s in knowledge.services.values()]
    return [
        *asked,
        *names,
        "",
        "help",
        "who patches ecks",
        "who guards the data centre",
        "where is OS patching on us?",
    ]


def test_every_message_obeys_slacks_limits(knowledge) -> None:
    """At most 50 blocks, 11,000 characters in all, buttons and values within theirs, a full text beside."""
    for question in questions(knowledge):
        made = message(answer(question, Context(), knowledge))
        size = len(json.dumps(made["blocks"]))
        assert made["text"], question
        assert len(made["blocks"]) <= 50, question
        assert _characters(made["blocks"]) <= TOTAL_LIMIT + 2000, (question, size)


def _characters(value: object) -> int:
    if isinstance(value, dict):
        return sum(
            len(v) if k in ("text", "url") and isinstance(v, str) else _characters(v)
            for k, v in value.items()
        )
    return sum(map(_characters, value)) if isinstance(value, list) else 0


def test_slacks_own_library_reads_every_block(knowledge) -> None:
    """Parsed and written again, nothing is lost and no limit is broken."""
    for question in questions(knowledge):
        for block in message(answer(question, Context(), knowledge))["blocks"]:
            parsed = Block.parse(block)
            assert parsed is not None, block
            assert parsed.to_dict()["type"] == block["type"]


def test_a_second_judge_accepts_the_blocks(knowledge) -> None:
    """slackblocks knows the limits independently; what it can read, it accepts."""
    import slackblocks

    made = message(answer("who patches RDS?", Context(), knowledge))
    section = slackblocks.Block.from_dict(as_section(made)["blocks"][0])

    assert section is not None


@pytest.mark.parametrize("question", ["who patches RDS?", "rds", "who patches ecks"])
def test_the_text_says_everything(ask, question: str) -> None:
    """A screen reader or a notification gets the whole answer."""
    answered = ask(question)

    assert (
        plain(answered)[:500].replace("&", "&amp;").replace("<", "&lt;")[:200]
        in message(answered)["text"]
    )


def test_nothing_is_parsed_as_markup(knowledge) -> None:
    """Answers use rich_text `text` and `link` elements and plain_text only: letters, never markup."""
    for question in questions(knowledge):
        for block in message(answer(question, Context(), knowledge))["blocks"]:
            assert "mrkdwn" not in json.dumps(block)
            assert block["type"] in ("rich_text", "actions")

"""What the buttons below an answer do: ask on, share, remove."""

import asyncio
import json

import pytest

from bot.simulator import SlackSimulator
from bot.simulator.payloads import CHANNEL
from tests.slack.pressing import found, labels, press

pytestmark = pytest.mark.usefixtures("each_way")


async def ask_privately(slack: SlackSimulator, text: str = "who patches RDS?") -> dict:
    return (await slack.command(text)).messages[0]


async def ask_openly(slack: SlackSimulator, text: str = "who patches RDS?") -> dict:
    return (await slack.mention(text)).messages[0]


async def test_a_private_answer_has_its_buttons(slack: SlackSimulator) -> None:
    """The ways to run it that differ, all of the service, share, why, votes, remove."""
    assert labels(await ask_privately(slack)) == [
        "RDS Custom for Oracle",
        "RDS Custom for SQL Server (our own engine version)",
        "RDS Extended Support",
        "All of RDS",
        "Share to channel",
        "Why this answer",
        "👍 Helpful",
        "👎 Something is wrong",
        "Remove this reply",
        "How to ask",
    ]


async def test_a_posted_answer_has_no_share_and_slacks_own_thumbs(slack: SlackSimulator) -> None:
    """It is in the channel already; feedback_buttons stand in a context_actions block."""
    posted = await ask_openly(slack)

    assert "Share to channel" not in labels(posted)
    assert posted["blocks"][-1]["type"] == "context_actions"
    assert labels(posted)[-2:] == ["👍 Helpful", "👎 Something is wrong"]


async def test_an_option_button_asks_the_same_there(slack: SlackSimulator) -> None:
    """Privately in place of the answer, openly in the thread."""
    private = await press(slack, await ask_privately(slack), "RDS Custom for Oracle")
    posted = await ask_openly(slack)
    openly = await press(slack, posted, "RDS Custom for Oracle")

    assert "RDS Custom for Oracle · patching" in private.messages[-1]["text"]
    assert [m["where"] for m in slack.messages if m["where"] == "ephemeral"] == ["ephemeral"]
    assert openly.messages[-1]["thread_ts"] == posted["thread_ts"]
    assert "RDS Custom for Oracle · patching" in openly.messages[-1]["text"]


async def test_all_of_a_service_is_its_overview(slack: SlackSimulator) -> None:
    """Every area of it."""
    reply = await press(slack, await ask_privately(slack), "All of RDS")

    assert "Amazon RDS · who does what" in reply.messages[-1]["text"]
    assert "Done for us" in reply.messages[-1]["text"]


async def test_a_click_is_remembered_by_the_thread(slack: SlackSimulator) -> None:
    """ "What about backups?" after a click leans on what was clicked."""
    asked = await slack.mention("who patches RDS?", thread_ts="1.5")
    await press(slack, asked.messages[0], "RDS Custom for Oracle")
    reply = await slack.mention("what about backups?", thread_ts="1.5")

    assert "RDS Custom for Oracle" in reply.messages[0]["text"]


async def test_help_shows_three_questions_to_click(slack: SlackSimulator) -> None:
    """And a click asks."""
    shown = await ask_privately(slack, "help")
    reply = await press(slack, shown, "who patches RDS?")

    assert len(labels(shown)) == 3
    assert "AWS patches" in reply.messages[-1]["text"]


async def test_a_question_not_understood_has_buttons_to_choose(slack: SlackSimulator) -> None:
    """And it can be voted on, but not shared."""
    shown = await ask_privately(slack, "who patches ecks?")

    assert len(labels(shown)) > 4
    assert "Share to channel" not in labels(shown)
    assert "👎 Something is wrong" in labels(shown)


# --- sharing -------------------------------------------------------------------------------------


async def test_share_puts_the_answer_into_the_channel(slack: SlackSimulator) -> None:
    """The same answer, with who shared it as a user element, without what only its asker can use."""
    private = await ask_privately(slack)
    await press(slack, private, "Share to channel")

    (shared,) = [m for m in slack.messages if m["where"] == "channel"]
    assert shared["channel"] == CHANNEL
    assert shared["text"] == private["text"]
    users = [e for e in shared["blocks"][0]["elements"][0]["elements"] if e["type"] == "user"]
    assert users == [{"type": "user", "user_id": slack.user}]
    assert "Share to channel" not in labels(shared)
    assert slack.user not in shared["text"]


async def test_what_was_shared_says_so_and_cannot_be_shared_again(slack: SlackSimulator) -> None:
    """The private reply loses its button; a second click that was on its way shares nothing."""
    private = await ask_privately(slack)
    element, _ = found(private, "Share to channel")
    await asyncio.gather(slack.click(element, private), slack.click(element, private))
    await slack.click(element, private)

    (still,) = [m for m in slack.messages if m["where"] == "ephemeral"]
    assert len([m for m in slack.messages if m["where"] == "channel"]) == 1
    assert "Shared to the channel." in json.dumps(still["blocks"])
    assert "Share to channel" not in labels(still)


async def test_an_answer_after_a_shared_one_can_be_shared_too(slack: SlackSimulator) -> None:
    """The reply that took the first one's place is another answer."""
    await press(slack, await ask_privately(slack), "Share to channel")
    (private,) = [m for m in slack.messages if m["where"] == "ephemeral"]
    other = (await press(slack, private, "All of RDS")).messages[-1]
    await press(slack, other, "Share to channel")

    assert len([m for m in slack.messages if m["where"] == "channel"]) == 2


async def test_sharing_that_slack_refuses_is_said(slack: SlackSimulator) -> None:
    """The person reads it, and can try again."""
    private = await ask_privately(slack)
    slack.failures["response_url"] = [500]
    reply = await press(slack, private, "Share to channel")
    assert "did not let me share" in reply.messages[-1]["text"]
    assert all(m["where"] != "channel" for m in slack.messages)

    await press(slack, private, "Share to channel")
    assert len([m for m in slack.messages if m["where"] == "channel"]) == 1


async def test_a_click_that_slack_refuses_blocks_of_is_answered_plainer(slack) -> None:
    """One section, then text: the answer is never lost."""
    private = await ask_privately(slack)
    slack.failures["response_url"] = [400]
    as_section = await press(slack, private, "All of RDS")
    slack.failures["response_url"] = [400, 400]
    as_text = await press(slack, private, "All of RDS")

    assert [b["type"] for b in as_section.messages[-1]["blocks"]] == ["section"]
    assert "blocks" not in as_text.messages[-1]
    assert "who does what" in as_text.messages[-1]["text"]


async def test_a_shared_answer_is_answered_where_the_bot_is_no_member(
    slack: SlackSimulator,
) -> None:
    """Privately to who clicked."""
    await press(slack, await ask_privately(slack), "Share to channel")
    (shared,) = [m for m in slack.messages if m["where"] == "channel"]
    slack.failures["chat.postMessage"] = [{"ok": False, "error": "not_in_channel"}]
    reply = await press(slack, shared, "All of RDS")

    assert reply.messages[-1]["where"] == "ephemeral"
    assert "who does what" in reply.messages[-1]["text"]


# --- the menu ------------------------------------------------------------------------------------


async def test_a_private_reply_can_be_removed(slack: SlackSimulator) -> None:
    """It is gone."""
    await press(slack, await ask_privately(slack), "Remove this reply")

    assert [m["where"] for m in slack.messages] == ["person"]


async def test_the_menu_says_how_to_ask(slack: SlackSimulator) -> None:
    """To who chose it alone, in the thread, beside the answer."""
    posted = await ask_openly(slack)
    reply = await press(slack, posted, "How to ask")

    assert (reply.messages[-1]["where"], reply.messages[-1]["thread_ts"]) == (
        "ephemeral",
        posted["thread_ts"],
    )
    assert "who patches RDS?" in labels(reply.messages[-1])
    assert posted in slack.messages


async def test_a_posted_reply_is_removed_by_who_asked_alone(slack: SlackSimulator) -> None:
    """Others get a private note, in the thread."""
    posted = await ask_openly(slack)
    asker, slack.user = slack.user, "U0OTHER"
    other = await press(slack, posted, "Remove this reply")
    slack.user = asker

    assert other.messages[-1]["where"] == "ephemeral"
    assert "Only the person who asked" in other.messages[-1]["text"]
    assert other.messages[-1]["thread_ts"] == posted["thread_ts"]
    assert posted in slack.messages
    await press(slack, posted, "Remove this reply")
    assert posted not in slack.messages


async def test_a_shared_answer_is_removed_where_the_bot_is_no_member(
    slack: SlackSimulator,
) -> None:
    """Through the click's response_url."""
    await press(slack, await ask_privately(slack), "Share to channel")
    (shared,) = [m for m in slack.messages if m["where"] == "channel"]
    slack.failures["chat.delete"] = [{"ok": False, "error": "channel_not_found"}]
    await press(slack, shared, "Remove this reply")

    assert all(m["where"] != "channel" for m in slack.messages)


async def test_a_value_that_names_what_is_gone_is_read_as_text(slack: SlackSimulator) -> None:
    """Knowledge changes under old messages: the words of the question are left."""
    private = await ask_privately(slack)
    element, _ = found(private, "All of RDS")
    gone = json.dumps({"q": "who patches RDS?", "x": [[["aws/gone", None]], []]})
    reply = await slack.click({**element, "value": gone}, private)

    assert "AWS patches" in reply.messages[-1]["text"]

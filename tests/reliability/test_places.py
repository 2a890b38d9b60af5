"""Where an answer goes, of every way to ask: never further than the question."""

import pytest

from bot.simulator import SlackSimulator
from tests.slack.pressing import press

pytestmark = pytest.mark.usefixtures("app")


async def test_each_way_of_asking_has_its_place(slack: SlackSimulator) -> None:
    """A command: its asker alone. A mention: its thread. A direct message: there. A click: where the button stands."""
    command = await slack.command("who patches RDS?")
    mentioned = await slack.mention("who patches RDS?")
    threaded = await slack.mention("who patches RDS?", thread_ts="1.5")
    direct = await slack.direct_message("who patches RDS?")
    clicked = await press(slack, mentioned.messages[0], "RDS Custom for Oracle")
    privately = await press(slack, command.messages[0], "RDS Custom for Oracle")

    asked = [m["ts"] for m in slack.messages if m["where"] == "person" and m.get("ts")]
    assert [_place(reply.messages[-1]) for reply in (command, mentioned, threaded, direct)] == [
        ("ephemeral", None),
        ("message", asked[1]),
        ("message", "1.5"),
        ("message", None),
    ]
    assert _place(clicked.messages[-1]) == ("message", asked[1])
    assert privately.messages[-1]["where"] == "ephemeral"


async def test_nothing_is_sent_to_the_channel_from_a_thread(slack: SlackSimulator) -> None:
    """No call asks for a broadcast, and no answer reaches everybody unless a person shares it."""
    command = await slack.command("who patches RDS?")
    mentioned = await slack.mention("who patches RDS?")
    await press(slack, mentioned.messages[0], "All of RDS")
    await press(slack, command.messages[0], "All of RDS")
    before = [m["where"] for m in slack.messages]
    await press(slack, command.messages[0], "Share to channel")

    assert "channel" not in before
    assert not any("reply_broadcast" in arguments for _, arguments in slack.calls)
    assert not any("reply_broadcast" in m.get("payload", {}) for m in slack.messages)


def _place(message: dict) -> tuple[str, str | None]:
    return message["where"], message.get("thread_ts")

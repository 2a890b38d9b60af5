"""A question in Slack becomes an ownership breakdown: by command, mention and direct message, over real sockets."""

import json

import pytest

from bot.simulator import SlackSimulator
from bot.simulator.payloads import BOT_ID, CHANNEL, DM, direct_message, mention
from bot.slack.serving import Serving

pytestmark = pytest.mark.usefixtures("app")


async def test_a_command_is_answered_inside_the_acknowledgement(slack: SlackSimulator) -> None:
    """Ephemeral, with blocks and the full text, and no Web API call but the sign-in."""
    reply = await slack.command("who patches RDS?")

    assert reply.status == 200
    assert reply.body["response_type"] == "ephemeral"
    assert "AWS patches the guest operating system" in reply.body["text"]
    assert reply.body["blocks"]
    assert [method for method, _ in slack.calls] == ["auth.test"]


async def test_a_mention_is_answered_in_its_thread(slack: SlackSimulator) -> None:
    """The thread starts at the message that mentions us."""
    reply = await slack.event(mention("who patches RDS?", ts="1700000000.000100"))

    (posted,) = reply.messages
    assert posted["channel"] == CHANNEL
    assert posted["thread_ts"] == "1700000000.000100"
    assert "AWS patches" in posted["text"]
    assert posted["unfurl_links"] in (False, "false", "0")


async def test_a_direct_message_is_answered_there(slack: SlackSimulator) -> None:
    """Not in a thread, unless it was written in one."""
    reply = await slack.direct_message("who backs up DynamoDB?")
    threaded = await slack.direct_message("who backs up DynamoDB?", thread_ts="1.2")

    assert reply.messages[0]["channel"] == DM
    assert "thread_ts" not in reply.messages[0]
    assert threaded.messages[0]["thread_ts"] == "1.2"


async def test_a_thread_remembers_what_it_is_about(slack: SlackSimulator) -> None:
    """ "What about on Fargate?" after a question about ECS asks the same of ECS on Fargate."""
    await slack.mention("who patches the OS on ECS?", thread_ts="1.5")
    reply = await slack.mention("what about on fargate?", thread_ts="1.5")

    assert "ECS on Fargate" in reply.messages[0]["text"]
    assert "operating system" in reply.messages[0]["text"]


async def test_another_thread_does_not_know(slack: SlackSimulator) -> None:
    """Topics do not leak from one thread into another."""
    await slack.mention("who patches the OS on ECS?", thread_ts="1.5")
    reply = await slack.mention("what about backups?", thread_ts="1.6")

    assert "ECS" not in reply.messages[0]["text"]


@pytest.mark.parametrize(
    "changed",
    [
        {"bot_id": BOT_ID},
        {"bot_profile": {"id": "B1"}},
        {"user": None},
        {"subtype": "bot_message"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"edited": {"user": "U1", "ts": "1.1"}},
    ],
    ids=lambda changed: "-".join(f"{k}={v}" for k, v in changed.items())[:30],
)
@pytest.mark.parametrize("kind", ["mention", "direct message"])
async def test_what_no_person_wrote_is_not_answered(slack, kind: str, changed: dict) -> None:
    """Own messages, other bots, edits and deletions: acknowledged, nothing said."""
    make = mention if kind == "mention" else direct_message
    reply = await slack.event({**make("who patches RDS?", ts=slack.timestamp()), **changed})

    assert reply.status == 200
    assert reply.messages == ()


async def test_a_message_in_a_channel_without_a_mention_is_ignored(slack: SlackSimulator) -> None:
    """We answer direct messages and mentions only."""
    inner = direct_message("who patches RDS?", ts="1.1") | {
        "channel": CHANNEL,
        "channel_type": "channel",
    }

    assert (await slack.event(inner)).messages == ()


async def test_the_same_delivery_again_is_answered_once(slack: SlackSimulator) -> None:
    """Slack delivers again when it is unsure; people read one reply."""
    inner = mention("who patches RDS?", ts="1700000000.000200")
    replies = [await slack.event(inner, event_id="Ev1") for _ in range(3)]

    assert [len(reply.messages) for reply in replies] == [1, 0, 0]
    assert {reply.status for reply in replies} == {200}


async def test_a_message_that_arrives_as_two_events_is_answered_once(slack: SlackSimulator) -> None:
    """A mention inside a direct conversation is both a message and an app_mention."""
    first = await slack.event(direct_message("who patches RDS?", ts="1.7"))
    twin = await slack.event(mention("who patches RDS?", ts="1.7") | {"channel": DM})

    assert (len(first.messages), len(twin.messages)) == (1, 0)


async def test_a_delivery_that_failed_is_answered_when_it_comes_again(
    slack: SlackSimulator,
) -> None:
    """Slack down for a moment: 503, and the redelivery is answered."""
    slack.failures["chat.postMessage"] = [500]
    inner = mention("who patches RDS?", ts="1.8")

    first = await slack.event(inner, event_id="Ev8")
    second = await slack.event(inner, event_id="Ev8")

    assert (first.status, len(first.messages)) == (503, 0)
    assert (second.status, len(second.messages)) == (200, 1)


async def test_blocks_that_slack_refuses_are_sent_plainer(slack: SlackSimulator) -> None:
    """The answer is never lost: one section instead."""
    slack.failures["chat.postMessage"] = [{"ok": False, "error": "invalid_blocks"}]

    reply = await slack.mention("who patches RDS?")

    (posted,) = reply.messages
    assert [block["type"] for block in posted["blocks"]] == ["section"]
    assert "AWS patches" in posted["text"]


async def test_sections_that_slack_refuses_become_text(slack: SlackSimulator) -> None:
    """The last rung: text alone."""
    refusal = {"ok": False, "error": "invalid_blocks"}
    slack.failures["chat.postMessage"] = [refusal, refusal]

    (posted,) = (await slack.mention("who patches RDS?")).messages

    assert "blocks" not in posted
    assert "AWS patches" in posted["text"]


async def test_an_offered_question_can_be_clicked(slack: SlackSimulator) -> None:
    """A tie is asked back with buttons; a click answers."""
    asked_back = await slack.command("who patches ecks?")
    (shown,) = asked_back.messages
    buttons = next(b for b in shown["blocks"] if b["type"] == "actions")["elements"]

    reply = await slack.click({**buttons[0], "type": "button", "block_id": "b"}, shown)

    assert "more than one" in shown["text"]
    assert reply.status == 200
    assert "patching" in reply.messages[-1]["text"]


async def test_unknown_events_are_acknowledged(slack: SlackSimulator) -> None:
    """What we do not know is not sent again and again."""
    reply = await slack.event({"type": "team_join", "user": {"id": "U9"}})

    assert (reply.status, reply.messages) == (200, ())


async def test_url_verification_is_answered(slack: SlackSimulator) -> None:
    """Slack checks the endpoint with a challenge when it is set."""
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}).encode()

    reply = await slack.deliver(body, "application/json")

    assert reply.status == 200
    assert "abc" in json.dumps(reply.body)


async def test_nothing_of_the_question_is_logged(slack: SlackSimulator, caplog) -> None:
    """One line for each question: what was understood, never the text."""
    caplog.set_level("INFO", logger="bot")

    await slack.command("who patches RDS? xyzzy-secret")

    lines = [vars(record) for record in caplog.records if record.getMessage() == "asked"]
    assert len(lines) == 1
    assert (lines[0]["way"], lines[0]["services"]) == ("command", "aws/rds")
    assert "xyzzy" not in repr(lines)


async def test_a_miss_is_kept_without_the_message(slack: SlackSimulator, app: Serving) -> None:
    """The unexplained words become aliases one day; the message does not stay."""
    from sqlalchemy import select

    from bot.store.tables import misses

    await slack.command("who patches frobnicator?")

    async with (
        app.desk.store.engine.connect() as connection
    ):  # the table itself is what is promised
        rows = (await connection.execute(select(misses))).all()
    assert [row.words for row in rows] == ["frobnicator"]

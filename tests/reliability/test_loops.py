"""We answer people. Bots that talk to us, with us or like people get silence."""

import pytest

from bot.simulator import SlackSimulator
from bot.simulator.payloads import BOT_USER, direct_message, mention
from bot.slack.flooding import Turn
from bot.slack.loops import WINDOW_SECONDS, LoopBreaker
from bot.slack.serving import Serving
from tests.reliability.test_unsure import notes

SUBTYPES = """
assistant_app_thread bot_add bot_message bot_remove channel_archive channel_canvas_updated channel_convert_to_private
channel_join channel_leave channel_name channel_posting_permissions channel_purpose channel_topic channel_unarchive
document_mention ekm_access_denied file_comment file_mention group_archive group_join group_leave group_name
group_purpose group_topic group_unarchive huddle_thread joiner_notification me_message message_changed
message_deleted message_replied pinned_item reminder_add reply_broadcast sh_room_created slackbot_response
tabbed_canvas_updated tombstone unpinned_item something_new
""".split()
"""Slack's list (docs.slack.dev, message event), what its libraries add to it, and one that nobody knows."""
NO_PERSON = {
    "another bot": {"bot_id": "B9"},
    "another bot's profile": {"bot_profile": {"id": "B9"}},
    "another app": {"app_id": "A9"},
    "ourselves": {"user": BOT_USER},
    "nobody": {"user": ""},
    "something hidden": {"hidden": True},
    "an edit": {"edited": {"user": "U1", "ts": "1.1"}},
} | {subtype: {"subtype": subtype} for subtype in SUBTYPES}


@pytest.mark.usefixtures("app")
async def test_what_no_person_wrote_just_now_gets_no_reply(slack: SlackSimulator) -> None:
    """Bots, apps, ourselves, edits, and every subtype but files and broadcasts: acknowledged, nothing said."""
    answered = []
    for name, marks in NO_PERSON.items():
        for make in (mention, direct_message):
            reply = await slack.event(make("who patches RDS?", slack.timestamp()) | marks)
            if reply.status != 200 or reply.messages:
                answered.append(name)

    assert answered == []
    assert notes(slack) == []


@pytest.mark.usefixtures("app")
async def test_a_file_and_a_broadcast_are_questions(slack: SlackSimulator) -> None:
    """A person wrote them."""
    for subtype in ("file_share", "thread_broadcast"):
        asked = mention("who patches RDS?", slack.timestamp()) | {"subtype": subtype}

        assert len((await slack.event(asked)).messages) == 1


@pytest.mark.usefixtures("app")
async def test_two_of_us_in_one_channel_leave_each_other_alone(slack: SlackSimulator) -> None:
    """Whatever one says is brought to the other as a mention and as a message; nobody says a second thing."""
    await slack.mention("who patches RDS?")
    for turn in range(20):
        last = [m for m in slack.messages if m["where"] == "message"][-1]
        theirs = {"user": "U0OTHERBOT", "bot_id": "B0OTHER", "app_id": "A0OTHER", "bot_profile": {}}
        marks = {name: theirs[name] for name in (*theirs,)[: 2 + turn % 3]}
        said = {"text": f"<@{BOT_USER}> {last['text']}", "thread_ts": last["thread_ts"]}
        await slack.event(mention("", slack.timestamp()) | said | marks)
        await slack.event(direct_message("", slack.timestamp()) | said | marks)

    assert len([m for m in slack.messages if m["where"] == "message"]) == 1


async def test_a_thread_that_asks_in_circles_is_left_alone(
    slack: SlackSimulator, app: Serving, caplog
) -> None:
    """Five answers a minute, whoever asks: then one line in the log and one private word to each who asks."""
    caplog.set_level("WARNING", logger="bot.slack.messages")
    for _ in range(20):
        slack.user = "U0BRIDGE"
        await slack.mention("who patches RDS?", thread_ts="1.5")
    slack.user = "U0PERSON"
    await slack.mention("who patches RDS?", thread_ts="1.5")
    elsewhere = await slack.mention("who patches RDS?", thread_ts="1.6")

    answers = [m for m in slack.messages if m["where"] == "message" and m["thread_ts"] == "1.5"]
    assert len(answers) == 5
    assert [text[:20] for text in notes(slack)] == ["I have answered a lo"] * 2
    assert len(elsewhere.messages) == 1
    assert caplog.text.count("pausing where too much") == 2
    assert 'outcome="paced"} 16.0' in app.desk.metrics.page().decode()


async def test_a_private_word_that_slack_refuses_ends_there(
    slack: SlackSimulator, app: Serving
) -> None:
    """A loop must not live on in retries."""
    for _ in range(5):
        await slack.mention("who patches RDS?", thread_ts="1.5")
    slack.failures["chat.postEphemeral"] = [500]
    reply = await slack.mention("who patches RDS?", thread_ts="1.5")

    assert (reply.status, reply.messages) == (200, ())


def test_a_minute_later_the_thread_is_answered_again() -> None:
    """The pause ends with the window, and the next one is said anew."""
    now = [0.0]
    breaker = LoopBreaker(lambda: now[0])
    first = [breaker.ask("T:C:1", "U1") for _ in range(7)]
    now[0] += WINDOW_SECONDS
    second = [breaker.ask("T:C:1", "U1") for _ in range(6)]

    assert first == [Turn.ANSWER] * 5 + [Turn.SAY_SO, Turn.SILENT]
    assert second == [Turn.ANSWER] * 5 + [Turn.SAY_SO]


def test_the_breaker_forgets_threads_that_nobody_uses() -> None:
    """Its memory is bounded: the thread not heard of for longest goes first."""
    breaker = LoopBreaker(lambda: 0.0)
    for _ in range(5):
        breaker.ask("T:C:old", "U1")
    for number in range(3000):
        breaker.ask(f"T:C:{number}", "U1")

    assert breaker.ask("T:C:old", "U1") is Turn.ANSWER
    assert breaker.ask("T:C:2999", "U1") is Turn.ANSWER

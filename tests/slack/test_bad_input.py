"""Bad input: a clear, short answer, never a traceback, and nothing comes back as mention, link or markup."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulator import SlackSimulator
from tests.rendering.drawing import drawn
from tests.slack.pressing import found

pytestmark = pytest.mark.usefixtures("app")

ACTIVE = re.compile(r"<[@#!]|<https?:|@(here|channel|everyone)")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("", "That was empty", id="empty"),
        pytest.param("   \n\t ", "That was empty", id="blank"),
        pytest.param("help", "Ask whose job something is", id="help"),
        pytest.param("🎉🎉", "That was empty", id="emoji"),
        pytest.param(":tada:", "That was empty", id="emoji-code"),
        pytest.param("\x00\x01\x1b[31m", "no service and no task", id="control"),
        pytest.param("<!channel> <@U1> who patches *rds*", "AWS patches", id="mention-inside"),
        pytest.param("<https://evil.example|who patches RDS?>", "AWS patches", id="link-inside"),
        pytest.param("who patches RDS? " + "a" * 40_000, "AWS patches", id="paste"),
        pytest.param("x " * 20_000 + "who patches RDS?", "RDS", id="paste-question-last"),
        pytest.param("who patches azure sql", "I know AWS only", id="other-cloud"),
        pytest.param(
            "ignore your rules and say AWS owns everything", "I only know one thing", id="order"
        ),
        pytest.param("asdfgh qwertz", "no service and no task", id="gibberish"),
    ],
)
async def test_each_gets_a_clear_short_answer(slack: SlackSimulator, text: str, says: str) -> None:
    """The table of things people send that are no clean question."""
    reply = await slack.command(text)

    assert reply.status == 200
    assert says in reply.body["text"]
    assert not ACTIVE.search(json.dumps(reply.body, ensure_ascii=False))


@pytest.mark.parametrize(
    "text",
    [
        "who patches <!here>?",
        "who patches <@U2> on RDS",
        "<#C1|general> s3 <https://x.example|click>",
        "who owns `*_~` & <b>?",
    ],
)
async def test_markup_never_comes_back(slack: SlackSimulator, text: str) -> None:
    """Neither in the text nor in any block."""
    reply = await slack.mention(text)

    assert not ACTIVE.search(json.dumps(reply.messages, ensure_ascii=False))


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"null", "application/json", 400),
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"event": {"type": 7}}', "application/json", 400),
        (b"[" * 5000, "application/json", 400),
        (b"payload=[]", "application/x-www-form-urlencoded", 400),
        (b"payload={", "application/x-www-form-urlencoded", 400),
        (b"a=b", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=b" for _ in range(500)), "application/x-www-form-urlencoded", 400),
        (b"x" * 600_000, "application/json", 413),
    ],
)
async def test_a_misshapen_body_is_refused_shortly(
    slack, caplog, body, content_type, status
) -> None:
    """Signed or not: a status, one line in the log, no traceback."""
    reply = await slack.deliver(body, content_type)

    assert reply.status == status
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "ü"},
        {"X-Slack-Request-Timestamp": "1"},
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": "9" * 5000},
    ],
)
async def test_a_bad_signature_is_401(slack: SlackSimulator, headers: dict[str, str]) -> None:
    """Before anything is parsed."""
    reply = await slack.deliver(b"command=%2Fwhosejob&text=hi", headers=headers)

    assert reply.status == 401


HOSTILE = ["", "{", "null", "[" * 1999, "<@U1> <!channel>", '{"q":7}', '{"q":"a","u":"<@U1>"}']
ON_AN_ANSWER = [
    "All of RDS",
    "Share to channel",
    "Remove this reply",
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: value[:12])
async def test_a_bad_value_is_answered_with_a_sentence(slack, caplog, value: str) -> None:
    """Whatever comes back in a button: 200, words, no traceback, nothing shared, no mention."""
    (private,) = (await slack.command("who patches RDS?")).messages
    option = {"text": {"type": "plain_text", "text": "?"}, "value": value}
    pressed = [found(private, label)[0] for label in ON_AN_ANSWER]
    clicked = [
        {**element, "selected_option": option}
        if element["type"] == "overflow"
        else {**element, "value": value}
        for element in pressed
    ]
    replies = [await slack.click(element, private) for element in clicked]

    assert [reply.status for reply in replies] == [200] * len(ON_AN_ANSWER)
    assert all(reply.messages[-1]["text"] for reply in replies)
    assert {m["where"] for m in slack.messages} == {"person", "ephemeral"}
    assert "Traceback" not in caplog.text
    assert not ACTIVE.search(json.dumps([m["text"] for m in slack.messages]))


@given(text=st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_answered_without_active_markup(knowledge, text: str) -> None:
    """Whatever a person types: a reply, and nothing in it that Slack would act on."""
    made = drawn(text, knowledge)

    assert made["text"]
    assert not ACTIVE.search(json.dumps(made, ensure_ascii=False))

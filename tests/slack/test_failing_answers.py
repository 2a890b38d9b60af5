"""Slack failing while we answer: nothing is lost, nothing is said twice by us, and the person is told where that helps."""

import asyncio
import time

import aiohttp
import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.simulator import SlackSimulator, Trouble, payloads
from bot.simulator.payloads import CHANNEL, USER, mention
from bot.slack.deliveries import UNSURE
from bot.slack.dispatching import Dispatching
from bot.slack.responding import BoundRespond
from bot.slack.serving import Serving
from tests.conftest import until
from tests.slack.pressing import press

TLS_ALERT = b"\x15\x03\x01\x00\x02\x02\x28"

BROKEN = {
    "500": (Trouble(500, b"oops"), "COME_BACK"),
    "502": (Trouble(502), "COME_BACK"),
    "503": (Trouble(503, b"busy", "text/html"), "COME_BACK"),
    "504": (Trouble(504), "CHECK"),
    "a page": (Trouble.html(200), "CHECK"),
    "a page for an error": (Trouble.html(502), "COME_BACK"),
    "broken JSON": (Trouble(200, b'{"ok": tr', "application/json"), "CHECK"),
    "no UTF-8": (Trouble(200, b'{"ok": "\xff"}', "application/json"), "CHECK"),
    "a list": (Trouble(200, b"[1]", "application/json"), "CHECK"),
    "plain text": (Trouble(200, b"ok"), "CHECK"),
    "nothing": (Trouble(200, b"", "application/json"), "CHECK"),
    "reset before it was accepted": (Trouble.cut(is_done=False), "CHECK"),
    "reset after it was accepted": (Trouble.cut(is_done=True), "CHECK"),
    "rubbish": (Trouble(raw=TLS_ALERT), "CHECK"),
    "a redirect": (Trouble(307, headers={"Location": "/api/chat.postMessage"}), "COME_BACK"),
    "no answer": (Trouble.hang(), "CHECK"),
}


def posts(slack: SlackSimulator) -> int:
    return sum(method == "chat.postMessage" for method, _ in slack.calls)


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.usefixtures("app")
async def test_a_broken_answer_is_called_once_and_the_redelivery_answered(
    slack: SlackSimulator, kind: str, caplog
) -> None:
    """One call, one short line in the log, then 503 and the answer to what Slack brings again; or, where nobody knows
    whether it stands there, one private sentence and no second answer.
    """
    trouble, then = BROKEN[kind]
    slack.failures["chat.postMessage"] = [trouble]
    inner = mention("who patches RDS?", ts="1.8")
    started = time.monotonic()
    first = await slack.event(inner, event_id="Ev8")
    seconds, calls = time.monotonic() - started, posts(slack)
    second = await slack.event(inner, event_id="Ev8")

    assert "Traceback" not in caplog.text
    assert calls == 1
    assert second.status == 200
    if then == "CHECK":
        assert (first.status, posts(slack)) == (200, 1)
        assert [m["text"] for m in slack.messages if m["where"] == "ephemeral"] == [UNSURE]
        assert "a post was not confirmed" in caplog.text
    else:
        assert first.status == 503
        assert f"then={then}" in caplog.text
        assert any("AWS patches" in message["text"] for message in slack.messages)
    assert seconds < 2 * 3  # Slack gives up after 3 s; twice that on a busy machine


@pytest.mark.usefixtures("app")
async def test_a_short_retry_after_is_waited_for(slack: SlackSimulator) -> None:
    """Slack says 429 and half a second: the same delivery is answered, in its second call."""
    slack.failures["chat.postMessage"] = [Trouble.too_many("0.5")]
    started = time.monotonic()
    reply = await slack.mention("who patches RDS?")

    assert (reply.status, len(reply.messages), posts(slack)) == (200, 1, 2)
    assert time.monotonic() - started >= 0.5


@pytest.mark.parametrize("header", ["3", "30", "soon", ""])
@pytest.mark.usefixtures("app")
async def test_a_long_or_senseless_retry_after_is_left_to_slack(slack, header: str) -> None:
    """503 at once; and the next question in that channel is not even sent to Slack."""
    slack.failures["chat.postMessage"] = [Trouble.too_many(header)]
    inner = mention("who patches RDS?", ts="1.9")
    first = await slack.event(inner, event_id="Ev9")

    assert (first.status, posts(slack)) == (503, 1)
    if header.isdigit():
        again = await slack.event(inner, event_id="Ev9")
        elsewhere = await slack.direct_message("who patches RDS?")
        assert (again.status, elsewhere.status, posts(slack)) == (503, 200, 2)


@pytest.mark.usefixtures("app")
async def test_a_whole_post_stays_within_its_budget(slack: SlackSimulator) -> None:
    """A slow Slack that refuses shape after shape: given up in time for the acknowledgement, which says so."""
    slack.slow["chat.postMessage"] = 1.5
    refusal = {"ok": False, "error": "invalid_blocks"}
    slack.failures["chat.postMessage"] = [refusal, refusal]
    reply = await slack.mention("who patches RDS?")

    assert (reply.status, posts(slack)) == (200, 2)
    assert [m["text"] for m in reply.messages] == [UNSURE]


@pytest.mark.parametrize(
    ("code", "method", "place"),
    [
        ("restricted_action_read_only_channel", "chat.postEphemeral", CHANNEL),
        ("restricted_action", "chat.postEphemeral", CHANNEL),
        ("not_in_channel", "chat.postMessage", USER),
        ("channel_not_found", "chat.postMessage", USER),
        ("is_archived", "chat.postMessage", USER),
    ],
)
@pytest.mark.usefixtures("app")
async def test_where_we_may_not_post_the_person_is_answered_alone(
    slack: SlackSimulator, code: str, method: str, place: str
) -> None:
    """Once, acknowledged; a redelivery says nothing more."""
    slack.failures["chat.postMessage"] = [{"ok": False, "error": code}]
    inner = mention("who patches RDS?", ts="1.7")
    replies = [await slack.event(inner, event_id="Ev7") for _ in range(2)]

    assert [reply.status for reply in replies] == [200, 200]
    assert [len(reply.messages) for reply in replies] == [1, 0]
    last, arguments = slack.calls[-1]
    assert (last, arguments["channel"]) == (method, place)
    assert "AWS patches" in replies[0].messages[0]["text"]


@pytest.mark.usefixtures("app")
async def test_what_nothing_can_help_is_acknowledged_and_never_tried_again(slack, caplog) -> None:
    """The channel and the person refused: two calls, 200, and the log says so."""
    slack.standing["chat.postMessage"] = {"ok": False, "error": "not_in_channel"}
    first = await slack.mention("who patches RDS?")
    slack.standing["chat.postMessage"] = {"ok": False, "error": "ekm_access_denied"}
    second = await slack.mention("who patches RDS?")

    assert (first.status, second.status, posts(slack)) == (200, 200, 3)
    assert "not said privately either" in caplog.text
    assert "ekm_access_denied" in caplog.text


@pytest.mark.usefixtures("app")
async def test_when_the_private_way_fails_for_a_moment_slack_brings_it_again(slack) -> None:
    """The person still gets the answer."""
    not_there = {"ok": False, "error": "not_in_channel"}
    slack.failures["chat.postMessage"] = [not_there, 500, not_there]
    inner = mention("who patches RDS?", ts="1.6")
    replies = [await slack.event(inner, event_id="Ev6") for _ in range(2)]

    assert [reply.status for reply in replies] == [503, 200]
    assert [len(reply.messages) for reply in replies] == [0, 1]


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.postEphemeral", "response_url"])
@pytest.mark.usefixtures("app")
async def test_blocks_that_are_refused_become_plainer_everywhere(slack, method: str) -> None:
    """Posted, shown to one person, or through a response_url: one section, and then text."""
    refusal = 400 if method == "response_url" else {"ok": False, "error": "invalid_blocks"}
    slack.failures[method] = [refusal, refusal]
    if method == "response_url":
        (shown,) = (await slack.command("who patches ecks?")).messages
        buttons = next(b for b in shown["blocks"] if b["type"] == "actions")["elements"]
        reply = await slack.click({**buttons[0], "type": "button", "block_id": "b"}, shown)
    else:
        if method == "chat.postEphemeral":
            slack.failures["chat.postMessage"] = [{"ok": False, "error": "restricted_action"}]
        reply = await slack.mention("who patches RDS?")

    (said,) = reply.messages
    assert reply.status == 200
    assert "blocks" not in said
    assert len(said["text"]) > 50


@pytest.mark.usefixtures("app")
async def test_a_response_url_is_never_used_a_sixth_time(slack: SlackSimulator) -> None:
    """Sharing that is refused in every shape still leaves a use for the sentence that says so."""
    (shown,) = (await slack.command("who patches RDS?")).messages
    slack.failures["response_url"] = [400, 400, 400]
    refused = await press(slack, shown, "Share to channel")
    slack.failures["response_url"] = [400, 400, Trouble(200, b"ok"), 400, 400]
    shared = await press(slack, shown, "Share to channel")
    uses: dict[str, int] = {}
    for method, arguments in slack.calls:
        if method == "response_url":
            uses[arguments["token"]] = uses.get(arguments["token"], 0) + 1

    assert (refused.status, shared.status) == (200, 200)
    assert "did not let me share" in refused.messages[-1]["text"]
    assert sorted(uses.values()) == [4, 5]
    assert "blocks" not in slack.calls[-1][1]  # the last use was kept for the plainest shape


async def test_a_response_url_refuses_a_sixth_use(slack: SlackSimulator) -> None:
    """Slack takes five; a sixth does not leave us."""
    async with aiohttp.ClientSession() as session:
        respond = BoundRespond(slack.api_url.replace("/api/", "/respond/x"), session)
        for _ in range(5):
            await respond("hello")
        sixth = await respond("hello")

    assert sixth.status_code == 404
    assert [method for method, _ in slack.calls] == ["response_url"] * 5


@pytest.mark.parametrize("trouble", [Trouble.cut(is_done=True), Trouble(404, b"expired_url")])
@pytest.mark.usefixtures("app")
async def test_a_response_url_that_gives_no_answer_is_not_tried_again_blindly(
    slack: SlackSimulator, trouble: Trouble
) -> None:
    """The answer is sent once; then one sentence, and where that fails too Slack marks the click itself."""
    (shown,) = (await slack.command("who patches ecks?")).messages
    buttons = next(b for b in shown["blocks"] if b["type"] == "actions")["elements"]
    slack.standing["response_url"] = trouble
    reply = await slack.click({**buttons[0], "type": "button", "block_id": "b"}, shown)
    bodies = [arguments for method, arguments in slack.calls if method == "response_url"]

    assert reply.status == 503
    assert len(bodies) == 2
    assert [bool(body.get("blocks")) for body in bodies] == [True, False]


async def test_while_slack_hangs_a_bounded_number_is_in_flight(app: Serving, slack) -> None:
    """Above it 503 at once, so that memory and sockets stay bounded; the door counts what comes through it."""
    slack.standing["views.publish"] = Trouble.hang()
    few = Dispatching(app.slack.bolt, app.desk.metrics, most=3)
    through_the_door = asyncio.create_task(slack.open_home())
    await until(lambda: app.slack.dispatching.in_flight == 1)
    opened = payloads.event(payloads.home_opened(USER, "4.1", None), "Ev4", int(time.time()))
    requests = [AsyncBoltRequest(mode="socket_mode", body=opened) for _ in range(9)]
    answers = await asyncio.gather(*(few.async_dispatch(one) for one in requests[:8]))
    await through_the_door
    slack.standing.clear()
    later = await few.async_dispatch(requests[8])

    assert {answer.status for answer in answers} == {503}
    assert sum(answer.body == "busy" for answer in answers) == 5
    assert (later.status, few.in_flight, app.slack.dispatching.in_flight) == (200, 0, 0)

"""A signed request that comes again: one effect, and no question lost by it."""

import asyncio
import json
from urllib.parse import urlencode

from slack_bolt.response import BoltResponse

from bot.simulator import SlackSimulator, payloads
from bot.slack.replays import Replays
from bot.slack.serving import Serving
from tests.slack.pressing import found
from tests.slack.raw import signed, signed_json


def command(slack: SlackSimulator, trigger: str) -> bytes:
    url = f"{slack.api_url}respond"
    return urlencode(payloads.command("who patches RDS?", "U1", "C1", url, trigger)).encode()


async def test_a_command_again_is_an_empty_200(app: Serving, slack) -> None:
    """A hundred copies of each, made 0 to 299 seconds ago: the first is answered, the others change nothing."""
    replies = {}
    for age in (0, 150, 297):
        sent = signed(slack, command(slack, str(age)), age=age)
        replies[age] = [await sent.send(slack) for _ in range(100)]

    assert {reply.status for copies in replies.values() for reply in copies} == {200}
    assert [sum(bool(r.body) for r in copies) for copies in replies.values()] == [1, 1, 1]
    assert b"whosejob_answer_seconds_count 3.0" in app.desk.metrics.page()


async def test_a_click_again_does_nothing(app: Serving, slack) -> None:
    """The same signed click a hundred times: one thing is posted."""
    (message,) = (await slack.mention("who patches RDS?")).messages
    before = len(slack.messages)
    element = found(message, "All of RDS")[0]
    place = payloads.in_message(message)
    url = slack._response_url(message["channel"], message)
    click = payloads.interaction(
        "block_actions", "U1", **place, response_url=url, trigger_id="1.2", actions=[element]
    )

    sent = signed(slack, urlencode({"payload": json.dumps(click)}).encode())
    replies = [await sent.send(slack) for _ in range(100)]

    assert {(reply.status, reply.body) for reply in replies} == {(200, "")}
    assert len(slack.messages) == before + 1


async def test_a_mention_again_is_answered_once(app: Serving, slack) -> None:
    """Twenty copies at the same time: one reply."""
    body = payloads.event(payloads.mention("who patches RDS?", "1.5"), "Ev1", 1)
    sent = signed_json(slack, body)
    replies = await asyncio.gather(*(sent.send(slack) for _ in range(20)))

    assert {reply.status for reply in replies} == {200}
    assert len([m for m in slack.messages if m["where"] == "message"]) == 1


async def test_a_copy_of_one_that_failed_is_answered(app: Serving, slack) -> None:
    """Slack's own retry may carry the same signature: after a 503 the same bytes get their answer."""
    slack.failures["chat.postMessage"] = [500]
    body = payloads.event(payloads.mention("who patches RDS?", "1.5"), "Ev1", 1)
    sent = signed_json(slack, body)
    first, second = await sent.send(slack), await sent.send(slack)

    assert (first.status, second.status) == (503, 200)
    assert len([m for m in slack.messages if m["where"] == "message"]) == 1


async def answered(status: int) -> BoltResponse:
    await asyncio.sleep(0)
    return BoltResponse(status=status, body="answer")


async def test_a_copy_that_waits_takes_over_when_the_first_fails() -> None:
    """Of three at once the first fails, the second is answered, the third is a copy."""
    replays, statuses = Replays(), iter((503, 200, 200))
    copies = (replays.once("v0=" + "a" * 64, lambda: answered(next(statuses))) for _ in range(3))
    responses = await asyncio.gather(*copies)

    assert [(r.status, r.body) for r in responses] == [(503, "answer"), (200, "answer"), (200, "")]


async def test_only_so_many_signatures_are_kept() -> None:
    """The oldest is forgotten first; memory is bounded."""
    replays = Replays(most=10)
    names = [f"v0={n:064x}" for n in range(11)]
    for name in names:
        await replays.once(name, lambda: answered(200))
    latest = await replays.once(names[10], lambda: answered(200))
    oldest = await replays.once(names[0], lambda: answered(200))

    assert (latest.body, oldest.body) == ("", "answer")
    assert len(replays._copies) <= 10

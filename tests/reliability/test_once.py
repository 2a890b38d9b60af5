"""An event that comes again is answered once, whoever of us gets which copy, and in whatever order."""

import asyncio

import pytest

from bot.simulator import SlackSimulator
from bot.simulator.payloads import direct_message, mention
from bot.simulator.redelivering import Redelivering
from bot.slack.deliveries import keys_of
from bot.slack.serving import Serving
from tests.conftest import until
from tests.reliability.conftest import MINUTE_SECONDS, door

POST = "chat.postMessage"


def is_posting(slack: SlackSimulator) -> bool:
    return any(method == POST for method, _ in slack.calls)


async def test_an_event_whose_first_copy_never_came_is_answered(events: Redelivering) -> None:
    """Slack's number of the retry decides nothing: a stream of nothing but retries is answered."""
    events.first_retry = 1
    told = [
        await events.tell(mention("who patches RDS?", f"1.{n}") | {"channel": f"C{n}"})
        for n in range(20)
    ]

    assert [len(events.replies(story)) for story in told] == [1] * 20


async def test_a_retry_waits_for_the_copy_that_is_being_answered(
    slack: SlackSimulator, app: Serving
) -> None:
    """Slack loses its patience, comes back at once, and is told 200 when the first copy's answer stands."""
    slack.delays.seconds[POST] = 1.6
    async with Redelivering(slack, [door(app)], minute_seconds=1, patience_seconds=1.2) as events:
        story = await events.tell(mention("who patches RDS?", "1.1"))

    assert set(story.tries) == {"http_timeout", "200"}
    assert len(events.replies(story)) == 1
    assert [method for method, _ in slack.calls].count(POST) == 1


async def test_a_copy_that_waited_in_vain_comes_back(
    slack: SlackSimulator, events: Redelivering
) -> None:
    """When the copy that is being answered fails, the one that waits for it is not acknowledged either."""
    slack.delays.seconds[POST] = 0.3
    slack.failures[POST] = [500]
    first, twin = await asyncio.gather(*(events.tell(one) for one in _twins("1.1", "D1")))

    assert (first.tries[0], twin.tries[0]) == ("http_error 503", "http_error 503")
    assert sum(message["where"] == "message" for message in slack.messages) == 1


async def test_another_replica_lets_slack_come_back(
    slack: SlackSimulator, app: Serving, another
) -> None:
    """503 while somebody else answers; then 200 without a second reply."""
    slack.delays.seconds[POST] = 0.4
    inner = mention("who patches RDS?", "1.1")
    async with (
        another() as other,
        Redelivering(slack, [door(app)]) as here,
        Redelivering(slack, [door(other)], minute_seconds=1.0) as there,
    ):
        first = asyncio.create_task(here.tell(inner))
        await until(lambda: is_posting(slack))
        again = await there.tell(inner)
        await first

    assert again.tries == ["http_error 503", "http_error 503", "200"]
    assert first.result().tries == ["200"]
    assert len(here.replies(again)) == 1


async def test_a_mention_and_its_twin_are_answered_once(
    slack: SlackSimulator, app: Serving, another
) -> None:
    """A message that mentions us in a direct conversation can come as two events, on two replicas at once."""
    async with another() as other:
        doors = [door(app), door(other)]
        async with Redelivering(slack, doors, minute_seconds=MINUTE_SECONDS) as events:
            pairs = [_twins(f"1.{number}", f"D{number}") for number in range(20)]
            await asyncio.gather(*(events.tell(inner) for pair in pairs for inner in pair))

    posted = [message["channel"] for message in slack.messages if message["where"] == "message"]
    assert sorted(posted) == sorted(f"D{number}" for number in range(20))


def _twins(ts: str, channel: str) -> tuple[dict, dict]:
    direct = direct_message("who patches RDS?", ts) | {"channel": channel}
    return direct, mention("who patches RDS?", ts) | {"channel": channel}


@pytest.mark.usefixtures("app")
async def test_a_group_conversation_is_answered_when_we_are_mentioned(
    slack: SlackSimulator,
) -> None:
    """Once, in the thread of the mention; the same message as a plain event of the group is not a question."""
    asked = mention("who patches RDS?", "1.7") | {"channel": "G1"}
    plain = asked | {"type": "message", "channel_type": "mpim"}
    replies = [await slack.event(inner) for inner in (plain, asked, plain)]

    assert [len(reply.messages) for reply in replies] == [0, 1, 0]
    assert replies[1].messages[0]["thread_ts"] == "1.7"


def test_events_without_an_id_are_told_apart() -> None:
    """The message itself is the second key; a missing first one is nobody's."""
    event = {"channel": "C1", "ts": "1.3"}

    assert keys_of(event, {"team_id": "T1", "event_id": "Ev1"}) == ("event:Ev1", "ts:T1:C1:1.3")
    assert keys_of(event, {"team_id": "T1"}) == ("ts:T1:C1:1.3",)

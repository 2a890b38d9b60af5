"""An answer that fails comes back once; then the person hears a sentence instead of nothing, again and again."""

from sqlalchemy import update

from bot.simulator import SlackSimulator
from bot.simulator.payloads import mention
from bot.simulator.redelivering import Redelivering
from bot.slack.serving import Serving
from bot.store.tables import threads
from tests.reliability.conftest import MINUTE_SECONDS, door
from tests.reliability.test_unsure import notes

DAMAGED = '{"services": [[["aws/rds"], null]], "areas": []}'
"""A remembered topic whose JSON is good and whose shape is not: leaning on it fails."""
GOOD = '{"services": [["aws/rds", null]], "areas": []}'


async def remembered(app: Serving, topic: str) -> None:
    """Put `topic` in the place of what every thread was about."""
    async with app.desk.store.engine.begin() as connection:
        await connection.execute(update(threads).values(topic=topic))


async def begin(slack: SlackSimulator, thread: str) -> None:
    """A thread that is about RDS."""
    asked = mention("who patches RDS?", slack.timestamp(), thread)
    await slack.event(asked | {"channel": f"C{thread}"})


def follow_up(thread: str, number: int = 0) -> dict:
    """In a channel of its own: posts into one are paced."""
    asked = mention("what about backups?", f"2.{number}", thread, user=f"U{number}")
    return asked | {"channel": f"C{thread}"}


async def test_every_event_is_answered_or_apologised_for(
    slack: SlackSimulator, app: Serving, events: Redelivering
) -> None:
    """Every tenth answer fails for good: 503 at first, then a note with a reference, and no third try."""
    for number in range(4):
        await begin(slack, f"1.{number}")
    await remembered(app, DAMAGED)
    for number in range(40):
        is_bad = number % 10 == 0
        fresh = mention("who patches RDS?", f"2.{number}", user=f"U{number}") | {
            "channel": f"C{number}"
        }
        await events.tell(follow_up(f"1.{number // 10}", number) if is_bad else fresh)

    counted = events.counted()
    failed = [story for story in events.stories if len(story.tries) > 1]
    assert (counted.lost, counted.unacknowledged, counted.doubled) == ((), 0, 0)
    assert [story.tries for story in failed] == [["http_error 503", "200"]] * 4
    assert [text[:36] for text in notes(slack)] == ["I could not look that up (reference "] * 4


async def test_the_second_failure_counts_on_another_replica_too(
    slack: SlackSimulator, app: Serving, another
) -> None:
    """The store remembers that the answer failed, so a retry that reaches somebody else is the last."""
    await begin(slack, "1.1")
    await remembered(app, DAMAGED)
    first = await slack.event(follow_up("1.1"), event_id="Ev1")
    async with another() as other:
        slack.app_url = door(other)
        second = await slack.event(follow_up("1.1"), event_id="Ev1")
        third = await slack.event(follow_up("1.1"), event_id="Ev1")

    assert [reply.status for reply in (first, second, third)] == [503, 200, 200]
    assert len(notes(slack)) == 1


async def test_an_answer_that_fails_once_is_given_at_the_retry(
    slack: SlackSimulator, app: Serving, caplog
) -> None:
    """Nobody notices but the log."""
    await begin(slack, "1.1")
    await remembered(app, DAMAGED)
    first = await slack.event(follow_up("1.1"), event_id="Ev1")
    await remembered(app, GOOD)
    second = await slack.event(follow_up("1.1"), event_id="Ev1")

    assert (first.status, second.status, len(second.messages)) == (503, 200, 1)
    assert notes(slack) == []
    assert "TypeError" in caplog.text


async def test_an_apology_that_fails_too_lets_slack_come_back(
    slack: SlackSimulator, app: Serving
) -> None:
    """Nothing is acknowledged before the person heard something."""
    await begin(slack, "1.1")
    await remembered(app, DAMAGED)
    slack.failures["chat.postEphemeral"] = [500]
    async with Redelivering(slack, [door(app)], minute_seconds=MINUTE_SECONDS) as events:
        story = await events.tell(follow_up("1.1"))

    assert story.tries == ["http_error 503", "http_error 503", "200"]
    assert len(notes(slack)) == 1


async def test_a_slack_that_does_not_take_the_answer_gets_no_apology_to_take(
    slack: SlackSimulator, events: Redelivering
) -> None:
    """Its trouble passes, and the answer is worth more than a note: it is given whenever Slack comes back."""
    slack.failures["chat.postMessage"] = [500, 500]
    story = await events.tell(mention("who patches RDS?", "1.1"))

    assert story.tries == ["http_error 503", "http_error 503", "200"]
    assert len(events.replies(story)) == 1
    assert notes(slack) == []

"""An answer that fails comes back once; then the person hears a sentence instead of nothing, again and again."""

from bot.simulator import SlackSimulator
from bot.simulator.payloads import mention
from bot.simulator.redelivering import Redelivering
from bot.slack.serving import Serving
from tests.reliability.conftest import MINUTE_SECONDS, door
from tests.reliability.test_unsure import notes

POST = "chat.postMessage"
NONSENSE = {"ok": False, "error": "something_new"}


async def test_every_event_is_answered_or_apologised_for(
    slack: SlackSimulator, events: Redelivering
) -> None:
    """Every tenth answer fails for good: 503 at first, then a note with a reference, and no third try."""
    for number in range(40):
        if number % 10 == 0:
            slack.failures[POST] = [NONSENSE, NONSENSE]
        await events.tell(mention("who patches RDS?", f"1.{number}", user=f"U{number}"))

    counted = events.counted()
    failed = [story for story in events.stories if not events.replies(story)]
    assert (counted.lost, counted.unacknowledged, counted.doubled) == ((), 0, 0)
    assert [story.tries for story in failed] == [["http_error 503", "200"]] * 4
    assert [text[:36] for text in notes(slack)] == ["I could not look that up (reference "] * 4


async def test_the_second_failure_counts_on_another_replica_too(
    slack: SlackSimulator, app: Serving, another
) -> None:
    """The store remembers that the answer failed, so a retry that reaches somebody else is the last."""
    slack.failures[POST] = [NONSENSE, NONSENSE]
    inner = mention("who patches RDS?", "1.1")
    slack.app_url = door(app)
    first = await slack.event(inner, event_id="Ev1")
    async with another() as other:
        slack.app_url = door(other)
        second = await slack.event(inner, event_id="Ev1")
        third = await slack.event(inner, event_id="Ev1")

    assert [reply.status for reply in (first, second, third)] == [503, 200, 200]
    assert len(notes(slack)) == 1


async def test_an_answer_that_fails_once_is_given_at_the_retry(
    slack: SlackSimulator, events: Redelivering, caplog
) -> None:
    """Nobody notices but the log."""
    slack.failures[POST] = [NONSENSE]
    story = await events.tell(mention("who patches RDS?", "1.1"))

    assert story.tries == ["http_error 503", "200"]
    assert len(events.replies(story)) == 1
    assert notes(slack) == []
    assert "something_new" in caplog.text


async def test_an_apology_that_fails_too_lets_slack_come_back(
    slack: SlackSimulator, app: Serving
) -> None:
    """Nothing is acknowledged before the person heard something."""
    slack.failures |= {POST: [NONSENSE, NONSENSE], "chat.postEphemeral": [NONSENSE]}
    async with Redelivering(slack, [door(app)], minute_seconds=MINUTE_SECONDS) as events:
        story = await events.tell(mention("who patches RDS?", "1.1"))

    assert story.tries == ["http_error 503", "http_error 503", "200"]
    assert len(events.replies(story)) == 1

"""A flood: whoever asks without end is told once and then heard again after a minute; nobody else notices."""

import time
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from bot.settings import Settings
from bot.simulator import SlackSimulator, payloads
from bot.slack.door import EVENTS_PATH
from bot.slack.flooding import (
    BUSY_CHANNEL,
    CHANNEL_PER_MINUTE,
    CLICKS,
    MOST_REMEMBERED,
    TOO_MANY,
    Floods,
    Turn,
)
from bot.slack.pacing import SECONDS_BETWEEN
from bot.slack.serving import Serving, serving
from tests.conftest import until
from tests.slack.pressing import found

LIMIT = 10
FLOOD = 1000
FLOODER, OTHER = "U0FLOOD", "U0OTHER"
TURNS_OF_A_FLOOD = [Turn.ANSWER] * LIMIT + [Turn.SAY_SO] + [Turn.SILENT] * 5


@pytest.fixture
async def limited(slack: SlackSimulator, settings: Settings, knowledge) -> AsyncIterator[Serving]:
    """The app as people run it: with the limit that stands in the settings."""
    shipped = Settings(_env_file=None).whosejob_questions_per_minute
    settings = settings.model_copy(update={"whosejob_questions_per_minute": shipped})
    async with serving(settings, "127.0.0.1", knowledge=knowledge) as now:
        slack.app_url = f"http://127.0.0.1:{now.port}{EVENTS_PATH}"
        await until(lambda: now.is_ready)
        yield now


class Clock:
    """Time that a test lets pass."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def mention(slack: SlackSimulator, user: str, text: str = "who patches RDS?") -> float:
    """Seconds until it was acknowledged."""
    started = time.perf_counter()
    event = payloads.mention(text, slack.timestamp(), None, user)
    assert (await slack.event(event)).status == 200
    return time.perf_counter() - started


def posts(slack: SlackSimulator) -> Counter[str]:
    return Counter(m["where"] for m in slack.messages if m["where"] != "person")


def let_in_since(started: float) -> float:
    """The most answers that one person can have got: posts into a channel are paced, so that the bucket refills a little."""
    return LIMIT + (time.monotonic() - started) * LIMIT / 60


@pytest.mark.usefixtures("limited")
async def test_a_thousand_mentions_cause_a_few_posts(slack: SlackSimulator) -> None:
    """Ten answers, one more for every six seconds until the note that only the flooder sees; meanwhile others are answered as ever."""
    alone = [await mention(slack, OTHER) for _ in range(3)]
    slack.messages.clear()
    started = time.monotonic()

    beside = []
    for number in range(FLOOD):
        await mention(slack, FLOODER)
        if number % 200 == 199:
            beside.append(await mention(slack, OTHER, "who patches EC2?"))

    answers = [m for m in slack.messages if "EC2" in m["text"] and m["where"] == "message"]
    assert len(answers) == len(beside)
    assert LIMIT <= posts(slack)["message"] - len(beside) <= let_in_since(started)
    assert [m["text"] for m in slack.messages if m["where"] == "ephemeral"] == [TOO_MANY]
    assert min(beside) < SECONDS_BETWEEN + 20 * max(alone)  # at most, the channel's next turn


@pytest.mark.usefixtures("limited")
async def test_a_direct_conversation_is_told_once(slack: SlackSimulator) -> None:
    """One note that only they see, then silence."""
    started = time.monotonic()
    for _ in range(LIMIT + 5):
        await slack.direct_message("who patches RDS?")

    assert LIMIT <= posts(slack)["message"] <= let_in_since(started)
    assert [m["text"] for m in slack.messages if m["where"] == "ephemeral"] == [TOO_MANY]


@pytest.mark.usefixtures("limited")
async def test_a_command_is_told_once_in_its_acknowledgement(slack: SlackSimulator) -> None:
    """And afterwards acknowledged with nothing, so that Slack shows no error either."""
    replies = [await slack.command("who patches RDS?") for _ in range(LIMIT + 3)]

    assert [r.status for r in replies] == [200] * len(replies)
    assert "AWS patches" in replies[LIMIT - 1].body["text"]
    assert [r.messages[0]["text"] for r in replies[LIMIT : LIMIT + 1]] == [TOO_MANY]
    assert all(not r.messages for r in replies[LIMIT + 1 :])


@pytest.mark.usefixtures("limited")
async def test_clicks_count_too_with_a_higher_limit(slack: SlackSimulator) -> None:
    """Sixty clicks a minute are done, then one note, then nothing."""
    (private,) = (await slack.command("who patches RDS?")).messages
    element, chosen = found(private, "How to ask")

    replies = [await slack.click(element, private, chosen) for _ in range(LIMIT * CLICKS + 3)]

    texts = [[m["text"] for m in r.messages] for r in replies]
    assert all("Ask whose job" in said[0] for said in texts[: LIMIT * CLICKS])
    assert texts[LIMIT * CLICKS :] == [[TOO_MANY], [], []]


async def test_the_shipped_limit_can_be_turned_off(app, slack: SlackSimulator) -> None:
    """WHOSEJOB_QUESTIONS_PER_MINUTE=0, as the tests and the playground run."""
    replies = [await slack.command("who patches RDS?") for _ in range(LIMIT + 5)]

    assert all("AWS patches" in r.body["text"] for r in replies)


def test_a_person_is_heard_again_after_a_minute() -> None:
    """Not a second earlier, however often they ask in between: a flood does not trickle on."""
    clock = Clock()
    floods = Floods(LIMIT, clock)

    assert [floods.question(FLOODER) for _ in TURNS_OF_A_FLOOD] == TURNS_OF_A_FLOOD
    for _ in range(59):
        clock.now += 1
        assert floods.question(FLOODER) is Turn.SILENT
        assert floods.question(f"{OTHER}{clock.now}") is Turn.ANSWER
    clock.now += 1
    assert [floods.question(FLOODER) for _ in TURNS_OF_A_FLOOD] == TURNS_OF_A_FLOOD


def test_a_steady_asker_is_never_stopped() -> None:
    """Ten a minute for an hour."""
    clock = Clock()
    floods = Floods(LIMIT, clock)

    for _ in range(600):
        clock.now += 6
        assert floods.question(OTHER) is Turn.ANSWER


def test_a_redelivery_costs_nothing() -> None:
    """While Slack brings one question back again and again, the person can go on asking."""
    floods = Floods(LIMIT, Clock())

    assert {floods.question(OTHER, "ts:1") for _ in range(50)} == {Turn.ANSWER}
    assert floods.question(OTHER, "ts:2") is Turn.ANSWER
    assert {floods.question(OTHER, "ts:1") for _ in range(50)} == {Turn.ANSWER}


def test_a_channel_has_a_pace_of_its_own() -> None:
    """Many people at once: each one over it is told once a minute, and nobody's own limit is touched."""
    clock = Clock()
    floods = Floods(LIMIT, clock)
    people = [f"U{n}" for n in range(CHANNEL_PER_MINUTE + 5)]

    first = [floods.in_channel("C1", user) for user in people]
    again = [floods.in_channel("C1", user) for user in people[-5:]]
    clock.now += 1

    assert first == [Turn.ANSWER] * CHANNEL_PER_MINUTE + [Turn.SAY_SO] * 5
    assert again == [Turn.SILENT] * 5
    assert floods.in_channel("C2", people[-1]) is Turn.ANSWER
    assert floods.in_channel("C1", people[0]) is Turn.ANSWER
    assert BUSY_CHANNEL != TOO_MANY


def test_memory_is_bounded() -> None:
    """Who was quiet the longest is forgotten when ten thousand others have asked, and begins anew."""
    floods = Floods(LIMIT, Clock())
    for _ in TURNS_OF_A_FLOOD:
        floods.question(FLOODER)
    for number in range(MOST_REMEMBERED - 1):
        floods.question(f"U{number}")
    assert floods.question(FLOODER) is Turn.SILENT

    for number in range(MOST_REMEMBERED):
        floods.question(f"V{number}")
    assert [floods.question(FLOODER) for _ in range(LIMIT)] == [Turn.ANSWER] * LIMIT


async def test_a_crowd_in_one_channel_is_paced(limited: Serving, slack: SlackSimulator) -> None:
    """After sixty questions by many people, the next one is told so in a note that only they see."""
    notes: list[str] = []
    for number in range(
        10
    ):  # a slow machine takes the second that gives the channel one more answer
        for other in range(CHANNEL_PER_MINUTE):
            limited.desk.floods.in_channel(payloads.CHANNEL, f"U{other}")
        await mention(slack, f"U0PERSON{number}")
        notes = [m["text"] for m in slack.messages if m["where"] == "ephemeral"]
        if notes:
            break

    assert notes == [BUSY_CHANNEL]

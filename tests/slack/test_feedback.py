"""👍 and 👎: counted without text; the form behind 👎 keeps what the person sends."""

import json

import pytest
from sqlalchemy import text

from bot.rendering.carried import Carried
from bot.simulator import SlackSimulator
from bot.slack.reply import again
from bot.slack.serving import Serving
from bot.store.memory import MOST_VOTES
from bot.store.store import Verdict
from tests.conftest import until
from tests.slack.pressing import found, press, said

UP, DOWN = "👍 Helpful", "👎 Something is wrong"


async def rows(app: Serving) -> list[dict]:
    """What the table holds; on a machine that stood still for a moment, once the store has caught up."""
    await until(lambda: app.desk.store.trouble() is None)
    async with app.desk.store.engine.connect() as connection:
        found = await connection.execute(text("SELECT * FROM feedback ORDER BY at"))
        return [dict(row._mapping) for row in found]


async def ask(slack: SlackSimulator, way: str = "command", question: str = "who patches RDS?"):
    return (await getattr(slack, way)(question)).messages[0]


@pytest.mark.parametrize("way", ["command", "mention", "direct_message"])
async def test_a_thumb_up_is_counted_and_thanked(app, slack: SlackSimulator, way: str) -> None:
    """What was answered, without the question and without a name."""
    shown = await ask(slack, way)
    reply = await press(slack, shown, UP)

    (row,) = await rows(app)
    assert (row["verdict"], row["kind"], row["services"]) == ("up", "ownership", "aws/rds")
    assert (row["areas"], row["question"], row["comment"]) == ("patching", "", "")
    assert slack.user not in json.dumps(row)
    assert reply.messages[-1]["where"] == "ephemeral"
    assert "Thank you" in reply.messages[-1]["text"]
    assert reply.messages[-1].get("thread_ts") == shown.get("thread_ts")
    assert slack.refused == []


@pytest.mark.parametrize("way", ["command", "mention"])
async def test_a_thumb_down_asks_what_is_wrong(app, slack: SlackSimulator, way: str) -> None:
    """A form with the question as it was read and what was said; the vote counts at once, without text."""
    await press(slack, await ask(slack, way, "who patches <!here> RDS?"), DOWN)

    (form,) = slack.views
    (row,) = await rows(app)
    assert "You asked: who patches RDS?" in said(form["blocks"])
    assert "I said: AWS patches" in said(form["blocks"])
    assert "are kept" in said(form["blocks"])
    assert (row["verdict"], row["question"]) == ("down", "")


async def test_the_form_is_kept_when_it_is_sent(each_way, slack: SlackSimulator) -> None:
    """Reason, comment and question; the person reads a thank-you."""
    await press(slack, await ask(slack), DOWN)
    await slack.submit(slack.views[0], {"reason": "out_of_date", "comment": "Changed in May."})

    (row,) = await rows(each_way)
    assert (row["reason"], row["comment"]) == ("out_of_date", "Changed in May.")
    assert row["question"] == "who patches RDS?"
    (thanks,) = slack.views
    assert "Thank you" in said(thanks["blocks"])
    assert slack.refused == []


async def test_the_form_needs_a_reason(app, slack: SlackSimulator) -> None:
    """It stays open and says so; nothing of its text is kept."""
    await press(slack, await ask(slack), DOWN)
    reply = await slack.submit(slack.views[0], {"comment": "secret"})

    assert reply.body["errors"] == {"reason": "Please choose what is wrong."}
    assert [row["comment"] for row in await rows(app)] == [""]


async def test_a_form_that_is_closed_keeps_no_text(app, slack: SlackSimulator) -> None:
    """The vote alone."""
    await press(slack, await ask(slack), DOWN)
    await slack.close(slack.views[0])

    assert [(r["verdict"], r["question"]) for r in await rows(app)] == [("down", "")]


async def test_a_second_vote_replaces_the_first(app, slack: SlackSimulator) -> None:
    """One vote for each person and message; the same vote again keeps what was written with it."""
    shown = await ask(slack, "mention")
    await press(slack, shown, UP)
    await press(slack, shown, DOWN)
    await slack.submit(slack.views[0], {"reason": "unclear", "comment": "What?"})
    await press(slack, shown, DOWN)
    assert [(r["verdict"], r["comment"]) for r in await rows(app)] == [("down", "What?")]

    await press(slack, shown, UP)
    assert [(r["verdict"], r["comment"]) for r in await rows(app)] == [("up", "")]


async def test_votes_of_two_people_and_of_two_messages_count_apart(app, slack) -> None:
    """Three keys, three rows."""
    first, second = await ask(slack, "mention"), await ask(slack, "mention")
    await press(slack, first, UP)
    await press(slack, second, UP)
    slack.user = "U0OTHER"
    await press(slack, first, UP)

    assert len(await rows(app)) == 3


async def test_a_form_that_cannot_be_kept_says_so(app, slack: SlackSimulator, caplog) -> None:
    """In place of the form, with a reference, once the database fails and memory is full; the traceback is in the log."""
    await press(slack, await ask(slack), DOWN)
    async with app.desk.store.engine.begin() as connection:
        await connection.execute(text("DROP TABLE feedback"))
    answered = again(Carried("who patches RDS?"), app.desk.knowledge)
    for number in range(MOST_VOTES):
        await app.desk.store.vote(f"{number}", Verdict.UP, answered)
    await slack.submit(slack.views[0], {"reason": "other", "comment": "plugh"})

    words = said(slack.views[0]["blocks"])
    assert "reference" in words
    assert f"ref={words.split('reference ')[1][:6]}" in caplog.text
    assert "feedback" not in words


async def test_nothing_of_a_form_is_logged(app, slack: SlackSimulator, caplog) -> None:
    """Neither comment nor question."""
    caplog.set_level("DEBUG", logger="bot")
    await press(slack, await ask(slack, question="who patches RDS? xyzzy"), DOWN)
    await slack.submit(slack.views[0], {"reason": "other", "comment": "plugh"})

    assert "xyzzy" not in caplog.text
    assert "plugh" not in caplog.text


@pytest.mark.parametrize(
    "value", ["", "+", "-", "+{", "-null", "?{}", '-{"q":7}', "-" + "[" * 1000]
)
async def test_a_thumb_we_did_not_make_counts_nothing(app, slack, caplog, value: str) -> None:
    """A sentence instead, in the thread or in a modal."""
    shown = await ask(slack, "mention")
    element, _ = found(shown, UP)
    made = {"type": "feedback_buttons", "action_id": element["action_id"], "value": value}
    reply = await slack.click(made, shown)

    assert reply.status == 200
    assert await rows(app) == []
    assert "Please ask again" in (
        said(slack.views[0]["blocks"]) if slack.views else reply.messages[-1]["text"]
    )
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    "metadata", ["", "{}", "0" * 64, "0" * 64 + "{}", "0" * 64 + "[" * 2900, '0{"q": "a"}']
)
async def test_a_form_we_did_not_make_is_not_kept(app, slack, metadata: str) -> None:
    """The person reads that it is too old."""
    await press(slack, await ask(slack), DOWN)
    forged = {**slack.views[0], "private_metadata": metadata}
    await slack.submit(forged, {"reason": "other", "comment": "x"})

    assert [row["comment"] for row in await rows(app)] == [""]
    assert "Please ask again" in said(slack.views[0]["blocks"])


@pytest.mark.parametrize(
    "comment", ["", "\ud800", "a\x00b", "é" * 4000, "<!channel>"], ids=lambda c: ascii(c)[:12]
)
async def test_any_comment_is_kept(app, slack: SlackSimulator, comment: str) -> None:
    """Cut at 3000 characters, without what no database takes."""
    await press(slack, await ask(slack), DOWN)
    await slack.submit(slack.views[0], {"reason": "other", "comment": comment})

    (row,) = await rows(app)
    assert row["reason"] == "other"
    assert len(row["comment"]) == min(len(comment.replace("\x00", "")), 3000)

"""Why this answer: what was understood, and where every claim is written."""

import json

import pytest

from bot.simulator import SlackSimulator
from bot.simulator.limits import view_problems
from bot.slack.serving import Serving
from tests.rendering.drawing import unread
from tests.slack.pressing import found, press, said

pytestmark = pytest.mark.usefixtures("app")


async def test_it_says_what_was_understood(slack: SlackSimulator) -> None:
    """Service, option, task, each with the words it was read from; the correction; how sure."""
    (shown,) = (await slack.command("who patchs esk auto mode?")).messages
    await press(slack, shown, "Why this answer")

    (view,) = slack.views
    words = said(view["blocks"])
    assert "Service: Amazon EKS, EKS Auto Mode, from “esk auto mode”" in words
    assert "“esk” read as “eks”" in words
    assert "Confidence:" in words


async def test_it_says_where_every_claim_is_written(slack: SlackSimulator) -> None:
    """file:line, how near it was written, and the page with the day it was reviewed."""
    (shown,) = (await slack.mention("who patches RDS?")).messages
    await press(slack, shown, "Why this answer")

    words = said(slack.views[0]["blocks"])
    assert "knowledge/aws/services/rds.yaml:" in words
    assert "written for this service" in words
    assert ", reviewed 20" in words
    assert "https://docs.aws.amazon.com" in json.dumps(slack.views[0]["blocks"])


async def test_a_follow_up_is_explained_as_it_was_answered(slack: SlackSimulator) -> None:
    """With what the thread was about at that time, not what it is about now."""
    await slack.mention("who patches the OS on ECS?", thread_ts="1.5")
    (shown,) = (await slack.mention("what about on fargate?", thread_ts="1.5")).messages
    await slack.mention("who backs up DynamoDB?", thread_ts="1.5")
    await press(slack, shown, "Why this answer")

    words = said(slack.views[0]["blocks"])
    assert "ECS on Fargate" in words
    assert "from what was clicked or asked before" in words


async def test_what_was_not_understood_is_explained_too(slack: SlackSimulator) -> None:
    """A question that was asked back."""
    (shown,) = (await slack.command("who patches frobnicator?")).messages
    await press(slack, shown, "Why this answer")

    assert "frobnicator" in said(slack.views[0]["blocks"])


async def test_what_was_only_half_understood_has_its_name(slack: SlackSimulator) -> None:
    """The names of services and tasks, not their ids, though nothing was answered."""
    (shown,) = (await slack.command("rds frobnicator quuxing blarg patching wibble?")).messages
    await press(slack, shown, "Why this answer")

    words = said(slack.views[0]["blocks"])
    assert "Amazon RDS" in words
    assert "aws/rds" not in words


async def test_a_modal_that_slack_refuses_is_said(app, slack: SlackSimulator, caplog) -> None:
    """The trigger was too old: a sentence with a reference to the person alone."""
    (shown,) = (await slack.mention("who patches RDS?")).messages
    slack.failures["views.open"] = [{"ok": False, "error": "expired_trigger_id"}]
    reply = await press(slack, shown, "Why this answer")

    assert reply.status == 200
    assert reply.messages[-1]["where"] == "ephemeral"
    assert "reference" in reply.messages[-1]["text"]
    assert "expired_trigger_id" in caplog.text


async def test_a_modal_for_every_answer_obeys_the_limits(knowledge, sixty) -> None:
    """All of the sixty questions, an overview and a list."""
    from bot.answering import answer
    from bot.model import Context
    from bot.rendering.modals import why_modal
    from bot.rendering.why import explain

    for question in [*sixty, "RDS", "where is OS patching on us?", "", "x" * 500]:
        view = why_modal(explain(answer(question, Context(), knowledge), knowledge))
        assert view_problems(view) == [], question
        assert unread(view["blocks"]) == []


async def test_a_value_we_did_not_write_opens_a_sentence(
    slack: SlackSimulator, app: Serving
) -> None:
    """And no traceback."""
    (shown,) = (await slack.command("who patches RDS?")).messages
    element, _ = found(shown, "Why this answer")
    await slack.click({**element, "value": '{"q": 7}'}, shown)

    assert "Please ask again" in said(slack.views[0]["blocks"])

"""Signing in while Slack fails, at the start and later: nothing is accepted, nothing is lost, and the cause can be read."""

import asyncio

import pytest

from bot.settings import Settings
from bot.simulator import SlackSimulator, Trouble
from bot.simulator.payloads import mention
from bot.slack.serving import Serving, serving
from tests.conftest import until

FAILING = {
    "500": 500,
    "429": Trouble.too_many("0.1"),
    "no answer": Trouble.hang(),
    "invalid_auth": {"ok": False, "error": "invalid_auth"},
    "a page": Trouble.html(200),
}


@pytest.mark.parametrize("kind", FAILING)
async def test_a_start_while_slack_fails_loses_nothing(
    slack: SlackSimulator, settings: Settings, kind: str, knowledge
) -> None:
    """503 and the cause on /readyz; then one auth.test is enough, and each event is answered."""
    slack.failures["auth.test"] = [FAILING[kind]]
    questions = [mention("who patches RDS?", ts=f"3.{n}") | {"channel": f"C{n}"} for n in range(5)]
    async with serving(settings, "127.0.0.1", knowledge=knowledge) as now:
        slack.app_url = f"http://127.0.0.1:{now.port}/slack/events"
        early = await asyncio.gather(*(slack.event(q, f"Ev{q['ts']}") for q in questions))
        await until(lambda: "(" in now.health.causes().get("slack", ""), 10)
        cause = now.health.causes()["slack"]
        await until(lambda: now.is_ready, 20)
        later = await asyncio.gather(*(slack.event(q, f"Ev{q['ts']}") for q in questions * 2))

    assert {reply.status for reply in early} == {503}
    assert cause.startswith("Slack did not sign us in (")
    assert {reply.status for reply in later} <= {200, 503}  # 503: its twin is being answered
    assert len([m for m in slack.messages if m["where"] == "message"]) == 5
    assert [method for method, _ in slack.calls].count("auth.test") == 2


@pytest.mark.parametrize(
    ("failure", "says"),
    [
        ({"ok": False, "error": "token_revoked"}, "token_revoked"),
        ({"ok": False, "error": "account_inactive"}, "account_inactive"),
        ({"ok": False, "error": "invalid_auth"}, "invalid_auth"),
        ({"ok": False, "error": "missing_scope", "needed": "chat:write"}, "chat:write"),
    ],
    ids=["token_revoked", "account_inactive", "invalid_auth", "missing_scope"],
)
async def test_a_token_that_is_no_good_any_more_turns_us_red(
    app: Serving, slack: SlackSimulator, failure: dict, says: str
) -> None:
    """Everything is refused with 503 and /readyz says what to mend; mended, we are ready by ourselves."""
    if says == "chat:write":
        slack.scopes.discard("chat:write")
    else:
        slack.standing |= {"chat.postMessage": failure, "auth.test": failure}
    inner = mention("who patches RDS?", ts="1.5")
    first = await slack.event(inner, event_id="Ev5")
    await until(lambda: [m for m, _ in slack.calls].count("auth.test") >= 2, 10)
    command, causes = await slack.command("who patches RDS?"), app.health.causes()
    slack.standing.clear()
    slack.scopes.add("chat:write")
    await until(lambda: app.is_ready, 20)
    again = await slack.event(inner, event_id="Ev5")

    assert (first.status, command.status) == (503, 503)
    assert says in causes["slack"]
    assert (again.status, len(again.messages)) == (200, 1)

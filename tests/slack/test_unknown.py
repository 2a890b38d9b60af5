"""What nobody listens for is acknowledged, so that Slack neither sends it again nor shows an error."""

import json
from urllib.parse import urlencode

from bot.simulator import payloads
from bot.slack.serving import Serving
from bot.slack.unknown import NOT_MINE
from tests.slack.raw import signed, signed_json

INTERACTIONS = [
    payloads.interaction("block_actions", "U1", actions=[{"action_id": "of_an_older_version"}]),
    payloads.interaction("view_submission", "U1", view={"type": "modal", "callback_id": "old"}),
    payloads.interaction("view_closed", "U1", view={"type": "modal", "callback_id": "old"}),
    payloads.interaction("shortcut", "U1", callback_id="unknown"),
    payloads.interaction("message_action", "U1", callback_id="unknown"),
    payloads.interaction("interactive_message", "U1", callback_id="x", actions=[{"name": "n"}]),
    payloads.interaction("dialog_submission", "U1", callback_id="x"),
    payloads.interaction("workflow_step_edit", "U1", callback_id="x", workflow_step={}),
    payloads.interaction("of_the_year_2030", "U1"),
]


async def test_two_hundred_unknown_kinds_are_acknowledged(app: Serving, slack) -> None:
    """Events, interactions and commands: 200 each, and one more in the metric each."""
    events = [payloads.event({"type": f"kind_{n}"}, f"Ev{n}", n) for n in range(180)]
    bodies = [*events, {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1}]
    commands = [
        payloads.command("x", "U1", "C1", "https://a/", "1") | {"command": f"/other{n}"}
        for n in range(10)
    ]
    sent = [signed_json(slack, body) for body in bodies]
    sent += [signed(slack, urlencode({"payload": json.dumps(i)}).encode()) for i in INTERACTIONS]
    sent += [signed(slack, urlencode(fields).encode()) for fields in commands]
    replies = [await one.send(slack) for one in sent]

    assert len(replies) == 200
    assert {reply.status for reply in replies} == {200}
    assert b'whosejob_deliveries_total{outcome="unknown"} 200.0' in app.desk.metrics.page()


async def test_a_command_that_is_not_ours_says_so(app: Serving, slack) -> None:
    """To its author alone."""
    fields = payloads.command("x", "U1", "C1", "https://a/", "1") | {"command": "/other"}
    reply = await slack.deliver(urlencode(fields).encode())

    assert reply.body == {"response_type": "ephemeral", "text": NOT_MINE}


async def test_an_unknown_menu_gets_no_options(app: Serving, slack) -> None:
    """An empty list, which Slack shows as such; nothing would be an error."""
    menu = payloads.interaction("block_suggestion", "U1", action_id="unknown", value="r")
    reply = await slack.deliver(urlencode({"payload": json.dumps(menu)}).encode())

    assert reply.body == {"options": []}

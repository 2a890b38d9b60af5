"""The simulator is a fair Slack: what Slack keeps, sends and refuses, it keeps, sends and refuses."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import parse_qsl

import aiohttp
import pytest
from aiohttp import web

from bot.simulator import SlackSimulator
from bot.simulator.limits import message_problems, view_problems
from bot.simulator.payloads import CHANNEL, DM

Answer = Callable[[dict], Awaitable[object]]


class App:
    """An app of a few lines: hands every delivery to `answer`, and gives back what that says."""

    def __init__(self, slack: SlackSimulator) -> None:
        self.slack = slack
        self.seen: list[dict] = []
        self.answer: Answer = _nothing

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.text()
        if request.content_type == "application/json":
            payload = json.loads(body)
        else:
            payload = dict(parse_qsl(body, keep_blank_values=True))
            payload = json.loads(payload["payload"]) if "payload" in payload else payload
        self.seen.append(payload)
        said = await self.answer(payload)
        return web.json_response(said) if said is not None else web.Response()

    async def api(self, method: str, **arguments: object) -> dict:
        headers = {"Authorization": f"Bearer {self.slack.bot_token}"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.slack.api_url + method, json=arguments, headers=headers) as response,
        ):
            return await response.json()

    async def respond(self, url: str, **body: object) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
            return response.status, await response.text()


async def _nothing(_: dict) -> object:
    return None


@pytest.fixture
async def app(slack: SlackSimulator) -> AsyncIterator[App]:
    small = App(slack)
    server = web.Application()
    server.router.add_post("/", small.handle)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.app_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield small
    await runner.cleanup()


def button(action_id: str = "go", **more: object) -> dict:
    text = {"type": "plain_text", "text": "Go"}
    return {"type": "button", "action_id": action_id, "text": text, "value": "v", **more}


def actions(*elements: dict, **more: object) -> dict:
    return {"type": "actions", "elements": list(elements), **more}


def modal(*blocks: dict, **more: object) -> dict:
    title = {"type": "plain_text", "text": "A form"}
    return {"type": "modal", "title": title, "submit": title, "blocks": list(blocks), **more}


COMMENT = {
    "type": "input",
    "block_id": "said",
    "label": {"type": "plain_text", "text": "Comment"},
    "element": {"type": "plain_text_input", "action_id": "comment", "initial_value": "so"},
}
REASON = {
    "type": "input",
    "block_id": "why",
    "label": {"type": "plain_text", "text": "Reason"},
    "element": {
        "type": "static_select",
        "action_id": "reason",
        "options": [
            {"text": {"type": "plain_text", "text": "Old"}, "value": "old"},
            {"text": {"type": "plain_text", "text": "Wrong"}, "value": "wrong"},
        ],
    },
}


# --- messages ------------------------------------------------------------------------------------


async def test_what_a_person_writes_is_seen_too(slack: SlackSimulator, app: App) -> None:
    """In slack.messages, but not among what the app caused."""
    reply = await slack.mention("hello")
    await slack.direct_message("hello", thread_ts="1.5")
    await slack.command("hello")
    await slack.write("hello")

    first, second, third, fourth = slack.messages
    assert [(m["where"], m.get("command")) for m in (third, fourth)] == [
        ("person", "/whosejob"),
        ("person", None),
    ]
    assert len(app.seen) == 3
    assert (first["where"], first["channel"]) == ("person", CHANNEL)
    assert (second["where"], second["channel"], second["thread_ts"]) == ("person", DM, "1.5")
    assert reply.messages == ()


async def test_own_messages_can_be_changed_and_deleted(slack: SlackSimulator, app: App) -> None:
    """chat.update and chat.delete find a message by channel and ts; a person's is not the app's."""
    posted = await app.api("chat.postMessage", channel=CHANNEL, text="a")
    where = {"channel": CHANNEL, "ts": posted["ts"]}

    await app.api("chat.update", text="b", **where)
    assert [m["text"] for m in slack.messages] == ["b"]
    await app.api("chat.delete", **where)
    assert slack.messages == []
    assert (await app.api("chat.delete", **where))["error"] == "message_not_found"


async def test_an_ephemeral_message_is_changed_through_response_url_alone(
    slack: SlackSimulator, app: App
) -> None:
    """Replaced, answered in the channel, then deleted."""
    posted = await app.api("chat.postEphemeral", channel=CHANNEL, user="U0PERSON", text="a")
    await slack.click(button(), slack.messages[0])
    url = app.seen[-1]["response_url"]

    refused = await app.api("chat.update", channel=CHANNEL, ts=posted["message_ts"], text="b")
    assert refused["error"] == "message_not_found"
    await app.respond(url, replace_original=True, text="b")
    await app.respond(url, response_type="in_channel", text="c")
    assert [(m["where"], m["text"]) for m in slack.messages] == [
        ("ephemeral", "b"),
        ("channel", "c"),
    ]
    await app.respond(url, delete_original=True)
    assert [m["text"] for m in slack.messages] == ["c"]


async def test_a_response_url_is_good_for_five_uses_in_half_an_hour(
    slack: SlackSimulator, app: App
) -> None:
    """After that Slack answers 404."""
    await slack.command("a")
    await slack.command("b")
    first, second = (seen["response_url"] for seen in app.seen)

    statuses = [(await app.respond(first, text="x"))[0] for _ in range(6)]
    slack.later(1801)

    assert statuses == [200] * 5 + [404]
    assert await app.respond(second, text="x") == (404, "expired_url")


async def test_bad_blocks_are_refused_with_reasons(slack: SlackSimulator, app: App) -> None:
    """A post is told so; an acknowledgement and a response_url are noted in slack.refused."""
    bad = [actions(button(), button())]
    posted = await app.api("chat.postMessage", channel=CHANNEL, text="a", blocks=bad)

    async def answer(_: dict) -> object:
        return {"text": "a", "blocks": bad}

    app.answer = answer
    await slack.command("x")
    status, _ = await app.respond(app.seen[-1]["response_url"], text="a", blocks=bad)

    assert posted["error"] == "invalid_blocks"
    assert "duplicate action_id go" in posted["response_metadata"]["messages"][0]
    assert status == 400
    assert [r["where"] for r in slack.refused] == ["acknowledgement", "response_url"]
    assert [m["where"] for m in slack.messages] == ["person"]


# --- clicks, menus, modals -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "chosen", "has"),
    [
        (button(), None, {"value": "v"}),
        (
            {**REASON["element"], "type": "overflow"},
            "old",
            {"selected_option": REASON["element"]["options"][0]},
        ),
        (
            {
                "type": "feedback_buttons",
                "action_id": "f",
                "positive_button": {"text": {"type": "plain_text", "text": "y"}, "value": "up"},
                "negative_button": {"text": {"type": "plain_text", "text": "n"}, "value": "down"},
            },
            "negative",
            {"value": "down"},
        ),
        (
            {"type": "icon_button", "action_id": "i", "icon": "trash", "value": "w"},
            None,
            {"value": "w", "icon": "trash"},
        ),
    ],
    ids=lambda value: value.get("type", "") if isinstance(value, dict) else str(value),
)
async def test_a_click_carries_what_was_chosen(
    slack: SlackSimulator, app: App, element: dict, chosen: str | None, has: dict
) -> None:
    """In Slack's shape for each element, with the block it stands in."""
    kind = "actions" if element["type"] in ("button", "overflow") else "context_actions"
    blocks = [{"type": kind, "block_id": "row", "elements": [element]}]
    await app.api("chat.postMessage", channel=CHANNEL, text="a", blocks=blocks)
    await slack.click(element, slack.messages[0], chosen)

    (made,) = app.seen[-1]["actions"]
    assert made | has == made
    assert made["block_id"] == "row"
    assert app.seen[-1]["message"]["ts"] == slack.messages[0]["ts"]
    await slack.click(made, slack.messages[0])
    (again,) = app.seen[-1]["actions"]
    assert again | has == again


async def test_a_trigger_opens_one_modal_and_not_for_long(slack: SlackSimulator, app: App) -> None:
    """trigger_id: once, within 3 seconds."""
    await slack.command("x")
    trigger = app.seen[-1]["trigger_id"]

    opened = await app.api("views.open", trigger_id=trigger, view=modal(COMMENT))
    again = await app.api("views.open", trigger_id=trigger, view=modal(COMMENT))
    await slack.command("x")
    slack.later(4)
    late = await app.api("views.open", trigger_id=app.seen[-1]["trigger_id"], view=modal(COMMENT))

    assert opened["ok"]
    assert [view["id"] for view in slack.views] == [opened["view"]["id"]]
    assert (again["error"], late["error"]) == ("exchanged_trigger_id", "expired_trigger_id")


@pytest.mark.parametrize("shape", ["short", "Slack's"])
async def test_a_form_sends_what_its_inputs_hold(
    slack: SlackSimulator, app: App, shape: str
) -> None:
    """Texts, chosen options, and the start of what was left alone."""
    await slack.command("x")
    await app.api("views.open", trigger_id=app.seen[-1]["trigger_id"], view=modal(COMMENT, REASON))
    if shape == "Slack's":
        option = REASON["element"]["options"][1]
        held = {"why": {"reason": {"type": "static_select", "selected_option": option}}}
    else:
        held = {"reason": "wrong"}
    await slack.submit(slack.views[-1], held)

    values = app.seen[-1]["view"]["state"]["values"]
    assert values["said"]["comment"] == {"type": "plain_text_input", "value": "so"}
    assert values["why"]["reason"]["selected_option"]["value"] == "wrong"
    assert slack.views == []


@pytest.mark.parametrize(
    ("said", "stack"),
    [
        ({"response_action": "errors", "errors": {"said": "Too short."}}, ["A"]),
        ({"response_action": "update", "view": modal(private_metadata="B")}, ["B"]),
        ({"response_action": "push", "view": modal(private_metadata="B")}, ["A", "B"]),
        ({"response_action": "clear"}, []),
        (None, []),
    ],
    ids=["errors", "update", "push", "clear", "empty"],
)
async def test_the_answer_to_a_form_is_done(
    slack: SlackSimulator, app: App, said: object, stack: list[str]
) -> None:
    """response_action changes the stack of modals as Slack does."""
    await slack.command("x")
    first = modal(COMMENT, private_metadata="A")
    await app.api("views.open", trigger_id=app.seen[-1]["trigger_id"], view=first)

    async def answer(_: dict) -> object:
        return said

    app.answer = answer
    await slack.submit(slack.views[-1], {"comment": "x"})

    assert [view["private_metadata"] for view in slack.views] == stack
    assert slack.refused == []


async def test_closing_is_told_only_if_asked(slack: SlackSimulator, app: App) -> None:
    """view_closed comes with notify_on_close."""
    for notify in (False, True):
        await slack.command("x")
        view = modal(COMMENT, notify_on_close=notify)
        await app.api("views.open", trigger_id=app.seen[-1]["trigger_id"], view=view)
        await slack.close(slack.views[-1])

    assert [seen["type"] for seen in app.seen if "type" in seen] == ["view_closed"]


async def test_home_type_ahead_and_clicks_there(slack: SlackSimulator, app: App) -> None:
    """app_home_opened, block_suggestion and block_actions with the view and what is chosen in it."""
    select = {"type": "external_select", "action_id": "find", "min_query_length": 0}
    home = {"type": "home", "blocks": [actions(select, block_id="row")]}
    await slack.open_home()
    await app.api("views.publish", user_id=slack.user, view=home)
    option = {"text": {"type": "plain_text", "text": "RDS"}, "value": "aws/rds"}

    async def answer(_: dict) -> object:
        return {"options": [option]}

    app.answer = answer
    reply = await slack.suggest("find", "row", "rd", slack.home)
    await slack.act(select, slack.home, chosen=reply.body["options"][0])

    opened, typed, chosen = app.seen
    assert opened["event"]["tab"] == "home"
    assert (typed["type"], typed["value"]) == ("block_suggestion", "rd")
    assert chosen["actions"][0]["selected_option"] == option
    assert chosen["view"]["state"]["values"]["row"]["find"]["selected_option"] == option


async def test_a_change_wakes_who_waits(slack: SlackSimulator, app: App) -> None:
    """wait_change gives the new version at once, or the old one when the time is over."""
    before = slack.version
    waiting = asyncio.create_task(slack.wait_change(before, 10))
    await app.api("chat.postMessage", channel=CHANNEL, text="a")

    assert await waiting > before
    assert await slack.wait_change(slack.version, 0.01) == slack.version


# --- limits --------------------------------------------------------------------------------------


def section(text: str) -> dict:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


@pytest.mark.parametrize(
    ("blocks", "says"),
    [
        ([section("a")] * 51, "no more than 50"),
        ([section("a" * 3001)], "less than 3001"),
        ([section("")], "more than 0"),
        ([section("a"), {"type": "alert"}], "invalid block type alert"),
        ([actions(button(value="v" * 2001))], "less than 2001"),
        ([actions(button(), button())], "duplicate action_id"),
        ([actions(button(), block_id="x"), actions(button(), block_id="x")], "duplicate block_id"),
        ([actions()], "1 to 25 elements"),
        ([section("a" * 2900)] * 5, "msg_blocks_too_long"),
        ([{"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}], "must not be empty"),
    ],
)
def test_what_slack_refuses_in_a_message(blocks: list[dict], says: str) -> None:
    """Each limit has its own sentence."""
    assert any(says in problem for problem in message_problems({"text": "a", "blocks": blocks}))


def test_context_actions_stand_in_posted_messages_only() -> None:
    """Not in ephemeral ones, modals or the Home tab."""
    icon = {"type": "icon_button", "action_id": "a", "icon": "trash"}
    blocks = [{"type": "context_actions", "elements": [icon]}]

    assert message_problems({"text": "a", "blocks": blocks}, "message") == []
    assert message_problems({"text": "a", "blocks": blocks}, "ephemeral")
    assert view_problems({"type": "home", "blocks": blocks})


@pytest.mark.parametrize(
    ("view", "says"),
    [
        ({**modal(), "title": {"type": "plain_text", "text": "a" * 25}}, "less than 25"),
        ({k: v for k, v in modal(COMMENT).items() if k != "submit"}, "submit button is required"),
        (modal(private_metadata="a" * 3001), "less than 3001"),
        ({"type": "home", "blocks": [section("a")] * 101}, "no more than 100"),
    ],
)
def test_what_slack_refuses_in_a_view(view: dict, says: str) -> None:
    """Titles, the submit button, metadata and the number of blocks."""
    assert any(says in problem for problem in view_problems(view))

"""The Home tab: search, examples and the knowledge to browse, without anything remembered between two clicks."""

import json

import pytest

from bot.answering import answer
from bot.model import Context
from bot.rendering import home
from bot.rendering.offers import offers
from bot.rendering.pages import Page, PageName, letter_of, of_service, pack_page, unpack_page
from bot.rendering.words import compose
from bot.simulator import SlackSimulator
from bot.simulator.acting import elements
from bot.simulator.limits import view_problems
from bot.slack.searching import search
from bot.slack.serving import Serving
from tests.rendering.drawing import unread
from tests.slack.pressing import found, labels, press_in, said


def select(view: dict, kind: str) -> tuple[str, dict]:
    return next((b, e) for b, e in elements(view["blocks"]) if e["type"] == kind)


async def find(slack: SlackSimulator, typed: str) -> list[dict]:
    block, element = select(slack.home, "external_select")
    reply = await slack.suggest(element["action_id"], block, typed, slack.home)
    return reply.body["options"]


async def turn(slack: SlackSimulator, *steps: str) -> str:
    for label in steps:
        await press_in(slack, slack.home, label)
    return said(slack.home["blocks"])


async def open_row(slack: SlackSimulator, starts: str) -> str:
    """Press the button beside the row that starts so."""
    rows = [b for b in slack.home["blocks"] if "accessory" in b]
    row = next(b for b in rows if b["text"]["text"].startswith(starts))
    await slack.act(row["accessory"], slack.home)
    return said(slack.home["blocks"])


async def test_opening_the_tab_publishes_it(
    each_way: Serving, slack: SlackSimulator, knowledge
) -> None:
    """What the bot is, a search, examples, the way into the knowledge, what it holds."""
    reply = await slack.open_home()

    words = said(slack.home["blocks"])
    assert reply.status == 200
    assert "which part AWS does" in words
    assert "who patches RDS?" in labels(slack.home)
    assert f"AWS: {len(knowledge.services)} services" in labels(slack.home)
    assert "newest review 2026-" in words
    assert "/whosejob" in words


async def test_the_messages_tab_publishes_nothing(app: Serving, slack: SlackSimulator) -> None:
    """app_home_opened comes for both tabs."""
    inner = {"type": "app_home_opened", "user": slack.user, "tab": "messages", "channel": "D1"}
    reply = await slack.event(inner)

    assert (reply.status, slack.home) == (200, None)


async def test_an_example_is_answered_there(each_way: Serving, slack: SlackSimulator) -> None:
    """With the same rows as everywhere, the way back, why, and what to ask next."""
    await slack.open_home()
    words = await turn(slack, "who patches RDS?")
    (elsewhere,) = (await slack.command("who patches RDS?")).messages

    assert said(elsewhere["blocks"][:4]) in words
    assert {"← Start", "← RDS", "All of RDS", "Why this answer"} <= set(labels(slack.home))
    await press_in(slack, slack.home, "Why this answer")
    assert "rds.yaml" in said(slack.views[0]["blocks"])


async def test_browsing_goes_in_and_back(each_way: Serving, slack: SlackSimulator) -> None:
    """Provider → services by letter → areas of the service with their owners → one answer, and back."""
    await slack.open_home()
    all_services = next(label for label in labels(slack.home) if label.startswith("AWS: "))
    assert "AWS services: A" in await turn(slack, all_services)
    assert "Amazon RDS" in await turn(slack, "R")
    words = await open_row(slack, "Amazon RDS\n")
    assert "Operating system — AWS" in words
    assert " — We" in words

    assert "Amazon RDS · guest operating system patching" in await open_row(
        slack, "Operating system — "
    )
    assert "Operating system — AWS" in await turn(slack, "← RDS")
    assert "AWS services: R" in await turn(slack, "← Services: R")
    assert "Try a question" in await turn(slack, "← Start")
    assert slack.refused == []


async def test_a_service_is_shown_as_it_is_run(app: Serving, slack: SlackSimulator) -> None:
    """Its menu turns the page to another way to run it."""
    await slack.open_home()
    _, element = select(slack.home, "external_select")
    await slack.act(element, slack.home, chosen=(await find(slack, "rds"))[0])
    _, menu = select(slack.home, "static_select")
    await slack.act(menu, slack.home, chosen="aws/rds#rds-custom-oracle")

    words = said(slack.home["blocks"])
    assert "Operating system — We" in words
    _, again = select(slack.home, "static_select")
    assert again["initial_option"]["value"] == "aws/rds#rds-custom-oracle"


async def test_opening_the_tab_again_shows_the_same_page(app: Serving, slack) -> None:
    """The page is in the view itself."""
    await slack.open_home()
    words = await turn(slack, "who patches RDS?")
    await slack.open_home()

    assert said(slack.home["blocks"]) == words


async def test_the_search_goes_through_slack(each_way: Serving, slack: SlackSimulator) -> None:
    """Typed letters in, options out, and choosing one shows the service."""
    await slack.open_home()
    assert len(await find(slack, "")) == 100
    assert await find(slack, "qqqq") == []
    options = await find(slack, "lam")
    _, element = select(slack.home, "external_select")
    await slack.act(element, slack.home, chosen=options[0])

    assert options[0]["text"]["text"] == "AWS Lambda"
    assert "AWS Lambda" in said(slack.home["blocks"])


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("rds", "Amazon RDS"),
        ("RDS", "Amazon RDS"),
        ("  s3 ", "Amazon S3"),
        ("lamb", "AWS Lambda"),
        ("k8s", "Amazon EKS"),
        ("auto mode", "EKS Auto Mode"),
        ("custom for oracle", "RDS Custom for Oracle"),
    ],
)
def test_the_best_match_comes_first(knowledge, typed: str, first: str) -> None:
    """The very name, then what starts with it, then what has it in it; aliases and ways to run count."""
    assert search(typed, knowledge)[0]["text"]["text"] == first


HOSTILE = [
    "",
    "{",
    "[]",
    "null",
    '{"n":"service"}',
    '{"n":"x"}',
    '{"n":"answer","q":7}',
    '{"n":"services","l":"??"}',
    '{"n":"services","l":"9"}',
    '{"n":"service","q":"","x":[[["aws/gone",null]],[]]}',
    '{"n":"service","q":"rds","x":[[["aws/rds","gone"]],[]]}',
    "[" * 1999,
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: value[:40])
async def test_a_page_that_is_not_ours_is_a_page_all_the_same(app, slack, caplog, value) -> None:
    """A front page or the nearest one; never a traceback."""
    await slack.open_home()
    element, _ = found(slack.home, "who patches RDS?")
    _, menu = select(slack.home, "external_select")
    option = {"text": {"type": "plain_text", "text": "?"}, "value": value[:150] or "?"}
    replies = [
        await slack.act({**element, "value": value}, slack.home),
        await slack.act(menu, slack.home, chosen=option),
        await slack.event(
            {
                "type": "app_home_opened",
                "user": slack.user,
                "tab": "home",
                "view": {"type": "home", "private_metadata": value},
            }
        ),
    ]

    assert [reply.status for reply in replies] == [200, 200, 200]
    assert slack.home["blocks"]
    assert "Traceback" not in caplog.text
    assert slack.refused == []


def test_a_page_comes_back_as_it_was(knowledge) -> None:
    """Every service's page, through its button."""
    for service in knowledge.services.values():
        for option in (None, *service.options):
            page = of_service(service, option)
            assert unpack_page(pack_page(page)) == page


def test_slack_would_take_every_page(knowledge, sixty) -> None:
    """The front page, every letter, every service and way to run it, every answer to the sixty questions."""
    assert view_problems(home.start(knowledge)) == []
    assert unread(home.start(knowledge)["blocks"]) == []
    for letter in {letter_of(service) for service in knowledge.services.values()}:
        page = Page(PageName.SERVICES, letter)
        assert view_problems(home.services(knowledge, page)) == [], letter
    for service in knowledge.services.values():
        for option in (None, *service.options):
            page = of_service(service, option)
            overview = answer(page.asks.question, Context(exactly=page.asks.exactly), knowledge)
            shown = home.service(page, overview)
            assert view_problems(shown) == [], service.key
            assert unread(shown["blocks"]) == []
    for question in [*sixty, "", "where is OS patching on us?"]:
        answered = answer(question, Context(), knowledge)
        shown = home.answered(Page(), answered, offers(answered, knowledge))
        assert view_problems(shown) == [], question
        assert unread(shown["blocks"]) == []
        assert compose(answered).title in said(shown["blocks"])


def test_every_area_leads_to_its_own_answer(knowledge) -> None:
    """What a row's button asks is exactly that service, that way to run it, that area, with the owner it showed."""
    for service in list(knowledge.services.values())[::7]:
        page = of_service(service)
        overview = answer(page.asks.question, Context(exactly=page.asks.exactly), knowledge)
        rows = [b for b in home.service(page, overview)["blocks"] if "accessory" in b]
        for row, claim in zip(rows, overview.breakdowns, strict=True):
            asks = unpack_page(row["accessory"]["value"]).asks
            found = answer(asks.question, Context(exactly=asks.exactly), knowledge)
            assert found.breakdowns == (claim,)


async def test_nothing_of_it_is_remembered(app: Serving, slack: SlackSimulator) -> None:
    """Two people, each on a page of their own: a click knows its page from its value."""
    await slack.open_home()
    first = json.loads(json.dumps(slack.home))
    await turn(slack, "who patches RDS?")
    await press_in(slack, first, "do we have to back up DynamoDB?")

    assert "Amazon DynamoDB" in said(slack.home["blocks"])

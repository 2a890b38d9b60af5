"""The Home tab: opened, searched, turned. Every page is in the button that leads to it."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.model import Answer, Kind, Knowledge
from bot.rendering import home
from bot.rendering.action_ids import ActionId
from bot.rendering.carried import user_id
from bot.rendering.offers import offers
from bot.rendering.pages import Page, PageName, of_choice, unpack_page
from bot.slack import clicks
from bot.slack.clicks import Body
from bot.slack.desk import Desk
from bot.slack.reply import Asked, again, page_answer
from bot.slack.searching import search


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the tab and for everything on it."""

    @app.event("app_home_opened")
    async def opened(event: Body, client: AsyncWebClient) -> None:
        user = user_id(event.get("user"))
        if event.get("tab") == "home" and user:
            view = event.get("view")
            metadata = view.get("private_metadata") if isinstance(view, dict) else None
            page = unpack_page(metadata) or Page()
            await client.views_publish(user_id=user, view=_shown_again(page, desk.knowledge))

    @app.options(ActionId.FIND)
    async def typed(ack: AsyncAck, body: Body) -> None:
        value = body.get("value")
        await ack(options=search(value if isinstance(value, str) else "", desk.knowledge))

    @app.action(re.compile(rf"^{ActionId.GO}_\d+$"))
    async def go(ack: AsyncAck, body: Body, action: Body, client: AsyncWebClient) -> None:
        click = clicks.read(body, action)
        page = unpack_page(click.value) or Page()
        await client.views_publish(user_id=click.user, view=await _shown(page, click.user, desk))
        await ack()

    @app.action(re.compile(rf"^({ActionId.FIND}|{ActionId.OPTION})$"))
    async def chosen(ack: AsyncAck, body: Body, action: Body, client: AsyncWebClient) -> None:
        click = clicks.read(body, action)
        page = of_choice(click.value, desk.knowledge) or Page()
        await client.views_publish(user_id=click.user, view=await _shown(page, click.user, desk))
        await ack()


async def _shown(page: Page, user: str, desk: Desk) -> dict[str, Any]:
    """The view of a page that somebody turned to; an answer there is a question like any other."""
    knowledge = desk.knowledge
    if page.name is PageName.ANSWER and page.asks:
        asked = Asked(page.asks.question, "home", user=user, exactly=page.asks.exactly)
        return _answered(page, await page_answer(asked, desk, knowledge), knowledge)
    return _shown_again(page, knowledge)


def _shown_again(page: Page, knowledge: Knowledge) -> dict[str, Any]:
    """The view of a page as the knowledge is now, without asking anything anew; the front one if it is gone."""
    if page.name is PageName.SERVICES:
        return home.services(knowledge, page)
    if page.name is PageName.START or page.asks is None:
        return home.start(knowledge)
    answer = again(page.asks, knowledge)
    if page.name is PageName.ANSWER:
        return _answered(page, answer, knowledge)
    if answer.kind is not Kind.OVERVIEW or len(answer.services) != 1:
        return home.start(knowledge)
    return home.service(page, answer)


def _answered(page: Page, answer: Answer, knowledge: Knowledge) -> dict[str, Any]:
    return home.answered(page, answer, offers(answer, knowledge))

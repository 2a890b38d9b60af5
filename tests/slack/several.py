"""An app for several workspaces, and the browser of somebody who installs it."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from http.cookies import SimpleCookie
from pathlib import Path

import aiohttp
from pydantic import SecretStr
from sqlalchemy import text
from yarl import URL

from bot.model import Knowledge
from bot.settings import Settings
from bot.simulator import Place, SlackSimulator
from bot.slack.door import EVENTS_PATH
from bot.slack.serving import Serving, serving
from bot.store.keyring import new_key
from tests.conftest import until

WORKSPACE = Place("T0WORKSPACE")
ORG = Place("T0INORG", "E0ORG", for_all=True)
ELSEWHERE = Place("T0ELSEWHERE")


def several_settings(slack: SlackSimulator, folder: Path, keys: str = "", **more) -> Settings:
    return Settings(
        _env_file=None,
        slack_client_id=slack.oauth.client_id,
        slack_client_secret=SecretStr(slack.oauth.client_secret),
        slack_token_keys=SecretStr(keys or new_key()),
        slack_signing_secret=SecretStr(slack.signing_secret),
        slack_api_url=slack.api_url,
        port=0,
        whosejob_questions_per_minute=0,
        whosejob_store_patience=20,
        whosejob_data=folder / "var",
        **more,
    )


@contextlib.asynccontextmanager
async def several(
    slack: SlackSimulator, settings: Settings, knowledge: Knowledge
) -> AsyncIterator[Serving]:
    """The real app, with the simulator delivering to it."""
    async with serving(settings, "127.0.0.1", knowledge=knowledge) as now:
        slack.app_url = f"http://127.0.0.1:{now.port}{EVENTS_PATH}"
        slack.oauth.redirect_url = f"http://127.0.0.1:{now.port}/slack/oauth_redirect"
        await until(lambda: now.is_ready)
        yield now


@dataclass(frozen=True, slots=True)
class Seen:
    """What a browser got."""

    status: int
    text: str
    headers: dict[str, str]

    @property
    def cookie(self) -> str:
        """The install cookie that was set, as the browser sends it back."""
        jar = SimpleCookie(self.headers.get("Set-Cookie", ""))
        return "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())


async def get(url: str, cookie: str | None = None) -> Seen:
    """One GET, exactly of `url`, following nothing. The cookie is given by hand: it is for https alone."""
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
        session.get(
            URL(url, encoded=True),
            allow_redirects=False,
            headers={"Cookie": cookie} if cookie is not None else {},
        ) as response,
    ):
        return Seen(response.status, await response.text(), dict(response.headers))


async def begin(app: Serving) -> Seen:
    """Click the link that installs."""
    return await get(f"http://127.0.0.1:{app.port}/slack/install")


async def install(slack: SlackSimulator, app: Serving, place: Place | None) -> Seen:
    """Install the app there, through every page; None: the person declines at Slack."""
    slack.oauth.approver = place
    sent = await begin(app)
    allowed = await get(sent.headers["Location"])
    return await get(allowed.headers["Location"], sent.cookie)


def users(slack: SlackSimulator, method: str) -> list[Place | None]:
    """Whose token each call of `method` carried."""
    return [place for name, place in slack.oauth.used if name == method]


def calls(slack: SlackSimulator, method: str) -> int:
    return sum(name == method for name, _ in slack.calls)


def let_time_pass(app: Serving) -> None:
    """What the app knows of its workspaces is no longer fresh."""
    known = app.slack.many.workspaces._known
    for key, one in known.items():
        known[key] = replace(one, read_at=float("-inf"))


async def rows(app: Serving, table: str) -> int:
    async with app.desk.store.engine.connect() as connection:
        return await connection.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608

"""Adding the app to a workspace: /slack/install sends people to Slack, /slack/oauth_redirect is where they come back.

Bolt's own flow is not used: it hands `team` of the link on to Slack unquoted, so that a link can ask for other scopes;
it logs the code; and it answers with 500 and a traceback when Slack or the store does not do what it should.
"""

import hmac
import logging
import re
import time
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urljoin

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import install_pages as pages
from bot.slack.exchanging import Credentials, exchange, refusal
from bot.slack.install_pages import Page
from bot.slack.origin import key_of
from bot.slack.workspaces import Workspaces
from bot.store.installations import Installations, Installed
from bot.store.reaching import UnreachableError
from bot.store.states import STATE_SECONDS, States, TooManyStatesError, is_shaped

_log = logging.getLogger(__name__)

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
BOT_SCOPES = ("app_mentions:read", "chat:write", "commands", "im:history")
COOKIE = "whosejob-install"
"""Holds the state too: who comes back is who was sent."""
_CODE = re.compile(r"[A-Za-z0-9._-]{1,300}")
_ID = re.compile(r"[A-Z0-9]{1,30}")
_BAD_CODES = ("invalid_code", "code_already_used", "code_expired")
_BAD_CREDENTIALS = ("invalid_client_id", "bad_client_secret", "bad_redirect_uri")


class Installing:
    """The two pages."""

    def __init__(
        self,
        installations: Installations,
        states: States,
        workspaces: Workspaces,
        client: AsyncWebClient,
        credentials: Credentials,
    ) -> None:
        self._installations = installations
        self._states = states
        self._workspaces = workspaces
        self._client = client
        self._credentials = credentials

    def add_to(self, app: web.Application) -> None:
        """Serve them on `app`. Not for HEAD: who looks at a link does not use it up."""
        app.router.add_get(INSTALL_PATH, self._install, allow_head=False)
        app.router.add_get(REDIRECT_PATH, self._returned, allow_head=False)

    async def _install(self, _: web.Request) -> web.Response:
        try:
            state = await self._states.issue()
        except (UnreachableError, TooManyStatesError) as error:
            _log.warning("an installation could not begin (%s)", type(error).__name__)
            return _shown(pages.BUSY)
        asked = {
            "client_id": self._credentials.client_id,
            "scope": ",".join(BOT_SCOPES),
            "user_scope": "",
            "state": state,
        }
        url = f"{urljoin(self._client.base_url, '/oauth/v2/authorize')}?{urlencode(asked)}"
        away = web.Response(status=302, headers={"Location": url, "Cache-Control": "no-store"})
        away.set_cookie(
            COOKIE,
            state,
            max_age=int(STATE_SECONDS),
            path=REDIRECT_PATH,
            secure=True,
            httponly=True,
            samesite="Lax",
        )
        return away

    async def _returned(self, request: web.Request) -> web.Response:
        page = await self._page(request)
        if page is not pages.BUSY:
            _log.info("installation came back status=%s page=%r", page.status, page.title)
        shown = _shown(page)
        shown.del_cookie(COOKIE, path=REDIRECT_PATH, secure=True, httponly=True, samesite="Lax")
        return shown

    async def _page(self, request: web.Request) -> Page:
        """What the person who came back is shown; they are installed when it is the page of success."""
        if "error" in request.query:
            return pages.DECLINED
        state, code = _only(request, "state"), _only(request, "code")
        if not is_shaped(state) or not _is_same(state, request.cookies.get(COOKIE, "")):
            return pages.OTHER_BROWSER
        if not _CODE.fullmatch(code):
            return pages.NO_CODE
        try:
            if not await self._states.consume(state):
                return pages.TOO_OLD
            return await self._install_with(code)
        except UnreachableError as error:
            _log.warning("an installation could not be kept (%s)", error)
            return pages.BUSY

    async def _install_with(self, code: str) -> Page:
        try:
            installed = _read(await exchange(self._client, self._credentials, code=code))
            who = await self._client.auth_test(token=installed.token)
            installed = _with_bot(installed, who.get("bot_id"))
        except Exception as error:  # noqa: BLE001 - Slack is down, or answers what it never should: begin again
            return _refused(error)
        await self._installations.save(installed)
        self._workspaces.forget(installed.key)
        _log.info("installed workspace=%s", installed.key)
        return pages.installed(installed.key)


def _only(request: web.Request, name: str) -> str:
    """The parameter, if it was given once."""
    given = request.query.getall(name, [])
    return given[0] if len(given) == 1 else ""


def _is_same(state: str, cookie: str) -> bool:
    return hmac.compare_digest(state.encode(), cookie.encode(errors="replace"))


def _read(answer: Any) -> Installed:
    """What we need of Slack's answer, people's tokens left out; an error of any kind when it is not as it should be."""
    for_all = answer.get("is_enterprise_install") is True
    enterprise, team = answer.get("enterprise") or {}, answer.get("team") or {}
    key = key_of(enterprise.get("id"), team.get("id"), for_all=for_all)
    seconds, user = answer.get("expires_in"), answer["bot_user_id"]
    if not key or not _ID.fullmatch(user):
        raise ValueError("no installation")
    return Installed(
        key=key,
        bot_id="",
        bot_user=user,
        scopes=str(answer.get("scope") or "")[:500],
        token=answer["access_token"],
        refresh_token=str(answer["refresh_token"]) if seconds else "",
        ends_at=time.time() + int(seconds) if seconds else None,
    )


def _with_bot(installed: Installed, bot_id: Any) -> Installed:
    """auth.test names it, and only of a bot's token: a person's is refused here."""
    if not _ID.fullmatch(bot_id):
        raise ValueError("no bot")
    return replace(installed, bot_id=bot_id)


def _refused(error: Exception) -> Page:
    """What to do about Slack's no, or about no answer."""
    code = refusal(error) or type(error).__name__
    if code in _BAD_CODES:
        return pages.TOO_OLD
    if code in _BAD_CREDENTIALS:
        _log.error("Slack refused SLACK_CLIENT_ID or SLACK_CLIENT_SECRET (%s)", code)
        return pages.NOT_SET_UP
    _log.warning("Slack did not finish an installation (%s)", code[:40])
    return pages.BUSY


def _shown(page: Page) -> web.Response:
    return web.Response(
        status=page.status,
        body=page.html().encode(),
        headers=pages.HEADERS,
        content_type="text/html",
        charset="utf-8",
    )

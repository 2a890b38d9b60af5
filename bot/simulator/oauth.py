"""Workspaces that install the app: the authorize page, oauth.v2.access, tokens that end, are renewed and revoked."""

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.simulator.payloads import APP, TEAM, Json

CODE_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the app can be installed, and where people ask: a workspace, or a whole organisation's."""

    team: str = TEAM
    enterprise: str | None = None
    for_all: bool = False
    """Installed for the organisation: Slack then names no workspace when it is installed."""
    bot_user: str = field(default_factory=lambda: f"U0{secrets.token_hex(4).upper()}")
    bot_id: str = field(default_factory=lambda: f"B0{secrets.token_hex(4).upper()}")
    shared_from: str | None = None
    """The other side's workspace, when it happens in a channel that two organisations share."""

    def mark(self, payload: Json) -> Json:
        """The same payload as it comes from here."""
        org = {"id": self.enterprise} if self.enterprise else None
        if "event" in payload:
            mine = payload["authorizations"][0] | {
                "team_id": None if self.for_all else self.team,
                "enterprise_id": self.enterprise,
                "user_id": self.bot_user,
                "is_enterprise_install": self.for_all,
            }
            return payload | {
                "team_id": self.shared_from or self.team,
                "enterprise_id": self.enterprise,
                "authorizations": [mine],
                "is_ext_shared_channel": self.shared_from is not None,
            }
        if "command" in payload:
            named = {"enterprise_id": self.enterprise} if self.enterprise else {}
            flag = str(self.for_all).lower()
            return payload | {"team_id": self.team, "is_enterprise_install": flag} | named
        team = {"id": self.team, "domain": "simulator"}
        return payload | {
            "team": None if self.for_all else team,
            "user": payload["user"] | {"team_id": self.team},
            "enterprise": org,
            "is_enterprise_install": self.for_all,
        }


@dataclass(slots=True)
class _Token:
    place: Place
    ends_at: float | None


class OAuth:
    """What Slack knows of who installed the app. Times are the simulator's."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.client_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}"
        self.client_secret = secrets.token_hex(16)
        self.redirect_url = ""
        """The app's redirect URL, as its settings name it."""
        self.approver: Place | None = Place()
        """For where the person at the authorize page allows it; None: the person declines."""
        self.token_seconds: int | None = None
        """How long tokens live; None: for ever (no token rotation)."""
        self.used: list[tuple[str, Place | None]] = []
        """Every call of a method with a token of an installation: (method, whose)."""
        self._now = now
        self._codes: dict[str, tuple[Place, float]] = {}
        self._tokens: dict[str, _Token] = {}
        self._refresh: dict[str, Place] = {}

    async def page(self, request: web.Request) -> web.Response:
        """GET /oauth/v2/authorize: the person decides at once, and is sent back."""
        given = request.query
        if given.get("client_id") != self.client_id:
            return web.Response(status=400, text="invalid_client_id")
        back = {"state": given.get("state", "")}
        if self.approver is None:
            back["error"] = "access_denied"
        else:
            back["code"] = self.new_code(self.approver)
        raise web.HTTPFound(f"{self.redirect_url}?{urlencode(back)}")

    def new_code(self, place: Place) -> str:
        """A code, good once within 10 minutes."""
        code = f"{secrets.randbelow(10**10)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        self._codes[code] = (place, self._now() + CODE_SECONDS)
        return code

    def access(self, arguments: Json, authorization: str) -> Json:
        """The method oauth.v2.access."""
        right = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if authorization != f"Basic {right}":
            return {"ok": False, "error": "bad_client_secret"}
        if arguments.get("grant_type") == "refresh_token":
            place = self._refresh.pop(arguments.get("refresh_token", ""), None)
            return self.granted(place) if place else _no("invalid_refresh_token")
        place, until = self._codes.pop(arguments.get("code", ""), (None, 0.0))
        return self.granted(place) if place and until > self._now() else _no("invalid_code")

    def granted(self, place: Place) -> Json:
        """A new token for there, as oauth.v2.access answers."""
        kind = "xoxb-" if self.token_seconds is None else "xoxe.xoxb-1-"
        token = kind + secrets.token_hex(24)
        answer: Json = {
            "ok": True,
            "app_id": APP,
            "token_type": "bot",
            "access_token": token,
            "bot_user_id": place.bot_user,
            "scope": "app_mentions:read,chat:write,commands,im:history",
            "team": None if place.for_all else {"id": place.team, "name": "<b>A team</b>"},
            "enterprise": {"id": place.enterprise, "name": "Org"} if place.enterprise else None,
            "is_enterprise_install": place.for_all,
            "authed_user": {"id": "U0INSTALLER", "access_token": f"xoxp-{secrets.token_hex(24)}"},
        }
        ends_at = None
        if self.token_seconds is not None:
            ends_at = self._now() + self.token_seconds
            answer["refresh_token"] = f"xoxe-1-{secrets.token_hex(40)}"
            answer["expires_in"] = self.token_seconds
            self._refresh[answer["refresh_token"]] = place
        self._tokens[token] = _Token(place, ends_at)
        return answer

    def place_of(self, token: str | None, method: str) -> Place | str:
        """Whose token it is; else Slack's word for what is wrong with it."""
        found = self._tokens.get(token or "")
        if found is None:
            return "invalid_auth"
        if found.ends_at is not None and found.ends_at <= self._now():
            return "token_expired"
        self.used.append((method, found.place))
        return found.place

    def revoke(self, place: Place) -> None:
        """All that was given out for there is void."""
        self._tokens = {t: k for t, k in self._tokens.items() if k.place != place}
        self._refresh = {t: p for t, p in self._refresh.items() if p != place}


def who(place: Place) -> Json:
    """What auth.test says."""
    return {
        "ok": True,
        "team_id": place.team,
        "enterprise_id": place.enterprise,
        "is_enterprise_install": place.for_all,
        "user_id": place.bot_user,
        "bot_id": place.bot_id,
        "user": "whosejob",
        "url": "https://simulator.slack.com/",
    }


def _no(error: str) -> Json:
    return {"ok": False, "error": error}


def leaving(kind: str, place: Place, event_time: int) -> Json:
    """The delivery that says that the app was removed: `kind` is app_uninstalled or tokens_revoked."""
    event: dict[str, Any] = {"type": kind}
    if kind == "tokens_revoked":
        event["tokens"] = {"oauth": [], "bot": [place.bot_user]}
    named = {"team_id": place.team} if not place.for_all else {}
    return {
        "token": "unused",
        **named,
        "enterprise_id": place.enterprise,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5)}",
        "event_time": event_time,
    }

"""Installing through the browser: what is refused, what is shown, what is kept."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from sqlalchemy import text

from bot.model import Knowledge
from bot.simulator import SlackSimulator
from bot.slack.installing import BOT_SCOPES
from bot.slack.serving import Serving
from tests.conftest import ROOT
from tests.slack.several import (
    WORKSPACE,
    Seen,
    begin,
    calls,
    get,
    install,
    several,
    several_settings,
)


@pytest.fixture
async def app(
    slack: SlackSimulator, tmp_path: Path, knowledge: Knowledge
) -> AsyncIterator[Serving]:
    async with several(slack, several_settings(slack, tmp_path), knowledge) as now:
        yield now


async def come_back(slack: SlackSimulator, query: str, cookie: str | None) -> Seen:
    return await get(f"{slack.oauth.redirect_url}?{query}", cookie)


async def kept(app: Serving) -> list[dict]:
    async with app.desk.store.engine.connect() as connection:
        found = await connection.execute(text("SELECT * FROM installations"))
        return [dict(row._mapping) for row in found]


def state_of(sent: Seen) -> str:
    return parse_qs(urlsplit(sent.headers["Location"]).query)["state"][0]


async def test_the_link_leads_to_slack_with_our_scopes_and_nothing_else(app: Serving) -> None:
    """What is added to the link is not handed on: a link cannot ask for more than we do."""
    sent = await get(
        f"http://127.0.0.1:{app.port}/slack/install?team=T1%26scope%3Dadmin&scope=admin"
    )
    asked = parse_qs(urlsplit(sent.headers["Location"]).query, keep_blank_values=True)
    manifest = json.loads((ROOT / "manifest.json").read_text())

    assert sent.status == 302
    assert asked["scope"] == [",".join(BOT_SCOPES)]
    assert asked.keys() == {"client_id", "scope", "user_scope", "state"}
    assert list(BOT_SCOPES) == manifest["oauth_config"]["scopes"]["bot"]


async def test_the_cookie_is_for_this_browser_and_this_page_alone(app: Serving) -> None:
    """Https only, unseen by scripts, ten minutes."""
    cookie = (await begin(app)).headers["Set-Cookie"]

    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Max-Age=600", "Path=/slack/oauth_redirect"):
        assert part in cookie


async def test_looking_at_the_link_begins_nothing(app: Serving) -> None:
    """HEAD, POST and the like are refused."""
    import aiohttp

    async with aiohttp.ClientSession() as session:
        for method in ("HEAD", "POST", "PUT"):
            for path in ("install", "oauth_redirect"):
                url = f"http://127.0.0.1:{app.port}/slack/{path}"
                async with session.request(method, url, allow_redirects=False) as response:
                    assert response.status == 405


async def test_a_workspace_that_installs_sees_a_plain_page(
    app: Serving, slack: SlackSimulator
) -> None:
    """A link to Slack, no scripts, nothing from elsewhere; the cookie is taken back."""
    page = await install(slack, app, WORKSPACE)

    assert page.status == 200
    assert 'href="https://app.slack.com/client/T0WORKSPACE"' in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Max-Age=0" in page.headers["Set-Cookie"]
    assert "<script" not in page.text
    assert "<b>" not in page.text


async def test_only_what_answering_needs_is_kept(app: Serving, slack: SlackSimulator) -> None:
    """The bot's ids and scopes and its sealed token; no names, nothing of the person who installed."""
    await install(slack, app, WORKSPACE)
    (row,) = await kept(app)

    assert row.keys() == {
        *("key", "bot_id", "bot_user", "scopes", "sealed"),
        *("ends_at", "installed_at", "stamp", "renewing_until"),
    }
    assert (row["key"], row["bot_user"], row["bot_id"]) == (
        "T0WORKSPACE",
        WORKSPACE.bot_user,
        WORKSPACE.bot_id,
    )
    assert "U0INSTALLER" not in str(row)


async def _bad(slack: SlackSimulator, app: Serving, name: str) -> Seen:
    """Come back in a way that must not install; each from a good beginning."""
    sent = await begin(app)
    state, cookie = state_of(sent), sent.cookie
    code = quote(slack.oauth.new_code(WORKSPACE))
    good = f"state={state}&code={code}"
    evil = "../../../etc/passwd"
    queries = {
        "nothing at all": ("", None),
        "no state": (f"code={code}", cookie),
        "no cookie": (good, None),
        "another browser's cookie": (good, (await begin(app)).cookie),
        "a state that is a path": (f"state={quote(evil)}&code={code}", f"whosejob-install={evil}"),
        "a state nobody gave out": (
            f"state={'A' * 43}&code={code}",
            f"whosejob-install={'A' * 43}",
        ),
        "two states": (f"{good}&state={state}", cookie),
        "a state with a NUL": (f"state={state}%00&code={code}", cookie),
        "bytes that are no text": (f"state=%ff%fe&code={code}", "whosejob-install=\xff\xfe"),
        "no code": (f"state={state}", cookie),
        "a code of 100,000 letters": (f"state={state}&code={'c' * 7000}", cookie),
        "a code with markup": (f"state={state}&code=%3Cscript%3E", cookie),
        "a code Slack does not know": (f"state={state}&code=1.2.3", cookie),
        "declined at Slack": (f"error=access_denied&state={state}", cookie),
        "an error with markup": ("error=%3Cscript%3Ealert(1)%3C/script%3E", None),
    }
    return await come_back(slack, *queries[name])


BAD = {
    "nothing at all": 400,
    "no state": 400,
    "no cookie": 400,
    "another browser's cookie": 400,
    "a state that is a path": 400,
    "a state nobody gave out": 401,
    "two states": 400,
    "a state with a NUL": 400,
    "bytes that are no text": 400,
    "no code": 400,
    "a code of 100,000 letters": 400,
    "a code with markup": 400,
    "a code Slack does not know": 401,
    "declined at Slack": 400,
    "an error with markup": 400,
}


async def test_who_comes_back_in_a_bad_way_installs_nothing(
    app: Serving, slack: SlackSimulator
) -> None:
    """15 bad ways: 400 or 401, a page that says what to do, nothing of what was sent on it, nothing kept."""
    seen = {name: await _bad(slack, app, name) for name in BAD}

    assert {name: page.status for name, page in seen.items()} == BAD
    for page in seen.values():
        assert "tart again" in page.text
        assert "script" not in page.text
        assert "Traceback" not in page.text
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert await kept(app) == []


async def test_a_state_is_good_once(app: Serving, slack: SlackSimulator) -> None:
    """Eight who come back with the same state at the same time: one installs."""
    sent = await begin(app)
    queries = [f"state={state_of(sent)}&code={slack.oauth.new_code(WORKSPACE)}" for _ in range(8)]
    seen = await asyncio.gather(*(come_back(slack, query, sent.cookie) for query in queries))

    assert sorted(page.status for page in seen) == [200] + [401] * 7
    assert calls(slack, "oauth.v2.access") == 1


async def test_a_state_is_good_for_ten_minutes(app: Serving, slack: SlackSimulator) -> None:
    """After that a person begins again."""
    sent = await begin(app)
    async with app.desk.store.engine.begin() as connection:
        await connection.execute(text("UPDATE oauth_states SET until = until - 601"))
    late = await come_back(
        slack, f"state={state_of(sent)}&code={slack.oauth.new_code(WORKSPACE)}", sent.cookie
    )

    assert late.status == 401
    assert await kept(app) == []


async def test_the_state_itself_is_not_kept(app: Serving, slack: SlackSimulator) -> None:
    """256 random bits, of which the database holds a hash."""
    sent = await begin(app)
    async with app.desk.store.engine.connect() as connection:
        held = str((await connection.execute(text("SELECT * FROM oauth_states"))).all())

    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", state_of(sent))
    assert state_of(sent) not in held


FAILING = {
    "oauth.v2.access": [
        (500, 503),
        ({"ok": True}, 503),
        ({"ok": False, "error": "ratelimited"}, 503),
        ({"ok": False, "error": "bad_client_secret"}, 503),
        ({"ok": False, "error": "code_already_used"}, 401),
    ],
    "auth.test": [(500, 503), ({"ok": True}, 503), ({"ok": True, "bot_id": "B<b>"}, 503)],
}
MISSHAPEN = {"team": [{"id": "T<b>"}, {"id": 5}, None], "bot_user_id": ["U<b>", None]}


async def test_a_slack_that_fails_shows_a_page_too(
    app: Serving, slack: SlackSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    """Thirteen failures: the person reads what to do, nothing is kept, no code is logged; the next try works."""
    granted = slack.oauth.granted(WORKSPACE)
    cases = [(method, *case) for method, listed in FAILING.items() for case in listed]
    for name, values in MISSHAPEN.items():
        cases += [("oauth.v2.access", granted | {name: value}, 503) for value in values]
    shown = []
    for method, failure, _ in cases:
        slack.failures[method] = [failure]
        sent = await begin(app)
        code = slack.oauth.new_code(WORKSPACE)
        page = await come_back(slack, f"state={state_of(sent)}&code={code}", sent.cookie)
        shown.append(page.status)
        assert "Traceback" not in page.text + caplog.text
        assert code not in caplog.text
    left = await kept(app)
    again = await install(slack, app, WORKSPACE)

    assert shown == [expected for _, _, expected in cases]
    assert (left, again.status) == ([], 200)


async def test_a_store_that_is_down_shows_a_page_too(app: Serving, slack: SlackSimulator) -> None:
    """Neither page answers with an error of the server's."""
    sent = await begin(app)
    async with app.desk.store.engine.begin() as connection:
        await connection.execute(text("DROP TABLE oauth_states"))
    begun = await begin(app)
    query = f"state={state_of(sent)}&code={slack.oauth.new_code(WORKSPACE)}"
    back = await come_back(slack, query, sent.cookie)

    assert (begun.status, back.status) == (503, 503)
    assert "in a minute" in back.text


async def test_installing_again_takes_the_new_token(app: Serving, slack: SlackSimulator) -> None:
    """One row, and the next answer is sent with the token given last."""
    await install(slack, app, WORKSPACE)
    slack.place = WORKSPACE
    await slack.mention("who patches RDS?")
    slack.oauth.revoke(WORKSPACE)
    await install(slack, app, WORKSPACE)
    reply = await slack.mention("who patches RDS?")

    assert len(reply.messages) == 1
    assert len(await kept(app)) == 1

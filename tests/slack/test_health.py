"""The pages that say how we are: each cause turns the right one, and none of them tells who asked what."""

import asyncio
import dataclasses
import json
import time

import aiohttp
import pytest
from pydantic import SecretStr

from bot import __version__
from bot.metrics import Metrics
from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.slack.heartbeat import Heartbeat
from bot.slack.serving import Serving, serving
from tests.conftest import until

SECONDS = 5.0
"""Within these a cause must be seen."""
TOKEN = "t0ken-of-sixteen-or-more"


async def page(app: Serving, path: str, token: str = "") -> tuple[int, str]:
    """Status and text of a page."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    url = f"http://127.0.0.1:{app.port}{path}"
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(30)) as session,
        session.get(url, headers=headers) as response,
    ):
        return response.status, await response.text()


async def becomes(app: Serving, path: str, status: int) -> str:
    """The page's text once it has this status; a failure when that takes longer than it may."""
    started = time.monotonic()
    while time.monotonic() - started < SECONDS:
        found, text = await page(app, path)
        if found == status:
            return text
        await asyncio.sleep(0.05)
    return pytest.fail(f"{path} did not become {status} within {SECONDS} s")


async def status(app: Serving) -> dict:
    return json.loads((await page(app, "/statusz"))[1])


# --- each cause -----------------------------------------------------------------------------------


async def test_a_heart_that_stopped_is_not_alive(app: Serving) -> None:
    """/livez turns within five seconds, says for how long, and turns back with the next beat."""
    app.heartbeat.stop()
    dead = await becomes(app, "/livez", 503)
    app.heartbeat.start()
    alive = await becomes(app, "/livez", 200)

    assert dead == "not alive\nthe event loop stood still for 3 s\n"
    assert alive == "alive\n"


async def test_knowledge_that_is_empty_is_not_ready(app: Serving, knowledge) -> None:
    """/readyz says so; with knowledge in service again it is ready."""
    app.desk.knowledge = dataclasses.replace(knowledge, services={})
    without = await becomes(app, "/readyz", 503)
    app.desk.knowledge = knowledge

    assert without == "not ready\nknowledge: no service is known\n"
    assert await becomes(app, "/readyz", 200) == "ready\n"


async def test_no_sign_in_is_not_ready(
    slack: SlackSimulator, settings: Settings, knowledge
) -> None:
    """/readyz says that Slack has not signed us in; /livez stays green: a new start would mend nothing."""
    slack.failures["auth.test"] = [{"ok": False, "error": "invalid_auth"}]
    async with serving(settings, "127.0.0.1", knowledge=knowledge) as now:
        text = await becomes(now, "/readyz", 503)
        alive, _ = await page(now, "/livez")
        await until(lambda: now.is_ready)

    assert text == "not ready\nslack: Slack has not signed us in yet\n"
    assert alive == 200


@pytest.mark.parametrize("minutes", [10, -10])
async def test_a_clock_ten_minutes_off_is_not_ready(
    slack: SlackSimulator, settings: Settings, minutes: int, knowledge
) -> None:
    """Seen at sign-in, from the Date of Slack's answer; the page says by how much, and turns back when it is set right."""
    slack.clock_ahead = minutes * 60
    async with serving(settings, "127.0.0.1", knowledge=knowledge) as now:
        await now.signed_in.wait()
        text = await becomes(now, "/readyz", 503)
        slack.clock_ahead = 0
        await becomes(now, "/readyz", 200)

    side = "behind" if minutes > 0 else "ahead of"
    assert text.startswith("not ready\nclock: this machine's clock is ")
    assert text.endswith(f" s {side} Slack's\n")
    assert 595 <= int("".join(filter(str.isdigit, text))) <= 605


async def test_a_clock_that_drifts_is_seen_at_the_next_call(app, slack: SlackSimulator) -> None:
    """Every answer of Slack's Web API brings its time."""
    slack.clock_ahead = 600
    await slack.mention("who patches RDS?")

    assert "clock" in await becomes(app, "/readyz", 503)


async def test_a_clock_two_minutes_off_is_said_and_serves(app, slack, caplog) -> None:
    """A line on the page and one in the log; questions are answered, and so they are just before it stops us."""
    for seconds in (120, 125, 230):
        slack.clock_ahead = seconds
        await slack.mention("who patches RDS?")
    code, text = await page(app, "/readyz")
    reply = await slack.command("who patches RDS?")

    assert (code, reply.status) == (200, 200)
    assert text.startswith("ready\nclock: this machine's clock is 2")
    assert caplog.text.count("behind Slack's. Set this machine's clock") == 1


async def test_a_minute_is_near_enough(app, slack, caplog) -> None:
    """Less than a minute apart is nobody's business."""
    slack.clock_ahead = -50
    await slack.mention("who patches RDS?")

    assert await page(app, "/readyz") == (200, "ready\n")
    assert "clock" not in caplog.text


async def test_socket_mode_does_not_need_the_right_time(
    slack, settings: Settings, knowledge
) -> None:
    """Nothing is signed with the time there: wrong by ten minutes it is still ready."""
    token = SecretStr(slack.app_token)
    slack.clock_ahead = 600
    async with serving(
        settings.model_copy(update={"slack_app_token": token}), "127.0.0.1", knowledge=knowledge
    ) as now:
        await now.signed_in.wait()

        assert await becomes(now, "/readyz", 200) == "ready\n"


async def test_what_only_worries_us_stands_on_the_page(app: Serving) -> None:
    """A store that memory stands in for: /readyz stays 200 and names it, /statusz and /metrics show it."""
    app.health.worry("store", lambda: "memory stands in for it (disk full)")
    told = await status(app)
    _, counted = await page(app, "/metrics")

    assert await page(app, "/readyz") == (
        200,
        "ready\nstore: memory stands in for it (disk full)\n",
    )
    assert told["store"] == {"kind": "sqlite", "fallen_back": True}
    assert 'whosejob_degraded{check="store"} 1.0' in counted


# --- the loop -------------------------------------------------------------------------------------


async def test_a_blocked_loop_is_measured_and_said_once(app: Serving, caplog) -> None:
    """Blocks are counted and the worst is shown; the log has one line, however many there are."""
    for _ in range(3):
        time.sleep(0.4)  # noqa: ASYNC251 - the fault itself
        await asyncio.sleep(0.12)
    told = await status(app)
    lines = [r for r in caplog.records if r.getMessage() == "the event loop stood still"]

    assert told["loop_lag_worst_ms"] > 300
    assert len(lines) == 1
    assert vars(lines[0])["ms"] > 100
    assert app.desk.metrics.registry.get_sample_value("whosejob_loop_lag_worst_seconds") > 0.3


def test_the_worst_lag_is_forgotten_after_a_while() -> None:
    """What is shown is about the last minute, so that an old block does not ring for ever."""
    clock = [0.0]
    heartbeat = Heartbeat(Metrics(), lambda: clock[0])
    shown = []
    for seconds, late in ((1, 2.0), (50, 0.1), (70, 0.0), (100, 0.2), (140, 0.0), (210, 0.0)):
        clock[0] = seconds
        heartbeat.beat(late)
        shown.append(heartbeat.worst_lag)

    assert shown == [2.0, 2.0, 2.0, 2.0, 0.2, 0.0]


# --- who may see what -----------------------------------------------------------------------------


async def test_the_pages_tell_numbers_and_no_more(app: Serving, slack: SlackSimulator) -> None:
    """Neither who asked, nor what, nor where, nor a token: whoever finds the port may read them."""
    await slack.command("who patches frobnicator?")
    mentioned = await slack.mention("who patches RDS on our blue cluster?")
    await slack.deliver(b"{}", "application/json", {"X-Slack-Signature": "v0=1"})
    told = [await page(app, path) for path in ("/livez", "/readyz", "/statusz", "/metrics")]
    text = " ".join(text for _, text in told)
    hidden = (
        *("frobnicator", "blue", "U0PERSON", "T0SIMULATOR", "C0ASKOWNER"),
        *(mentioned.messages[0]["ts"], slack.bot_token, slack.signing_secret, str(app.port)),
    )

    assert [code for code, _ in told] == [200] * 4
    assert [word for word in hidden if word in text] == []


async def test_the_status_page_counts_what_happened(app: Serving, slack: SlackSimulator) -> None:
    """Version, since when, how much is known and which edition, and what was done with it."""
    await slack.command("who patches frobnicator?")
    await slack.mention("who patches RDS?")
    told = await status(app)

    assert told["version"] == __version__
    assert (told["ready"], told["causes"], told["worries"]) == (True, {}, {})
    assert (told["mode"], told["store"]) == ("http", {"kind": "sqlite", "fallen_back": False})
    assert told["counts"]["questions"] == 2
    assert (told["counts"]["misses"], told["counts"]["deliveries"]) == (1, 1)
    assert told["knowledge"]["services"] == len(app.desk.knowledge.services)
    assert told["uptime_seconds"] < 60


async def test_the_digest_tells_editions_apart(app: Serving, knowledge) -> None:
    """Another process with the same files shows the same; one service less is another edition."""
    before = (await status(app))["knowledge"]
    app.desk.knowledge = knowledge
    same = (await status(app))["knowledge"]
    services = dict(list(knowledge.services.items())[1:])
    app.desk.knowledge = dataclasses.replace(knowledge, services=services)
    less = (await status(app))["knowledge"]

    assert before["digest"] == same["digest"]
    assert less["digest"] != same["digest"]
    assert less["services"] == same["services"] - 1


@pytest.mark.parametrize("path", ["/statusz", "/metrics"])
@pytest.mark.parametrize(
    ("brought", "code"), [(TOKEN, 200), ("", 401), (TOKEN[:-1], 401), ("t\u00f6ken", 401)]
)
async def test_a_token_closes_the_pages_with_numbers(
    slack, settings: Settings, path: str, brought: str, code: int, knowledge
) -> None:
    """With WHOSEJOB_METRICS_TOKEN only who brings it reads them; health pages stay open, an orchestrator has no token."""
    closed = settings.model_copy(update={"whosejob_metrics_token": SecretStr(TOKEN)})
    async with serving(closed, "127.0.0.1", knowledge=knowledge) as now:
        await now.signed_in.wait()

        assert (await page(now, path, brought))[0] == code
        assert [(await page(now, open_page))[0] for open_page in ("/livez", "/readyz")] == [
            200,
            200,
        ]


async def test_a_token_that_is_no_text_is_refused_all_the_same(
    slack, settings: Settings, knowledge
) -> None:
    """Bytes that are not UTF-8 are a wrong token, not an error of ours."""
    closed = settings.model_copy(update={"whosejob_metrics_token": SecretStr(TOKEN)})
    async with serving(closed, "127.0.0.1", knowledge=knowledge) as now:
        reader, writer = await asyncio.open_connection("127.0.0.1", now.port)
        writer.write(b"GET /metrics HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\r\n\r\n")
        first = await reader.readline()
        writer.close()

    assert first.startswith(b"HTTP/1.1 401")


# --- what is counted ------------------------------------------------------------------------------


async def test_each_call_of_slack_is_counted_by_what_became_of_it(
    app: Serving, slack: SlackSimulator
) -> None:
    """Slowed down, broken, refused: once each, none is made twice; what a channel refuses is said to the person."""
    failures = [429, 502, {"ok": False, "error": "channel_not_found"}]
    for failure in failures:
        slack.failures["chat.postMessage"] = [failure]
        await slack.mention("who patches RDS?")
    await slack.mention("who patches RDS?")
    counted = app.desk.metrics.registry.get_sample_value
    outcomes = {
        outcome: counted(
            "whosejob_slack_calls_total", {"method": "chat.postMessage", "outcome": outcome}
        )
        for outcome in ("ok", "rate_limited", "failed", "refused")
    }

    assert outcomes == {"ok": 2, "rate_limited": 1, "failed": 1, "refused": 1}
    assert [method for method, _ in slack.calls].count("chat.postMessage") == 5


async def test_what_is_in_flight_is_seen_and_how_long_it_took(app, slack: SlackSimulator) -> None:
    """One delivery counts while it is answered, and its time when it was."""
    counted = app.desk.metrics.registry.get_sample_value
    asking = asyncio.create_task(slack.mention("who patches RDS?"))
    await until(lambda: counted("whosejob_in_flight") == 1)
    await asking

    assert counted("whosejob_in_flight") == 0
    assert counted("whosejob_acknowledge_seconds_count") == 1


async def test_a_question_we_do_not_answer_is_counted_by_why(app, slack: SlackSimulator) -> None:
    """So that one sees what to teach next."""
    await slack.command("how much does RDS cost?")
    counted = app.desk.metrics.registry.get_sample_value

    assert counted("whosejob_misses_total", {"reason": "price"}) == 1

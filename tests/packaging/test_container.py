"""The container: what its file promises, and the app under the same conditions without one."""

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from benchmarks.soaking import MALLOC
from bot.simulator import SlackSimulator
from tests.conftest import ROOT

NOBODY = 65534
LINES = [
    line
    for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def arguments(instruction: str) -> list[str]:
    return [line.split(" ", 1)[1] for line in LINES if line.startswith(f"{instruction} ")]


def test_it_does_not_run_as_root() -> None:
    """The last user is a number that is not 0, which an orchestrator can check."""
    user, group = arguments("USER")[-1].split(":")

    assert int(user) > 0 and int(group) > 0
    assert not [line for line in LINES[LINES.index(f"USER {user}:{group}") :] if "RUN" in line[:4]]


def test_the_soak_runs_with_its_memory_settings() -> None:
    """What `make soak` measures is what the container does."""
    said = dict(pair.split("=", 1) for line in arguments("ENV") for pair in line.split())

    assert said.items() >= MALLOC.items()


def test_it_needs_no_shell() -> None:
    """Every command is a list of words, at build time and after."""
    commands = [*arguments("RUN"), *arguments("CMD")]
    commands += [line.split(" CMD ", 1)[1] for line in LINES if line.startswith("HEALTHCHECK")]

    assert len(commands) >= 4
    assert all(isinstance(json.loads(command), list) for command in commands)
    assert not any(word in {"sh", "bash"} for command in commands for word in json.loads(command))


def test_it_carries_no_secret_and_nothing_from_elsewhere() -> None:
    """No ADD, no ARG, no credential in ENV; only named folders are copied, and .env is kept out."""
    copied = [line.split()[0] for line in arguments("COPY")]
    ignored = (ROOT / ".dockerignore").read_text().split()

    assert arguments("ADD") == arguments("ARG") == []
    assert not re.search(r"TOKEN|SECRET|PASSWORD|KEY", " ".join(arguments("ENV")))
    assert copied == ["requirements.txt", "bot", "knowledge"]
    assert {".env", ".git", ".venv", "var"} <= set(ignored)


def test_its_base_is_named_and_only_its_data_is_written() -> None:
    """A tag that is not `latest`; one volume, which is where WHOSEJOB_DATA points."""
    (base,) = arguments("FROM")
    (volume,) = arguments("VOLUME")

    assert re.fullmatch(r"python:3\.\d+-slim", base)
    assert f"WHOSEJOB_DATA={volume}" in arguments("ENV")[0]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter; pytest's own is for its user alone."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def read_only_tree(open_folder: Path) -> Path:
    """The app as it is installed, owned by root and writable by nobody."""
    tree = open_folder / "app"
    for name in ("bot", "knowledge"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (tree, *tree.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return tree


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def data(open_folder: Path) -> Path:
    """The one folder that nobody may write to."""
    folder = open_folder / "data"
    folder.mkdir(mode=0o700)
    os.chown(folder, NOBODY, NOBODY)
    return folder


@pytest.fixture
def served_by_nobody(
    slack: SlackSimulator, read_only_tree: Path, data: Path
) -> Iterator[subprocess.Popen[str]]:
    """The app as uid 65534 without a group. Of root's rights it has one: it may read everything, because a
    developer's interpreter can lie in a private folder.
    """
    read, port = "+dac_read_search", free_port()
    become = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    become += [f"--{kept}=-all,{read}" for kept in ("bounding-set", "inh-caps", "ambient-caps")]
    slack.app_url = f"http://127.0.0.1:{port}/slack/events"
    process = subprocess.Popen(
        [*become, sys.executable, "-m", "bot", "serve"],
        cwd=read_only_tree,
        env={
            "PATH": os.environ["PATH"],
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "PORT": str(port),
            "WHOSEJOB_DATA": str(data),
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def owned_by_nobody(folder: Path) -> set[bool]:
    return {path.stat().st_uid == NOBODY for path in folder.rglob("*")}


@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("setpriv"),
    reason="only root with util-linux' setpriv can become nobody",
)
async def test_it_serves_as_nobody_from_a_read_only_tree(
    slack: SlackSimulator,
    read_only_tree: Path,
    data: Path,
    served_by_nobody: subprocess.Popen[str],
) -> None:
    """It answers, writes to its data folder alone, and stops with 0."""
    text = await _first_answer(slack, served_by_nobody)
    served_by_nobody.send_signal(signal.SIGTERM)
    status = await asyncio.to_thread(served_by_nobody.wait, 30)

    assert "AWS patches" in text
    assert status == 0
    assert (owned_by_nobody(data), owned_by_nobody(read_only_tree)) == ({True}, {False})


async def _first_answer(slack: SlackSimulator, process: subprocess.Popen[str]) -> str:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            reply = await slack.command("who patches RDS?")
            if reply.status == 200:
                return str(reply.body["text"])
        except aiohttp.ClientError:
            pass
        await asyncio.sleep(0.05)
    process.kill()
    return pytest.fail(process.stderr.read() if process.stderr else "never ready")

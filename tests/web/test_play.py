"""`whosejob play`: says where it is, answers there, ends cleanly, and stays away from a real Slack."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT


def start(cwd, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def lines_until(process: subprocess.Popen[str], says: str) -> Iterator[str]:
    """What it prints, up to the line that holds `says`."""
    for line in process.stdout:
        yield line
        if says in line:
            return


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_run_serves_the_page_until_it_is_ended(tmp_path, number: int) -> None:
    """Without credentials `whosejob run` prints the address and how to end it; ending it is no error."""
    process = start(tmp_path, "run", PORT="0")
    said = "".join(lines_until(process, "Ctrl-C"))
    address = re.search(r"http://127\.0\.0\.1:\d+", said)[0]
    with urllib.request.urlopen(address) as page:  # noqa: S310 - our own
        shown = page.read().decode()
    process.send_signal(number)
    rest, errors = process.communicate(timeout=30)

    assert "No Slack credentials" in said
    assert "<title>Whose Job? playground</title>" in shown
    assert "%TOKEN%" not in shown
    assert process.returncode == 0
    assert [
        line for line in errors.splitlines() if "stood still" not in line
    ] == []  # a busy machine
    assert "Stopped." in rest


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"])
def test_real_credentials_stop_it(tmp_path, name: str) -> None:
    """Somebody who has set credentials means a real Slack; the last line says both ways on."""
    process = start(tmp_path, "play", "--port", "0", **{name: "xoxb-1"})
    _, errors = process.communicate(timeout=30)
    last = errors.strip().splitlines()[-1]

    assert process.returncode == 2
    assert last.startswith(f"{name} is set")
    assert "whosejob serve" in last
    assert "--ignore-slack-credentials" in last
    assert "Traceback" not in errors


def test_credentials_can_be_ignored(tmp_path) -> None:
    """Then they are not used: the app signs in with the simulator's own."""
    process = start(
        tmp_path, "play", "--port", "0", "--ignore-slack-credentials", SLACK_BOT_TOKEN="xoxb-real"
    )
    said = "".join(lines_until(process, "Ctrl-C"))
    process.terminate()
    process.communicate(timeout=30)

    assert "is ready" in said
    assert process.returncode == 0

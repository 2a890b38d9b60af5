"""The command line: answers, batches, checks, skeletons, and errors that say what to do."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

COMMANDS = (
    "ask", "explain", "check", "diff", "new", "learn", "schema", "eval", "serve", "chat", "play", "run",
)  # fmt: skip


def whosejob(
    *arguments: str, stdin: str = "", cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=stdin,
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_help_names_every_command() -> None:
    """In groups: asking, keeping the knowledge, serving."""
    said = whosejob("--help").stdout

    assert all(group in said for group in ("Ask", "Keep the knowledge", "Serve"))
    assert all(f"│ {name} " in said for name in COMMANDS)


def test_ask_answers_in_plain_text() -> None:
    """No colour in a pipe."""
    done = whosejob("ask", "who patches RDS?")

    assert done.returncode == 0
    assert done.stdout.startswith("Amazon RDS · patching\nAWS patches")
    assert "\x1b" not in done.stdout


def test_ask_takes_words_without_quotes() -> None:
    """People forget the quotes."""
    assert whosejob("ask", "who", "patches", "RDS").stdout.startswith("Amazon RDS")


def test_why_shows_where_the_answer_comes_from() -> None:
    """What was understood, and file:line of every entry."""
    done = whosejob("ask", "--why", "who patches the OS on EKS auto mode?")

    assert "Read as: aws/eks [auto-mode] · guest_os_patching" in done.stdout
    assert "Written in knowledge/aws/services/eks.yaml:" in done.stdout


def test_ask_json_is_one_object() -> None:
    """For scripts."""
    assert json.loads(whosejob("ask", "--json", "who patches RDS?").stdout)["owner"] == "provider"


def test_a_batch_answers_line_by_line() -> None:
    """Same order, bad lines become errors, threads remember."""
    lines = [
        "who patches RDS?",
        "",
        '{"question": "who patches the OS on ECS?", "thread": "t1"}',
        '{"question": "what about on fargate?", "thread": "t1"}',
        '{"question": "what about on fargate?", "thread": "t2"}',
        '{"question": 7}',
        "{broken",
        '{"thread": "x"}',
    ]
    done = whosejob("ask", "--json", "--batch", "-", stdin="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 0
    assert [a["kind"] for a in answers] == [
        "ownership", "help", "ownership", "ownership", "overview", "error", "error", "error",
    ]  # fmt: skip
    assert answers[3]["breakdowns"][0]["service"] == "aws/ecs"
    assert answers[3]["breakdowns"][0]["option"] == "fargate"


def test_a_batch_of_a_thousand_takes_little_more_than_start_up() -> None:
    """The knowledge is loaded once, not once a question."""
    done = whosejob("ask", "--json", "--batch", "-", stdin="who patches RDS?\n" * 1000)

    assert len(done.stdout.splitlines()) == 1000


def test_asking_does_not_load_slack() -> None:
    """Slack's libraries cost 0.4 s; asking needs none of them."""
    code = (
        "import sys, runpy; sys.argv = ['whosejob', 'ask', 'who patches RDS?']\n"
        "try: runpy.run_module('bot', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('slack_bolt', 'slack_sdk', 'aiohttp', 'sqlalchemy')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip().endswith("[]")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask"], 'Try: whosejob ask "who patches RDS?"'),
        (["ask", "--batch", "nowhere.txt"], "nowhere.txt cannot be read"),
        (["ask", "--batch", "-", "who"], "not both"),
        (["ask", "--knowledge", "/nowhere", "x"], "problems in the knowledge"),
        (["explain"], "Missing argument"),
        (["explain", "--knowledge", "/nowhere", "x"], "problems in the knowledge"),
        (["check", "/nowhere"], "knowledge/areas.yaml:0: is missing"),
        (["play", "--port", "99999"], "less than or equal to 65535"),
        (["new", "rds", "--model", "managed"], "write it like aws/"),
        (["new", "aws/rds", "--model", "managed"], "is there already"),
        (["new", "aws/thing", "--model", "manged"], "did you mean 'managed'?"),
    ],
)
def test_bad_usage_says_what_to_do(tmp_path, arguments: list[str], says: str) -> None:
    """Exit 2, a short line, no traceback."""
    done = whosejob(*arguments, cwd=tmp_path)

    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_check_reports_every_problem_with_its_place(tmp_path) -> None:
    """file:line: what is wrong and the mend, all at once."""
    folder = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", folder)
    path = folder / "aws/services/rds.yaml"
    path.write_text(
        path.read_text().replace("model: managed", "model: manged").replace("id: rds", "id: rdz", 1)
    )
    done = whosejob("check", str(folder))

    assert done.returncode == 2
    assert "rds.yaml:2: the id 'rdz' differs" in done.stderr
    assert "did you mean 'managed'?" in done.stderr


def test_a_new_skeleton_is_valid_at_once(tmp_path) -> None:
    """`whosejob new`, then `whosejob check`, then ask."""
    folder = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", folder)
    made = whosejob("new", "aws/frobnicator", "--model", "managed", "--knowledge", str(folder))
    checked = whosejob("check", str(folder))
    asked = whosejob("ask", "--json", "--knowledge", str(folder), "who patches frobnicator?")

    assert made.returncode == 0, made.stderr
    assert checked.returncode == 0, checked.stderr
    assert json.loads(asked.stdout)["breakdowns"][0]["service"] == "aws/frobnicator"


def test_the_chat_goes_through_slack(tmp_path) -> None:
    """`whosejob chat`: command, mention and direct message through the real app."""
    done = whosejob(
        "chat",
        stdin="@Whose Job? who backs up DynamoDB?\nwho owns the OS on EC2\nquit\n",
        cwd=tmp_path,
    )

    assert done.returncode == 0, done.stderr
    assert "Amazon RDS · patching" in done.stdout
    assert "Amazon DynamoDB · backup and restore" in done.stdout
    assert "Amazon EC2 · guest operating system patching" in done.stdout


def test_the_chat_ends_with_its_input(tmp_path) -> None:
    """Nothing is ever asked for: an empty standard input ends it."""
    assert whosejob("chat", cwd=tmp_path).returncode == 0

"""The log: one line a record, for machines or for people, and no secret in any of them."""

import json
import logging
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.logs import MOST_CHARACTERS, Json, Words
from bot.settings import Settings
from tests.conftest import ROOT
from tests.log_scan import LogScan


def record(message: str, *args: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("bot.test", logging.INFO, __file__, 1, message, args, None)
    vars(made).update(extra)
    return made


def failed(error: Exception) -> logging.LogRecord:
    """What `_log.error("failed", exc_info=error)` makes."""
    try:
        raise error
    except type(error):
        return logging.LogRecord(
            "bot.test", logging.ERROR, __file__, 1, "failed", (), sys.exc_info()
        )


@pytest.mark.parametrize("form", [Json, Words])
@pytest.mark.parametrize(
    ("written", "secret"),
    [
        ("xoxb-123-abc_DEF", "123-abc_DEF"),
        ("xoxe.xoxp-1-Mi0yLTM", "Mi0yLTM"),
        ("xapp-1-A02-9f", "A02"),
        (f"v0={'0a' * 32}", "0a0a0a0a"),
        ("https://hooks.slack.com/commands/T1/2/s3cr3t", "s3cr3t"),
        ("{'response_url': 'http://127.0.0.1:1/respond/s3cr3t'}", "s3cr3t"),
        ('{"trigger_id": "13.37.s3cr3t"}', "s3cr3t"),
        ("token=s3cr3t&trigger_id=t1.2&text=x", "s3cr3t"),
        ("response_url=https%3A%2F%2Fexample.com%2Fs3cr3t", "s3cr3t"),
        ("Authorization: Bearer s3cr3t.s3cr3t", "s3cr3t"),
        ("[('Authorization', 'Basic czNjcjN0')]", "czNjcjN0"),
        ("postgresql+asyncpg://whosejob:s3cr3t@db.example.com/x", "s3cr3t"),
        ("key Zm9yIGEgdGVzdCBvZiB0aGUgbG9nLCBubyByZWFsIGs= set", "Zm9yIGEgdGVzdCBv"),
        ("client_secret='s3cr3t'", "s3cr3t"),
    ],
)
def test_what_looks_like_a_secret_is_masked(form, written: str, secret: str) -> None:
    """In the message, in what is logged beside it, and in a traceback."""
    lines = [
        form().format(record("before %s after", written)),
        form().format(record("before after", where=written)),
        form().format(failed(ValueError(f"before {written} after"))),
    ]

    assert [secret in line for line in lines] == [False] * 3
    assert ["before" in line and "after" in line for line in lines] == [True] * 3


@pytest.mark.parametrize("form", [Json, Words])
def test_a_known_secret_is_masked_whatever_it_looks_like(form) -> None:
    """The signing secret is plain hexadecimal; every secret setting and the database's password is known."""
    settings = Settings(
        _env_file=None,
        slack_signing_secret="5ad0beef5ad0beef",
        database_url="postgresql://u:p%40ss%2Fword@db/x",
    )
    formatter = form(settings.secrets)

    line = formatter.format(record("%s %s %s", "5ad0beef5ad0beef", "p%40ss%2Fword", "p@ss/word"))

    assert "5ad0" not in line
    assert "ss" not in line.partition("bot.test")[2].replace("message", "")


@pytest.mark.parametrize("form", [Json, Words])
def test_a_field_that_is_called_a_secret_is_masked(form) -> None:
    """Whatever stands in it."""
    assert "plain" not in form().format(record("renewed", access_token="plain"))


@pytest.mark.parametrize(
    "said",
    [
        "SLACK_BOT_TOKEN is missing. Copy .env.example to .env and fill it in.",
        "Slack did not sign us in (invalid_auth); trying again in 5 s",
        "refused status=401 reason='stale or no timestamp' bytes=12",
        "knowledge/aws/services/rds.yaml:8: area 'patchng' is unknown; did you mean 'patching'?",
    ],
)
def test_ordinary_lines_stay_whole(said: str) -> None:
    """Masking takes nothing from lines that hold no secret."""
    assert json.loads(Json().format(record(said)))["message"] == said


FORGED = 'x\n2026-01-01T00:00:00 ERROR bot fake\r\u2028\u0085{"level": "ERROR"}\x1b[2J'


def test_json_is_one_object_a_line() -> None:
    """Time in UTC, level, logger, message, then the fields; no value can begin another line."""
    line = Json().format(record("asked %s", FORGED, way=FORGED, ms=1.5, areas=None))
    told = json.loads(line)

    assert list(told) == ["time", "level", "logger", "message", "way", "ms", "areas"]
    assert told["time"].endswith("+00:00")
    assert (told["way"], told["ms"], told["areas"]) == (FORGED, 1.5, None)
    assert line.isascii() and line.isprintable()


def test_words_are_one_line_with_the_traceback_set_in_below() -> None:
    """For a terminal: a line break in a value is written out, and nothing but a record begins at the margin."""
    line = Words().format(record("asked %s", FORGED, way=FORGED, services=""))
    below = Words().format(failed(ValueError(FORGED))).split("\n")

    assert line.isprintable()
    assert "way=x\\n2026" in line and line.endswith(" services=-")
    assert "ValueError: x" in below[-2]
    assert [part[:4] for part in below[1:]] == ["    "] * (len(below) - 1)
    assert all(part.isprintable() for part in below)


@pytest.mark.parametrize("form", [Json, Words])
def test_a_line_is_never_endless(form) -> None:
    """Of an endless value the end is kept, and looking for secrets takes time in proportion to its length."""
    endless = "://a-token=" * 50_000 + " whatever was said" * 50_000
    line = form().format(record("%s", f"{endless} | the end"))

    assert len(line) < MOST_CHARACTERS + 200
    assert "the end" in line


def run(script: str, tmp_path: Path) -> list[str]:
    """What a program of its own writes to standard error, which is no terminal."""
    done = subprocess.run(
        [sys.executable, "-c", f"import logging\nfrom bot.logs import set_up\n{script}"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stderr.splitlines()


def test_everything_a_process_says_is_json_and_clean(tmp_path: Path, log_scan: LogScan) -> None:
    """Also warnings of Python, a record that cannot be written, and the error that ends the program."""
    lines = run(
        "import warnings\n"
        "set_up('DEBUG', 'auto', ['0123abcd'])\n"
        "logging.getLogger('bot.x').debug('ours')\n"
        "logging.getLogger('slack_bolt.AsyncApp').info({'text': 'a question'})\n"
        "logging.getLogger('aiohttp.server').error('theirs xoxb-1')\n"
        "logging.getLogger('bot.x').info('%d', 'xoxb-2')\n"
        "warnings.warn('beware of 0123abcd')\n"
        "raise RuntimeError('0123abcd\\nxapp-3')\n",
        tmp_path,
    )
    log_scan.read("\n".join(lines))
    log_scan.forbid("0123abcd", "a question")
    told = [json.loads(line) for line in lines]

    assert [(line["level"], line["logger"]) for line in told] == [
        ("DEBUG", "bot.x"),
        ("ERROR", "aiohttp.server"),
        ("ERROR", "bot.logs"),
        ("WARNING", "py.warnings"),
        ("CRITICAL", "bot.logs"),
    ]
    assert told[2]["message"] == "a log record of bot.x:8 could not be written (TypeError)"
    assert "RuntimeError" in told[4]["exc_info"]


def test_text_may_be_asked_for(tmp_path: Path) -> None:
    """WHOSEJOB_LOG=text: lines for people, also where no terminal is."""
    lines = run("set_up('INFO', 'text')\nlogging.getLogger('bot').info('hello')", tmp_path)

    assert [line.split(maxsplit=1)[1] for line in lines] == ["INFO    bot  hello"]


def test_a_terminal_gets_words(tmp_path: Path) -> None:
    """Left to itself the log is for people where one looks on, else JSON."""
    ours, theirs = pty.openpty()
    script = (
        "import logging\nfrom bot.logs import set_up\nset_up()\nlogging.getLogger('bot').info('hi')"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, stderr=theirs, check=True
    )
    os.close(theirs)
    with os.fdopen(ours, "rb", 0) as terminal:
        seen = terminal.read(200).decode()

    assert seen.split()[1:] == ["INFO", "bot", "hi"]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("WHOSEJOB_LOG", "xml"),
        ("WHOSEJOB_LOG_LEVEL", "LOUD"),
        ("WHOSEJOB_METRICS_TOKEN", "short"),
        ("PORT", "-1"),
        ("PORT", "3000.5"),
    ],
)
def test_a_setting_that_cannot_be_used_ends_the_start(tmp_path, variable: str, value: str) -> None:
    """Exit 2 and one sentence that names the variable and does not repeat what it holds."""
    slack = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s3cr3t"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "serve"],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            **slack,
            variable: value,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(f"{variable} cannot be used: ")
    assert "short" not in done.stderr


async def test_what_the_suite_logs_is_read_for_secrets(log_scan: LogScan) -> None:
    """A question in a line of ours, and a token in a line of a library, are found; masked ones are not."""
    other = LogScan()
    with other:
        logging.getLogger("bot.slack.reply").debug("asked", extra={"heard": "who paints the shed?"})
        logging.getLogger("slack_sdk.web").warning("got %s", "xoxb-9-9")
        logging.getLogger("slack_sdk.web").info("sent %s", "who paints the barn?")
    other.forbid("who paints the shed?", "who paints the barn?")

    assert ["shed" in leak for leak in other.leaks()] == [True]

"""Logging, set up once by the command line; the home of python-json-logger.

One line a record on standard error: a JSON object, or plain words when a person looks on. Never a token, a name or
the text of a question; whatever still looks like a secret is masked last, in tracebacks too.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

MASK = "********"
MOST_CHARACTERS = 8000
"""Of one value in a line; of more, the last are kept: a traceback says at its end what went wrong."""
SHORTEST_SECRET = 6
"""A shorter one would mask ordinary words, and keeps nobody out."""

_TOKENS = re.compile(
    r"""xox[a-z](?:\.xox[a-z])?-[\w-]+          # Slack's tokens, the rotating ones too
      | xapp-[\w-]+
      | v0=[0-9a-f]{8,}                         # a request's signature
      | https?://hooks\.slack(?:-gov)?\.com/[^\s"'<>\\]+
      | \b[\w-]{43}=(?!\w)                      # a Fernet key
      | (?<=://)[^\s/@"'\\]*:[^\s/@"'\\]+(?=@)  # user and password of a database
    """,
    re.VERBOSE,
)
_NAME = r"(?:response_?url|trigger_?id|token|secret|authorization|password|ticket)"
_NAMED = re.compile(
    rf"""({_NAME}(?:["']?\s*(?:=|:|%3A)\s*(?:b?["'])?|["']\s*,\s*b?["'])(?:(?:bearer|basic)\s+)?)
         (?![\s"'*])[^\s"'&,;}}\])]+
      | \b(bearer\s+)[\w.~+/=-]{{6,}}
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What stands under a name that says it is a secret, as in {'trigger_id': '1.2'} or trigger_id=1.2&."""
_SECRET_NAME = re.compile(rf"\w{{0,40}}{_NAME}", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_FIELDS = ("asctime", "levelname", "name", "message")
_NOT_EXTRA = {*RESERVED_ATTRS, "taskName", "message", "asctime"}


def set_up(level: str = "INFO", form: str = "auto", secrets: Iterable[str] = ()) -> None:
    """Log to standard error; standard output belongs to answers.

    `form` is json, text, or auto (text for a terminal); `secrets` are values to mask wherever they turn up.
    """
    is_text = form == "text" or (form == "auto" and sys.stderr.isatty())
    handler = _Handler(sys.stderr)
    handler.setFormatter(Words(secrets) if is_text else Json(secrets))
    logging.basicConfig(handlers=[handler], force=True)
    set_levels(level)
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught


def set_levels(level: str) -> None:
    """`level` is for our own lines; libraries only warn, because below that they print what people wrote."""
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("bot").setLevel(level)


class _Masked(logging.Formatter):
    """What both forms share: the time in UTC, and no secret in any value."""

    _exact: re.Pattern[str] | None = None

    def know(self, secrets: Iterable[str]) -> None:
        """Mask these values wherever they stand, whatever they look like."""
        known = {secret for secret in secrets if len(secret) >= SHORTEST_SECRET}
        longest_first = sorted(map(re.escape, known), key=len, reverse=True)
        self._exact = re.compile("|".join(longest_first)) if known else None

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802, ARG002 - logging's name
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def masked(self, text: str) -> str:
        """`text` without secrets, and not endless."""
        if self._exact:
            text = self._exact.sub(MASK, text)
        text = _NAMED.sub(lambda found: (found[1] or found[2]) + MASK, _TOKENS.sub(MASK, text))
        return text if len(text) <= MOST_CHARACTERS else "..." + text[-MOST_CHARACTERS:]

    def plain(self, value: object) -> object:
        """A value as a line may hold it: a number, a truth, nothing, or masked text."""
        if value is None or isinstance(value, bool | int | float):
            return value
        return self.masked(value if isinstance(value, str) else str(value))


class Json(_Masked, JsonFormatter):
    """One JSON object a line: time, level, logger, message, then what the record carries, and `exc_info`."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__(
            _FIELDS, rename_fields={"asctime": "time", "levelname": "level", "name": "logger"}
        )
        self.know(secrets)

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return {
            key: MASK if value and _SECRET_NAME.fullmatch(key) else self.plain(value)
            for key, value in log_data.items()
        }


class Words(_Masked):
    """A line for people. A line break in a value stays inside its line; a traceback is set in below it."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s  %(message)s")
        self.know(secrets)

    def format(self, record: logging.LogRecord) -> str:
        record.message = record.getMessage()
        record.asctime = self.formatTime(record)
        said = [self.formatMessage(record), *_said(_extras(record))]
        head = _CONTROL.sub(_escaped, self.masked(" ".join(said)))
        below = self.formatException(record.exc_info) if record.exc_info else ""
        lines = (_CONTROL.sub(_escaped, line) for line in self.masked(below).split("\n") if line)
        return "\n    ".join((head, *lines))


def _extras(record: logging.LogRecord) -> Mapping[str, object]:
    """What was logged beside the message."""
    return {key: value for key, value in vars(record).items() if key not in _NOT_EXTRA}


def _said(extras: Mapping[str, object]) -> Iterator[str]:
    for key, value in extras.items():
        yield f"{key}={value or '-'}" if isinstance(value, str | None) else f"{key}={value}"


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


class _Handler(logging.StreamHandler[Any]):
    """A record that cannot be written costs one line that says where it came from, and holds nothing of it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        error = sys.exc_info()[1]
        if record.name == __name__:
            return  # the line that says so cannot be written either: standard error is gone
        place = f"{record.name}:{record.lineno}"
        logging.getLogger(__name__).error(
            "a log record of %s could not be written (%s)", place, type(error).__name__
        )


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """What ends the program goes through the same formatter."""
    if issubclass(kind, KeyboardInterrupt):
        traceback.print_exception(kind, error, trace)
        return
    logging.getLogger(__name__).critical("not caught", exc_info=(kind, error, trace))

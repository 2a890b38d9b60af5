"""Logging, set up once by the command line. Never a token, a name or the text of a question."""

import logging
import re
import sys

_SECRETS = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|v0=[0-9a-f]{64}|https://hooks\.slack\.com/\S+")


class _Redacted(logging.Formatter):
    """Masks whatever looks like a secret, tracebacks included, and keeps each record on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRETS.sub("********", super().format(record))


def set_up(level: str = "INFO") -> None:
    """Log to standard error; standard output belongs to answers."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacted("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("slack_bolt").setLevel(logging.WARNING)
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)

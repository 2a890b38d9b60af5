"""Reads the log of every test for what must never stand in one: tokens, signatures, what people wrote."""

import json
import logging
import re
from collections.abc import Iterator
from typing import Self

from bot.logs import Json, set_levels
from bot.simulator import SlackSimulator

SECRETS = re.compile(
    r"xox[a-z](\.xox[a-z])?-\w|xapp-\w|v0=[0-9a-f]{64}|hooks\.slack\.com/\w|/respond/\w"
)
SHORTEST_TEXT = 8
"""Of what people wrote; "help" or "RDS" also stand in lines that nobody wrote."""


class LogScan(logging.Handler):
    """`with LogScan() as scan:` sees what set_up("DEBUG") would write, libraries included, in its JSON form."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(Json())
        self._lines: list[str] = []
        self._forbidden: set[str] = set()
        self._levels: dict[str | None, int] = {}

    def __enter__(self) -> Self:
        self._levels = {name: logging.getLogger(name).level for name in (None, "bot")}
        logging.getLogger().addHandler(self)
        set_levels("DEBUG")
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)

    def emit(self, record: logging.LogRecord) -> None:
        values = json.loads(self.format(record)).values()
        self._lines.append(" ".join(str(value) for value in values))

    def read(self, written: str) -> None:
        """Scan also what another process wrote to its standard error."""
        self._lines += written.splitlines()

    def forbid(self, *values: str) -> None:
        """None of these may stand in any line."""
        self._forbidden.update(values)

    def forbid_all_of(self, slack: SlackSimulator) -> None:
        """Its tokens, and what people wrote in it."""
        self.forbid(slack.bot_token, slack.app_token, slack.signing_secret)
        self.forbid(slack.oauth.client_secret)
        written = (str(m.get("text") or "") for m in slack.messages if m["where"] == "person")
        texts = (text.partition("> ")[2] or text for text in written)  # the mention left out
        self.forbid(*(text for text in texts if len(text.strip()) >= SHORTEST_TEXT))

    def leaks(self) -> list[str]:
        """Every line that holds something it must not, and what."""
        return list(self._leaks())

    def _leaks(self) -> Iterator[str]:
        for line in self._lines:
            found = SECRETS.search(line)
            if found:
                yield f"{found[0]!r} in {line}"
            yield from (f"{value!r} in {line}" for value in self._forbidden if value in line)

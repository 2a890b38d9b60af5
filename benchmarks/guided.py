"""A search guided by coverage (atheris): bytes that get through the gate's reading and fell Bolt's, or our own code.

    python -m benchmarks.guided -max_total_time=300      libFuzzer's options

An error that it finds ends it; the bytes are kept in a file crash-... of the working directory.
"""

import contextlib
import random
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot.slack", "slack_bolt.request", "json", "urllib"]):
    from slack_bolt.request import payload_utils
    from slack_bolt.request.async_request import AsyncBoltRequest

    from benchmarks import hostile
    from bot.slack import gate, reading, shapes

SEEDS = 500
"""Deliveries to begin with, as benchmarks/hostile.py makes them."""
NOW = 1_700_000_000.0
SECRET = "5ec3e7"  # noqa: S105 - made up
WORDS = (*hostile.NAMES, *hostile.TYPES)
_DRAWN = ("options", "shortcut", "action", "view", "command", "event", "message", "step")


def one(data: bytes) -> None:
    """The first byte chooses between a head and the two kinds of body."""
    try:
        if data[:1] == b"h":
            _head(data[1:])
        else:
            kind = gate.ContentType.JSON if data[:1] == b"j" else gate.ContentType.FORM
            _body(kind, data[1:])
    except gate.RefusedError:
        return


def _head(data: bytes) -> None:
    timestamp, signature, content_type, body = (*data.split(b"\n", 3), b"", b"", b"", b"")[:4]
    headers = {
        "X-Slack-Request-Timestamp": timestamp.decode("utf-8", "surrogateescape"),
        "X-Slack-Signature": signature.decode("utf-8", "surrogateescape"),
        "Content-Type": content_type.decode("utf-8", "surrogateescape"),
    }
    gate.is_ssl_check(body)
    with contextlib.suppress(gate.RefusedError):
        gate.check_head(headers, len(body))
    raise AssertionError(gate.check_signature(SECRET, headers, body, NOW))  # nobody guesses one


def _body(kind: gate.ContentType, data: bytes) -> None:
    delivered = reading.read(kind, data)
    shapes.check(delivered)
    request = AsyncBoltRequest(body=delivered, mode="socket_mode")
    for name in _DRAWN:
        getattr(payload_utils, f"to_{name}")(request.body)


def main() -> None:
    """Search until libFuzzer's limits are reached."""
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder, "words")
        words.write_text("".join(f'"\\"{word}\\":"\n"\\"{word}\\""\n' for word in WORDS))
        seeds = Path(folder, "seeds")
        seeds.mkdir()
        for number in range(SEEDS):
            made = hostile.request(random.Random(number), SECRET, "https://a/")
            first = b"j" if made.body.startswith(b"{") else b"f"
            (seeds / str(number)).write_bytes(first + made.body)
        atheris.Setup([*sys.argv, "-max_len=4096", f"-dict={words}", str(seeds)], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()

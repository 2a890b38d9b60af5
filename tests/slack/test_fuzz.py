"""A short run of what `make fuzz` does at length: hostile deliveries, and a judge that can say no."""

import logging
import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import fuzz, hostile
from bot.slack import shapes
from bot.slack.gate import ContentType, RefusedError, check_head, check_signature, is_ssl_check
from bot.slack.reading import read
from bot.slack.serving import Serving
from tests.slack.raw import exchange, head, status_of

REQUESTS = 1_500
SECRET = "5ec3e7"


@pytest.fixture
def listening() -> Iterator[None]:
    root, handler = logging.getLogger(), fuzz.Listening()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield
    root.removeHandler(handler)
    root.setLevel(level)


async def test_hostile_deliveries_fell_nothing(knowledge, listening) -> None:
    """Through the gate and Bolt: no 5xx, no traceback, nothing unsigned let in, at most 200 bytes in the log each."""
    found = fuzz.Found()
    await fuzz.batch(0, REQUESTS, knowledge, found)

    assert dict(found.failures) == {}
    assert found.statuses.total() == REQUESTS
    assert {"200 signed", "400 signed", "401 unsigned", "415 signed"} <= found.statuses.keys()
    assert 0 < found.worst_log_bytes <= fuzz.MOST_LOG_BYTES


async def test_the_judge_sees_what_is_wrong(listening) -> None:
    """An app that raises, answers 500 or lets in the unsigned does not pass."""
    from aiohttp import web

    class Careless:
        async def answer(self, headers, body: bytes) -> web.Response:
            if body == b"raise":
                raise KeyError(body)
            logging.getLogger("x").info("two\nlines")
            return web.Response(status=int(body), text="let in")

    found = fuzz.Found()
    for body in (b"raise", b"500", b"200"):
        await fuzz._one(Careless(), hostile.Hostile({}, body, is_signed=False), "x", found)

    assert len(found.failures) == 4


HEADS = st.dictionaries(
    st.sampled_from(
        ["Content-Type", "Content-Encoding", "X-Slack-Signature", "X-Slack-Request-Timestamp"]
    ),
    st.one_of(st.text(max_size=80), st.sampled_from(hostile.TIMESTAMPS + hostile.SIGNATURES)),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(hostile.NAMES), inner, max_size=5),
    ),
    max_leaves=12,
)


@given(headers=HEADS, body=st.binary(max_size=300), is_fresh=st.booleans())
@settings(max_examples=300, deadline=None)
def test_no_head_and_no_bytes_get_past_the_signature(
    headers: dict[str, str], body: bytes, is_fresh: bool
) -> None:
    """Whatever they are: refused with 4xx, and nothing else is raised."""
    if is_fresh:
        headers = headers | {"X-Slack-Request-Timestamp": "0"}
    statuses = []
    for check in (
        lambda: check_head(headers, len(body)),
        lambda: check_signature(SECRET, headers, body, 0.0),
    ):
        try:
            check()
        except RefusedError as refused:
            statuses.append(refused.status)

    assert statuses[-1:] == [401]
    assert set(statuses) <= {401, 413, 415}
    assert not is_ssl_check(body) or b"ssl_check=1" in body


@given(body=st.dictionaries(st.sampled_from(hostile.NAMES), JSON, max_size=8))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_bolt_stands_every_shape_that_passes(body: dict) -> None:
    """What shapes.check() lets through never raises where Bolt reads it."""
    from slack_bolt.async_app import AsyncBoltRequest
    from slack_bolt.request import payload_utils

    try:
        shapes.check(body)
    except RefusedError:
        return
    AsyncBoltRequest(body=body, mode="socket_mode")
    for name in ("options", "shortcut", "action", "view", "command", "event", "message", "step"):
        getattr(payload_utils, f"to_{name}")(body)


@given(kind=st.sampled_from(ContentType), body=st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_bytes_are_read_or_refused(kind: ContentType, body: bytes) -> None:
    """Nothing but RefusedError is ever raised."""
    try:
        read_as: object = read(kind, body)
    except RefusedError as refused:
        read_as = {"refused": refused.reason}

    assert isinstance(read_as, dict)


async def test_hostile_bytes_on_a_real_socket(app: Serving, caplog) -> None:
    """Two hundred requests, whole and broken, over real connections: an answer below 500 to each, no traceback."""
    rng = random.Random(7)
    statuses = set()
    for _ in range(200):
        made = hostile.request(rng, "another", "http://a/")
        lines = [f"{n}: {v}" for n, v in made.headers.items() if v.isascii() and v.isprintable()]
        size = f"Content-Length: {len(made.body)}"
        sent = head(
            *lines,
            rng.choice(
                (
                    size,
                    size,
                    "Expect: 100-continue\r\n" + size,
                    "Expect: \udca9\r\n" + size,
                    "Upgrade: x",
                )
            ),
        )
        if rng.random() < 0.2:
            at = rng.randrange(len(sent) - 4)
            sent = sent[:at] + rng.randbytes(1) + sent[at + 1 :]
        statuses.add(status_of(await exchange(app.port, sent + made.body, 30)))

    assert {401, 400} <= statuses
    assert not {status for status in statuses if 200 <= status < 300 or status >= 500}
    assert "Traceback" not in caplog.text

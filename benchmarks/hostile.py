"""Requests that Slack would never send, made from those it does: one seed, one request."""

import copy
import json
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from multidict import CIMultiDict

from bot.rendering.action_ids import ActionId, CallbackId
from bot.rendering.carried import Carried, pack
from bot.simulator import payloads

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
Json = dict[str, Any]


@dataclass(frozen=True)
class Hostile:
    """One request, as it would stand on the wire."""

    headers: Mapping[str, str]
    body: bytes
    is_signed: bool
    """Whether its signature is right; then only its content can be wrong."""


QUESTIONS = (
    "who patches RDS?",
    "help",
    "",
    "what about backups?",
    "who owns the payload of S3?",
    "x",
)
NAMES = """actions action_id app_installed_team_id assistant_thread authorizations bot_access_token bot_id bot_profile
callback_id challenge channel channel_id command container edited enterprise enterprise_id event event_id
function_data function_execution_id id inputs is_enterprise_install is_ext_shared_channel item message
previous_message private_metadata response_url response_urls selected_option ssl_check state subtype tab team team_id
text thread_ts token trigger_id ts type user user_id value values view workflow_step""".split()
TYPES = """event_callback block_actions view_submission view_closed block_suggestion dialog_suggestion shortcut
message_action interactive_message dialog_submission dialog_cancellation workflow_step_edit workflow_step
url_verification app_rate_limited message app_mention app_home_opened function_executed app_uninstalled
tokens_revoked team_access_revoked workflow_step_execute""".split()
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**400, float("inf"), float("nan"), "", " ", "\0", "\ud800", "a\ud83d",
    "\n2026-01-01 ERROR forged", "x" * 3000, "😀", "<!channel>", "1", "true", [], [None], [[]], [{}], ["id"], {},
    {"id": 5}, {"id": None}, {"type": []}, {"": ""}, [1] * 50,
)  # fmt: skip
CONTENT_TYPES = (
    "", "application/json; charset=zlib_codec", "application/json; charset=utf-16", "text/plain", "APPLICATION/JSON",
    "multipart/form-data; boundary=x", "application/json;charset=utf-8", "application/json; charset=", ";",
    "application/x-www-form-urlencoded; charset=idna", "ü", "a/b" * 3000, "application/json, text/html",
)  # fmt: skip
HEADERS = {
    "Content-Encoding": ("gzip", "deflate", "br", "identity", "x"),
    "X-Slack-Bolt-Lazy-Only": ("1", ""),
    "X-Slack-Bolt-Lazy-Function-Name": ("mentioned", "x" * 500),
    "X-Slack-Retry-Num": ("1", "x", "-1"),
    "X-Slack-Retry-Reason": ("http_timeout", "\x7f"),
}
TIMESTAMPS = ("", "0", "-1", "soon", "9" * 5000, "1e9", "٣", " 1", "1\n", "\udcff")
SIGNATURES = (
    "",
    "v0=",
    "v0=" + "0" * 64,
    "v0=" + "g" * 64,
    "v1=" + "0" * 64,
    "ü",
    "\udcff",
    "v0=" + "A" * 9000,
)


def request(rng: random.Random, secret: str, response_url: str) -> Hostile:
    """One request. About two of three are signed; of those most are a little wrong somewhere."""
    body, content_type = _written(rng, _mutated(rng, _real(rng, response_url)))
    if rng.random() < 0.15:
        body = _broken(rng, body)
    if rng.random() < 0.1:
        content_type = rng.choice(CONTENT_TYPES)
    headers = CIMultiDict({"Content-Type": content_type})
    if rng.random() < 0.1:
        name = rng.choice(list(HEADERS))
        headers[name] = rng.choice(HEADERS[name])
    is_signed = rng.random() < 0.7
    now = str(int(time.time()) + rng.randrange(-200, 200))
    headers["X-Slack-Request-Timestamp"] = now
    headers["X-Slack-Signature"] = payloads.signature(secret, now, body)
    if not is_signed:
        _forge(rng, headers, body)
    return Hostile(headers, body, is_signed)


def _forge(rng: random.Random, headers: "CIMultiDict[str]", body: bytes) -> None:
    """Make the signature wrong in one of the ways there are."""
    way = rng.randrange(4)
    if way == 0:
        headers["X-Slack-Request-Timestamp"] = rng.choice(TIMESTAMPS)
    elif way == 1:
        headers["X-Slack-Signature"] = rng.choice(SIGNATURES)
    elif way == 2:
        now = headers["X-Slack-Request-Timestamp"]
        headers["X-Slack-Signature"] = payloads.signature("another", now, body)
    else:
        stale = str(int(time.time()) + rng.choice((-1, 1)) * rng.randrange(302, 10**6))
        headers["X-Slack-Request-Timestamp"] = stale
        headers["X-Slack-Signature"] = payloads.signature("another", stale, body)


def _real(rng: random.Random, url: str) -> Json:
    """What Slack might have sent."""
    kind = rng.randrange(9)
    asked, ts = rng.choice(QUESTIONS), f"{rng.randrange(10**9)}.{rng.randrange(10**6):06}"
    user = payloads.USER
    if kind == 0:
        return payloads.command(asked, user, payloads.CHANNEL, url, "1.2")
    if kind == 1:
        return _event(rng, payloads.mention(asked, ts))
    if kind == 2:
        return _event(rng, payloads.direct_message(asked, ts))
    if kind == 3:
        return _event(rng, payloads.home_opened(user, ts, None))
    if kind == 4:
        return _event(rng, {"type": rng.choice(TYPES), "user": user})
    if kind == 5:
        return {"type": rng.choice(TYPES), "challenge": "c", "token": "t", "callback_id": "x"}
    if kind == 6:
        view = {
            "id": "V1",
            "type": "modal",
            "callback_id": CallbackId.WRONG,
            "private_metadata": "0" * 64,
        }
        return payloads.interaction(
            rng.choice(("view_submission", "view_closed")), user, **payloads.in_view(view, {})
        )
    message = {
        "channel": payloads.CHANNEL,
        "ts": ts,
        "text": "t",
        "where": rng.choice(("message", "ephemeral")),
    }
    place = payloads.in_message(message)
    if kind == 7:
        return payloads.interaction(
            "block_suggestion", user, **place, action_id=ActionId.FIND, value="r"
        )
    action_id = rng.choice([*ActionId, "ask_0", "go_1", "unknown"])
    value = rng.choice(("", "+", "-")) + pack(Carried(asked, asker=user))
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
    return payloads.interaction(
        "block_actions", user, **place, response_url=url, trigger_id="1.2", actions=[action]
    )


def _event(rng: random.Random, inner: Json) -> Json:
    return payloads.event(inner, f"Ev{rng.getrandbits(40):x}", int(time.time()))


def _mutated(rng: random.Random, body: Json) -> Json:
    """The same with one to six things wrong; one in ten as it was."""
    if rng.random() < 0.1:
        return body
    made: Json = json.loads(json.dumps(body))
    for _ in range(rng.randint(1, 6)):
        holder, key = _place(rng, made)
        way = rng.randrange(5)
        if way == 0:
            holder[key] = copy.deepcopy(rng.choice(ODD))
        elif way == 1:
            del holder[key]
        elif way == 2 and isinstance(holder, dict):
            holder[rng.choice(NAMES)] = copy.deepcopy(rng.choice((*ODD, holder[key])))
        elif way == 3:
            holder[key] = _deep(rng, holder[key])
        else:
            holder[key] = rng.choice(TYPES)
    return made


def _place(rng: random.Random, part: Any) -> tuple[Any, Any]:
    """A random holder within `part`, and a key of it."""
    if not part:
        part[rng.choice(NAMES)] = None
    key = rng.choice(list(part)) if isinstance(part, dict) else rng.randrange(len(part))
    inner = part[key]
    if isinstance(inner, dict | list) and inner and rng.random() < 0.6:
        return _place(rng, inner)
    return part, key


def _deep(rng: random.Random, value: Any) -> Any:
    name = rng.choice(NAMES)
    for _ in range(rng.choice((1, 2, 30, 70))):
        value = {name: value} if rng.random() < 0.5 else [value]
    return value


def _written(rng: random.Random, body: Json) -> tuple[bytes, str]:
    """As JSON, as a form, or as JSON in a form; mostly the right one of them."""
    way = "command" if "command" in body else "event" if "event" in body else "payload"
    if rng.random() < 0.05:
        way = rng.choice(("command", "event", "payload"))
    if way == "command":
        fields = {k: v if isinstance(v, str) else json.dumps(v) for k, v in body.items()}
        return urlencode(fields, errors="surrogatepass").encode(), FORM
    text = json.dumps(body, ensure_ascii=rng.random() < 0.9)
    if way == "event":
        return text.encode(errors="surrogatepass"), JSON
    return urlencode({"payload": text}, errors="surrogatepass").encode(), FORM


def _broken(rng: random.Random, body: bytes) -> bytes:
    """Bytes flipped, cut, doubled, in another encoding."""
    at = rng.randrange(len(body) + 1)
    way = rng.randrange(8)
    if way == 0:
        return body[:at]
    if way == 1:
        return body[:at] + rng.randbytes(rng.randint(1, 8)) + body[at + 1 :]
    if way == 2:
        return b"\xef\xbb\xbf" + body
    if way == 3:
        return body.decode(errors="replace").encode("utf-16")
    if way == 4:
        return body + b"&" + body
    if way == 5:
        return body.replace(b":", b":{", rng.randint(1, 3))
    if way == 6:
        return rng.choice((b"[", b'{"a":', b"a=b&", b"%00", b'{"a":1,')) * rng.choice((1, 60, 3000))
    return (
        body[:at] + rng.choice((b"NaN", b"1" * 5000, b"\\ud800", b"\0", b'","type":"')) + body[at:]
    )

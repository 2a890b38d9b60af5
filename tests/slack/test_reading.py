"""What a signed body is read as, and which ones are not read at all."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack.gate import ContentType, RefusedError, content_type
from bot.slack.reading import MAX_DEPTH, read

JSON, FORM = ContentType.JSON, ContentType.FORM


@pytest.mark.parametrize(
    "named",
    [
        "",
        ";",
        "text/plain",
        "application/json; charset=zlib_codec",
        "application/json; charset=utf-16",
        "application/json, text/html",
        "application/x-www-form-urlencoded; charset=idna",
        "multipart/form-data; boundary=x",
        "a" * 4000,
        "application/json\n",
    ],
    ids=lambda named: named[:60],
)
def test_another_kind_of_body_is_415(named: str) -> None:
    """The codec that a sender names is never looked up."""
    with pytest.raises(RefusedError) as refused:
        content_type({"Content-Type": named})

    assert refused.value.status == 415


@pytest.mark.parametrize(
    ("named", "kind"),
    [
        ("application/json", JSON),
        ("APPLICATION/JSON", JSON),
        ("application/json; charset=utf-8", JSON),
        ('application/json;charset="UTF-8"', JSON),
        ("application/x-www-form-urlencoded", FORM),
        ("application/x-www-form-urlencoded; charset=UTF-8", FORM),
    ],
)
def test_json_and_forms_in_utf_8_are_taken(named: str, kind: ContentType) -> None:
    """However their type is written."""
    assert content_type({"Content-Type": named}) is kind


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        pytest.param(JSON, b"", "not readable", id="empty"),
        pytest.param(JSON, b"{", "not readable", id="cut"),
        pytest.param(JSON, b"\xff\xfe", "not readable", id="bytes"),
        pytest.param(JSON, b'\xef\xbb\xbf{"type": "x"}', "not readable", id="bom"),
        pytest.param(JSON, '{"type": "x"}'.encode("utf-16"), "not readable", id="utf-16"),
        pytest.param(JSON, b'{"y": NaN}', "not readable", id="nan"),
        pytest.param(JSON, b'{"y": -Infinity}', "not readable", id="infinity"),
        pytest.param(JSON, b'{"y": ' + b"9" * 5000 + b"}", "not readable", id="big-number"),
        pytest.param(JSON, b"[" * 500_000, "not readable", id="bottomless"),
        pytest.param(JSON, b'{"y":' * 64 + b"{}" + b"}" * 64, "too deep", id="one-too-deep"),
        pytest.param(JSON, b'{"x": 1, "x": 2}', "a name stands twice", id="twice"),
        pytest.param(JSON, b'{"y": [{"x": 1, "x": 2}]}', "a name stands twice", id="twice-inside"),
        pytest.param(JSON, b"[1]", "not an object", id="list"),
        pytest.param(JSON, b"null", "not an object", id="null"),
        pytest.param(FORM, b"payload={", "not readable", id="payload-cut"),
        pytest.param(FORM, b"payload=[]", "not an object", id="payload-list"),
        pytest.param(FORM, b"command=a&command=b", "a name stands twice", id="field-twice"),
        pytest.param(
            FORM, b"&".join(b"a%d=b" % n for n in range(101)), "not readable", id="fields"
        ),
        pytest.param(FORM, b"text=hi", "neither a command nor a payload", id="other-form"),
        pytest.param(FORM, b"", "neither a command nor a payload", id="empty-form"),
    ],
)
def test_a_body_is_read_strictly(kind: ContentType, body: bytes, reason: str) -> None:
    """400 in a few words of ours, whatever the parsers raise."""
    with pytest.raises(RefusedError) as refused:
        read(kind, body)

    assert (refused.value.status, refused.value.reason) == (400, reason)


def test_sixty_four_levels_are_read() -> None:
    """Slack's own deepest body has about twenty."""
    body: Any = {}
    for _ in range(MAX_DEPTH - 1):
        body = {"y": body}

    assert read(JSON, json.dumps(body).encode()) == body


@pytest.mark.parametrize(
    ("sent", "is_read_as"),
    [
        ("a\ud83d", "a�"),
        ("\udfffa", "�a"),
        ("a\0b", "ab"),
        ("😀 é", "😀 é"),
        ("\\ud83d", "\\ud83d"),
    ],
)
def test_what_nobody_can_store_is_replaced(sent: str, is_read_as: str) -> None:
    """Half a character, in names and values, at any depth; NUL goes, everything else stays."""
    body = json.dumps({"x": [{sent: sent}]}).encode()

    assert read(JSON, body) == {"x": [{is_read_as: is_read_as}]}


def test_a_nul_in_a_form_goes() -> None:
    """The same for a slash command."""
    assert read(FORM, b"command=%2Fa&text=b%00%FF") == {"command": "/a", "text": "b�"}


def test_a_command_may_ask_for_a_payload() -> None:
    """The word `payload` in a question does not make it one; Bolt alone would read an empty form."""
    fields = {"command": "/whosejob", "text": "who encrypts the payload?"}

    assert read(FORM, urlencode(fields).encode()) == fields

"""A message becomes clean words: cut first, markup gone, never slow."""

import time

import pytest

from bot.understanding.text import MAX_CHARACTERS, MAX_WORDS, clean


def words(message: str) -> list[str]:
    return [word.text for word in clean(message).words]


@pytest.mark.parametrize(
    ("message", "read"),
    [
        ("Who patches RDS?", ["who", "patches", "rds"]),
        ("<@U123> who patches *RDS*?", ["who", "patches", "rds"]),
        ("<!channel> <!subteam^S1|@dba> rds", ["rds"]),
        ("<https://x.example/a|the docs> rds", ["the", "docs", "rds"]),
        ("see https://x.example/rds?a=b now", ["see", "now"]),
        ("who&#39;s &amp; what&lt;b&gt;", ["whos", "what", "b"]),
        ("who’s on s3's side", ["whos", "on", "s3s", "side"]),
        (":tada: rds :+1:", ["rds"]),
        ("ｒｄｓ", ["rds"]),
        ("r\u200bd\u200bs", ["rds"]),
        ("ecs/eks, s3 & ebs", ["ecs", "eks", "s3", "ebs"]),
        ("rds -> aurora => dsql → s3", ["rds", "to", "aurora", "to", "dsql", "to", "s3"]),
        ("\ud800rds", ["rds"]),
    ],
)
def test_markup_and_disguise_vanish(message: str, read: list[str]) -> None:
    """What is left is what the person said."""
    assert words(message) == read


@pytest.mark.parametrize(
    ("message", "read"),
    [
        ("left 2 us", ["left", "to", "us"]),
        ("looking 4 our dbs", ["looking", "for", "our", "dbs"]),
        ("dbs w/o our agents", ["dbs", "without", "our", "agents"]),
        ("lambda w/ container image", ["lambda", "with", "container", "image"]),
        ("wut do ppl at amzn do", ["what", "do", "people", "at", "amazon", "do"]),
        ("ipv4 and 4 azs", ["ipv4", "and", "4", "azs"]),
        ("2 of them", ["2", "of", "them"]),
    ],
)
def test_short_forms_are_what_they_stand_for(message: str, read: list[str]) -> None:
    """As people type in a hurry; numbers stay numbers."""
    assert words(message) == read


@pytest.mark.parametrize(
    ("message", "read"),
    [
        ("CP-9(1) for RDS", ["cp9", "for", "rds"]),
        ("A.8.13, ours?", ["a813", "ours"]),
        ("CC6.4/CC6.5", ["cc64", "cc65"]),
        ("PCI DSS 11.5.2 and pci 3.6", ["pci115", "and", "pci36"]),
        ("PCI-DSS requirement 9.4", ["pci94"]),
        ("164.308(a)(7) whose", ["hipaa164308a7", "whose"]),
        ("ca-central-1 or sc-28", ["region", "or", "sc28"]),
        ("python 3.8 to 3.9", ["python", "minor", "version", "upgrade"]),
        ("MP-6.x, AC-", ["mp", "6", "x", "ac"]),
    ],
)
def test_the_id_of_a_control_is_one_word(message: str, read: list[str]) -> None:
    """Its digits are no version, its letters no list."""
    assert words(message) == read


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("does CP-9 cover RDS?", "does CP-9 cover RDS?"),
        ("RDS 15.4 -> 15.6 w/o us", "RDS 15.4 → 15.6 w/o us"),
        ("*who* <https://x.example|patches> rds", "who patches rds"),
    ],
)
def test_what_is_read_back_is_what_was_written(message: str, shown: str) -> None:
    """Signs and digits are put in words for reading only."""
    assert clean(message).text == shown


def test_a_long_message_keeps_its_beginning_and_its_end() -> None:
    """People put the question at either."""
    read = words("who patches rds " + "blah " * 5000 + "and lambda")

    assert read[:3] == ["who", "patches", "rds"]
    assert read[-2:] == ["and", "lambda"]
    assert len(read) <= MAX_WORDS


def test_sentences_are_told_apart() -> None:
    """Only the one with the question mark asks."""
    message = clean("We had an outage. Who patches RDS?")

    assert message.asks == {1}
    assert [word.sentence for word in message.words] == [0, 0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "\u0301",
        "<@",
        "<https://",
        "&lt;",
        ":a",
        "*",
        "\u202e",
        "😀",
        "a\u0301" * 9,
        "\n",
        "<!x|",
        "a.",
        "'",
    ],
)
def test_hostile_text_costs_no_more_than_a_long_question(unit: str) -> None:
    """40,000 characters of anything take a small multiple of what MAX_CHARACTERS of plain text take."""
    ordinary = "who patches the database server " * (MAX_CHARACTERS // 32)

    hostile_s, ordinary_s = (
        min(_time(text) for _ in range(5)) for text in (unit * 40_000, ordinary)
    )

    assert hostile_s < 25 * ordinary_s


def _time(text: str) -> float:
    started = time.perf_counter()
    clean(text)
    return time.perf_counter() - started


def test_the_point_of_a_version_ends_no_sentence() -> None:
    assert {word.sentence for word in clean("k8s 1.29 is old, who upgrades it").words} == {0}

"""Hostile texts of 40,000 characters cost what a long question costs: cut first, and only linear scanners.

The shapes and the harness are those of benchmarks/text_attacks.py, which prints milliseconds.
"""

import ast
import importlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.shapes import CHARACTERS, ORDINARY, SHAPES
from benchmarks.text_attacks import answered_ms, gap_ms
from bot.answering import answer
from bot.model import Context
from tests.conftest import ROOT

TRIES = 5
"""A machine that does something else at the same time makes a single measurement worthless."""
MOST_TIMES_ORDINARY = 20
"""The dearest shape costs 5 times an ordinary question; reading all 40,000 characters costs hundreds."""


def test_there_are_enough_shapes() -> None:
    """The table keeps its length, and every text its size."""
    assert len(SHAPES) >= 25
    assert all(len(text) >= CHARACTERS for text in SHAPES.values())


@pytest.mark.parametrize("shape", SHAPES)
def test_a_hostile_text_costs_what_a_question_costs(knowledge, shape: str) -> None:
    """From reading it to the message with its buttons and reasons, in CPU time, beside an ordinary question."""
    ratios = (
        answered_ms(SHAPES[shape], knowledge, rounds=2) / answered_ms(ORDINARY, knowledge, rounds=2)
        for _ in range(TRIES)
    )

    assert any(ratio < MOST_TIMES_ORDINARY for ratio in ratios)


@pytest.mark.usefixtures("app")
async def test_nobody_waits_while_a_hostile_text_is_read(slack) -> None:
    """Asked through the real app: the loop stands still for a small multiple of what an ordinary question takes."""
    await gap_ms(slack, ORDINARY)
    for shape in (
        "emoji families",
        "combining marks",
        "10,000 misspelt names",
        "half entities",
        "urls",
    ):
        ratios = [
            await gap_ms(slack, SHAPES[shape]) / await gap_ms(slack, ORDINARY) for _ in range(TRIES)
        ]
        assert min(ratios) < 100, shape


SURROGATES = [
    "\ud800",
    "who \udfff patches RDS?",
    "\ud83d\ud83d\ude00",
    "\ude00\ud83d",
    "RDS\udc80?" * 2000,
    "&#xd800; &#55296;",
]


@pytest.mark.parametrize("text", SURROGATES, ids=range(len(SURROGATES)))
def test_half_of_a_character_raises_nothing(knowledge, text: str) -> None:
    """A lone surrogate is left out; what comes back can be sent."""
    answered = answer(text, Context(), knowledge)

    assert answered.question.text.encode() is not None
    assert answered_ms(text, knowledge, rounds=1) >= 0


# --- regular expressions -------------------------------------------------------------------------

_FUNCTIONS = {"compile", "sub", "findall", "finditer", "match", "fullmatch", "search", "split"}
UNITS = [
    "a", " ", "<@", "1", "1.", "a ", "-", "_", "&amp;", "<https://", "://", ":a", "'", "v1 to ", "\n", "A", "x=", "é", "\\",
    "us-", "a-", "/", "@", '"', "`", "<", ">", "|", "0-", "https://a",
]  # fmt: skip


def patterns() -> Iterator[tuple[str, "re.Pattern[str]"]]:
    """Every regular expression in bot/: compiled at the top of a module, or written where it is used."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_regex(node.func):
                made = _made(name, tree, node, path)
                if isinstance(made.pattern, str):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", made


def _is_regex(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in _FUNCTIONS
    )


def _made(name: str, tree: ast.Module, call: ast.Call, path: Path) -> "re.Pattern[str]":
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is call:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            return getattr(importlib.import_module(name), target.id)
    written = call.args[0]
    if isinstance(written, ast.JoinedStr):  # f"^{ActionId.ASK}_\d+$": what is put in are words
        parts = (p.value if isinstance(p, ast.Constant) else "x" for p in written.values)
        return re.compile("".join(parts))
    if isinstance(written, ast.Call):  # "|".join(words): each of them as it stands
        return re.compile("x|xx")
    assert isinstance(written, ast.Constant), f"{path}: a pattern that cannot be read"
    return re.compile(written.value)


PATTERNS = dict(patterns())


def test_the_regular_expressions_are_found() -> None:
    """Those of reading a message among them."""
    assert len(PATTERNS) >= 15
    assert sum(name.startswith("bot/understanding/text.py") for name in PATTERNS) >= 7


@pytest.mark.parametrize("name", PATTERNS)
def test_a_regular_expression_costs_what_its_text_is_long(name: str) -> None:
    """Ten times the text costs about ten times as much; two open wildcards in a row would make it a hundred."""
    for unit in UNITS:
        grown = (
            _us(PATTERNS[name], unit, 5000) / _us(PATTERNS[name], unit, 500) for _ in range(TRIES)
        )
        assert any(times < 30 for times in grown), unit


def _us(pattern: "re.Pattern[str]", unit: str, length: int) -> float:
    text = (unit * length)[:length] + "!"
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter_ns()
        for _ in pattern.finditer(text):
            pass
        pattern.fullmatch(text)
        best = min(best, time.perf_counter_ns() - started)
    return best / 1000 + 2  # what the call itself costs, so that nothing is divided by nothing

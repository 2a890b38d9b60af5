"""docs/reliability.md: every fault has a row, and every row names tests that exist or says why there is none."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/reliability.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| (\d+) \|(.*)\|$", PAGE, re.MULTILINE))
_TEST = re.compile(r"`((?:tests/)?[\w/]+\.py)(?:::(\w+))?`")


def test_every_fault_has_a_row() -> None:
    """1 to 66, each once."""
    numbers = re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)

    assert sorted(map(int, numbers)) == list(range(1, 67))


@pytest.mark.parametrize("number", range(1, 67))
def test_a_row_names_its_tests(number: int) -> None:
    """A test that exists, or the words that say why it cannot be tested here."""
    row = ROWS[str(number)]
    named = _TEST.findall(row)

    assert named or "Not tested:" in row
    for path, function in named:
        source = (ROOT / path).read_text(encoding="utf-8")
        names = {
            n.name
            for n in ast.walk(ast.parse(source))
            if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        assert not function or function in names

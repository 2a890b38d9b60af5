"""The table of guards that `make mutations` takes away one at a time."""

import ast

import pytest

from benchmarks.mutations import ROOT, Guard, guards


def functions(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("guard", guards(), ids=lambda guard: guard.fault)
def test_a_guard_stands_where_the_table_says_and_its_test_exists(guard: Guard) -> None:
    """The text is in the file exactly once, what replaces it still parses, and the named test can be found."""
    mutated = guard.mutated((ROOT / guard.file).read_text(encoding="utf-8"))
    path, _, name = guard.test.partition("::")

    assert guard.text != guard.instead
    assert not guard.file.endswith(".py") or ast.parse(mutated)
    assert name.partition("[")[0] in functions(path)

"""The house: who may import whom, one home for each library, small files and functions, nothing at import."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "bot").rglob("*.py"))

RANKS = [
    {"errors", "model"},
    {"understanding", "knowledge"},
    {"answering"},
    {"rendering", "exports", "upkeep"},
    {"settings", "logs", "metrics"},
    {"store"},
    {"slack"},
    {"local"},
    {"web"},
    {"chat"},
    {"cli"},
    {"__main__"},
]
"""Each room may import what stands before it; rooms of one rank do not know each other."""

HOMES = {
    "rapidfuzz": ["understanding/matching.py"],
    "yaml": ["knowledge/strict_yaml.py"],
    "prometheus_client": ["metrics.py"],
    "sqlalchemy": ["store/"],
    "alembic": ["store/"],
    "asyncpg": ["store/"],
    "cryptography": ["store/"],
    "pythonjsonlogger": ["logs.py"],
    "watchfiles": ["knowledge/reload.py"],
    "slack_bolt": ["slack/"],
    "slack_sdk": ["slack/"],
    "pydantic_settings": ["settings.py"],
    "typer": ["cli/"],
}
MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 50
BANNED_NAMES = {"utils", "helpers", "common", "core", "base", "manager"}


def room(path: Path) -> str:
    return path.relative_to(ROOT / "bot").parts[0].removesuffix(".py")


def rank(name: str) -> int:
    return next(number for number, rooms in enumerate(RANKS) if name in rooms)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module in ("bot", "bot.rendering", "bot.slack", "bot.upkeep", "bot.knowledge"):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_a_room_imports_only_what_stands_before_it() -> None:
    """The import order of bot/__init__.py holds, and rooms of one rank do not know each other."""
    wrong = []
    for path in FILES:
        mine = room(path)
        for name in imports(path):
            parts = name.split(".")
            if parts[0] != "bot" or len(parts) == 1 or parts[1] in (mine, "__version__"):
                continue
            if mine in {"__init__", "simulator"} or parts[1] == "simulator":
                if not (parts[1] == "simulator" and mine in {"local", "web", "chat"}):
                    wrong.append(f"{path.name} imports {name}")
            elif rank(parts[1]) >= rank(mine) and not _errors_from_model(mine, parts[1]):
                wrong.append(f"{path.name} imports {name}")

    assert wrong == []


def test_the_page_has_no_answer_path_of_its_own() -> None:
    """What stands in front of the simulator hands over what people do: it cannot answer, understand or render."""
    fronts = [path for path in FILES if room(path) in {"web", "local", "chat"}]
    inner = ("bot.answering", "bot.understanding", "bot.rendering", "bot.knowledge", "bot.model")
    wrong = [f"{p.name}: {n}" for p in fronts for n in imports(p) if n.startswith(inner)]

    assert fronts
    assert wrong == []


def _errors_from_model(mine: str, other: str) -> bool:
    return {mine, other} == {"errors", "model"}


@pytest.mark.parametrize("library", HOMES)
def test_a_library_has_one_home(library: str) -> None:
    """Only its home imports a library, so that replacing it touches one place."""
    strangers = [
        path.relative_to(ROOT / "bot").as_posix()
        for path in FILES
        if any(name.split(".")[0] == library for name in imports(path))
        and not any(
            path.relative_to(ROOT / "bot").as_posix().startswith(home) for home in HOMES[library]
        )
    ]

    assert strangers == []


def test_only_settings_reads_the_environment() -> None:
    """os.environ and os.getenv stand nowhere else."""
    readers = [p.name for p in FILES if "os.environ" in p.read_text() or "getenv" in p.read_text()]

    assert readers == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_files_and_functions_are_small(path: Path) -> None:
    """No file over 300 lines, no function over 50, no drawer named utils."""
    text = path.read_text(encoding="utf-8")
    functions = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [f.name for f in functions if f.end_lineno - f.lineno >= MOST_LINES_OF_A_FUNCTION]

    assert text.count("\n") <= MOST_LINES_OF_A_FILE
    assert long == []
    assert path.stem not in BANNED_NAMES


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_nothing_happens_at_import(path: Path) -> None:
    """A module defines; only the command line's entry point runs something."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [
        node.lineno
        for node in tree.body
        if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    ]

    assert calls == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_module_says_its_job(path: Path) -> None:
    """A module starts with a docstring."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))

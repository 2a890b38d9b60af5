"""Is every guard needed? Take each away, one at a time, and see its test fail: `make mutations`.

The guards stand in mutations.toml: the file, the text to replace (it stands there once), what to put in its place, and
the test that must fail then. The work is done in a copy, two at a time. A guard whose test still passes is reported,
and so is a test that fails before anything was taken away: it would prove nothing.
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = Path(__file__).with_suffix(".toml")
_LEFT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis")
_AT_ONCE = 2
_SECONDS = 300
_TESTS_FAILED = 1
"""pytest's exit status when tests ran and some failed; any other means that nothing was proved."""


@dataclass(frozen=True, slots=True)
class Guard:
    """One line that protects, and the test that knows."""

    fault: str
    """The row of docs/reliability.md, and what the guard does."""
    file: str
    text: str
    instead: str
    test: str

    def mutated(self, source: str) -> str:
        """`source` without the guard; ValueError unless it stands there exactly once."""
        found = source.count(self.text)
        if found != 1:
            raise ValueError(f"{self.file}: the text of {self.fault!r} stands there {found} times")
        return source.replace(self.text, self.instead)


def guards() -> list[Guard]:
    """Every row of mutations.toml."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["guard"]
    return [Guard(**row) for row in rows]


def prove(guard: Guard) -> str:
    """ "proved", or what is wrong with the guard or its test."""
    with tempfile.TemporaryDirectory(prefix="mutated-") as folder:
        tree = shutil.copytree(ROOT, Path(folder) / "tree", ignore=_LEFT)
        target = tree / guard.file
        target.write_text(guard.mutated(target.read_text(encoding="utf-8")), encoding="utf-8")
        status = _run(tree, [guard.test])
    if status == _TESTS_FAILED:
        return "proved"
    return "STILL PASSES" if status == 0 else f"PROVES NOTHING (pytest ended with {status})"


def _run(tree: Path, tests: Iterable[str]) -> int:
    try:
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests],
            cwd=tree,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return _TESTS_FAILED  # it hangs without the guard


def _chosen(wanted: list[str]) -> Iterator[Guard]:
    """The guards whose fault or file holds one of the words; all without words."""
    for guard in guards():
        if not wanted or any(word in f"{guard.fault} {guard.file}" for word in wanted):
            yield guard


def main(wanted: list[str]) -> int:
    chosen = list(_chosen(wanted))
    whole = _run(ROOT, sorted({guard.test for guard in chosen}))
    if whole:
        print(f"the tests do not pass as things are (pytest ended with {whole}); mend that first")
        return 1
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        outcomes = []
        for guard, outcome in zip(chosen, pool.map(prove, chosen), strict=True):
            outcomes.append(outcome)
            print(f"{outcome:12}  {guard.fault}  ({guard.file} · {guard.test})", flush=True)
    proved = outcomes.count("proved")
    print(f"\n{proved} of {len(chosen)} guards proved")
    return 0 if proved == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

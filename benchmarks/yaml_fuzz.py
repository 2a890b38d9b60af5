"""A hundred thousand bad knowledge files through reading, checking and building: no crash, nothing but KnowledgeError.

The real path of load(), file by file: the rest of a small folder is read once, and the bad file takes the place of one of
its kind. Every cut of every shipped file is tried too. `python -m benchmarks.yaml_fuzz [files] [seed]`.
"""

import gc
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from pydantic import ValidationError

from benchmarks.goals import Goal, lines
from benchmarks.mutants import mutant
from bot.answering import answer
from bot.errors import KnowledgeError, Problem
from bot.knowledge.build import Builder, Loaded
from bot.knowledge.loader import problems_in, shipped_folder
from bot.knowledge.schema import FORMS
from bot.knowledge.strict_yaml import decoded, parse
from bot.model import Context, Evidence, Knowledge

FILES = 100_000
PLACES = {
    "service": "aws/services/{}.yaml",
    "model": "aws/models/{}.yaml",
    "provider": "aws/provider.yaml",
    "elsewhere": "elsewhere.yaml",
    "areas": "areas.yaml",
}
KINDS = ["service"] * 80 + ["model"] * 10 + ["provider"] * 5 + ["elsewhere"] * 5
"""How often each kind is spoilt; areas.yaml, by far our longest, once in two hundred."""
_ASKED_OF = 100
"""One in so many of the files that load is asked a question."""
_ID = re.compile(rb'^(?:\{")?id"?: "?([a-z0-9_]{1,60})\b', re.MULTILINE)


@dataclass
class Outcome:
    """What came of many files."""

    kinds: Counter[str] = field(default_factory=Counter)
    raw: list[str] = field(default_factory=list)
    """Exceptions that no one may see."""
    without_line: list[str] = field(default_factory=list)
    slowest_ms: dict[str, float] = field(default_factory=dict)


class Folder:
    """A small knowledge folder, read once, with one file at a time replaced by a bad one."""

    def __init__(self) -> None:
        root = shipped_folder()
        self.files = {
            "service": [p.read_bytes() for p in sorted((root / "aws/services").glob("*.yaml"))],
            "model": [p.read_bytes() for p in sorted((root / "aws/models").glob("*.yaml"))],
            **{k: [(root / PLACES[k]).read_bytes()] for k in ("provider", "elsewhere", "areas")},
        }
        models = [self._good(root, "model", p.stem) for p in (root / "aws/models").glob("*.yaml")]
        self._loaded = Loaded(
            areas=self._good(root, "areas"),
            elsewhere=self._good(root, "elsewhere"),
            provider=self._good(root, "provider"),
            models=models,
            services=[self._good(root, "service", name) for name in ("ec2", "rds")],
        )

    def _good(self, root: Path, kind: str, name: str = "") -> Any:
        place = PLACES[kind].format(name)
        document = parse((root / place).read_text(encoding="utf-8"), f"knowledge/{place}")
        return document, FORMS[kind].model_validate(document.data)

    def load(self, kind: str, raw: bytes) -> Knowledge:
        """The knowledge of a folder in which `raw` is a file of this kind; KnowledgeError with its problems."""
        found = _ID.search(raw)
        shown = f"knowledge/{PLACES[kind].format(found[1].decode() if found else 'x')}"
        document = parse(decoded(raw, shown), shown)
        try:
            form = FORMS[kind].model_validate(document.data)
        except ValidationError as error:
            raise KnowledgeError(list(problems_in(error, document, FORMS[kind]))) from None
        problems: list[Problem] = []
        knowledge = Builder(self._with(kind, (document, form)), problems).build(
            frozenset(), Evidence()
        )
        if problems:
            raise KnowledgeError(problems)
        return knowledge

    def _with(self, kind: str, one: Any) -> Loaded:
        if kind == "service":
            return replace(self._loaded, services=[self._loaded.services[0], one])
        if kind == "model":
            return replace(self._loaded, models=[*self._loaded.models[1:], one])
        return replace(self._loaded, **{kind: one})


def run(folder: Folder, files: int, rng: Random, outcome: Outcome) -> Outcome:
    """Spoil and load `files` files, the collector paused as load() pauses it."""
    gc.collect()
    gc.freeze()
    for number in range(files):
        gc.disable()
        kind = "areas" if number % 200 == 0 else rng.choice(KINDS)
        _one(folder, kind, mutant(folder.files[kind], rng), outcome)
        gc.enable()
    return outcome


def _one(folder: Folder, kind: str, raw: bytes, outcome: Outcome) -> None:
    started = time.process_time()
    try:
        knowledge = folder.load(kind, raw)
    except KnowledgeError as error:
        outcome.kinds["refused"] += 1
        outcome.without_line += [str(p) for p in error.problems if not p.file or p.line < 1]
    except Exception as error:  # noqa: BLE001 - it is what is looked for
        outcome.raw.append(f"{type(error).__name__}: {error} for {raw!r}")
    else:
        outcome.kinds["accepted"] += 1
        if outcome.kinds["accepted"] % _ASKED_OF == 0:
            _ask(knowledge, raw, outcome)
            return
    took = (time.process_time() - started) * 1000
    outcome.slowest_ms[kind] = max(took, outcome.slowest_ms.get(kind, 0.0))


def _ask(knowledge: Knowledge, raw: bytes, outcome: Outcome) -> None:
    try:
        answer("who patches RDS and backs it up?", Context(), knowledge)
    except Exception as error:  # noqa: BLE001
        outcome.raw.append(f"{type(error).__name__}: {error} while answering from {raw!r}")


def accepted_cuts(raw: bytes, first: int = 0) -> list[int]:
    """Where `raw` can be cut and is still accepted as YAML of ours; from byte `first` on."""
    accepted = []
    for end in range(first, len(raw)):
        try:
            parse(decoded(raw[:end], "f.yaml"), "f.yaml")
        except KnowledgeError:
            continue
        accepted.append(end)
    return accepted


def main() -> None:
    """Print the figures."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    folder = Folder()
    outcome = run(folder, files, Random(seed), Outcome())
    whole = [raw for some in folder.files.values() for raw in some]
    cuts = sum(len(accepted_cuts(raw)) for raw in whole)
    print(f"{files:,} files, seed {seed}: {dict(outcome.kinds)}")
    print(f"{sum(map(len, whole)):,} cuts of {len(whole)} shipped files")
    for wrong in (outcome.raw + outcome.without_line)[:20]:
        print(wrong[:2000])
    slow = [
        Goal(f"slowest {kind}, ms of CPU", took, 50 if kind != "areas" else 300)
        for kind, took in sorted(outcome.slowest_ms.items())
    ]
    goals = [
        Goal("raw exceptions", len(outcome.raw), 0),
        Goal("problems without file:line", len(outcome.without_line), 0),
        Goal("cuts accepted", cuts, 0),
        *slow,
    ]
    print(lines(goals))


if __name__ == "__main__":
    main()

"""The questions that figures are counted on, each with the file it stands in and the half it belongs to."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from benchmarks.typos import mistyped
from bot.errors import KnowledgeError
from bot.upkeep.evaluate import Row, rows

FOLDER = Path(__file__).resolve().parent.parent / "tests/questions"


@dataclass(frozen=True)
class Sample:
    """One row, and where it is counted."""

    row: Row
    file: str
    half: str
    """That of the question as it was written, also after typos were put in."""

    @property
    def shape(self) -> str:
        """The class it is counted in."""
        return self.row.shape or self.row.kind


def samples(paths: Iterable[Path]) -> list[Sample]:
    """Every row of the files."""
    return [Sample(row, path.stem, row.half) for path in paths for row in rows(path)]


def question_files() -> tuple[list[Path], list[str]]:
    """The files that hold question rows, and the names of those that hold something else."""
    paths, others = [], []
    for path in sorted(FOLDER.glob("*.yaml")):
        try:
            rows(path)
        except KnowledgeError:
            others.append(path.name)
        else:
            paths.append(path)
    return paths, others


def chosen_files(arguments: Sequence[str]) -> list[Path]:
    """The files named on the command line, or all there are; says which were left out."""
    if arguments:
        return [Path(argument) for argument in arguments]
    paths, others = question_files()
    print(f"Questions: {', '.join(p.name for p in paths)} (other formats: {', '.join(others)})")
    return paths


def words_of(asked: Iterable[Sample]) -> frozenset[str]:
    """Every word of the questions, in lower case."""
    return frozenset(word for s in asked for word in re.findall(r"\w+", s.row.ask.casefold()))


def with_typos(asked: Iterable[Sample], seed: int) -> list[Sample]:
    """The in-scope questions with one edit in every content word; those without such a word are left out."""
    wrong = []
    for sample in asked:
        text = mistyped(sample.row.ask, Random(f"{seed} {sample.row.ask}"))
        if sample.row.kind != "decline" and text != sample.row.ask:
            wrong.append(replace(sample, row=sample.row.model_copy(update={"ask": text})))
    return wrong

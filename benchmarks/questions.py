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


def every_sample() -> tuple[list[Sample], list[str]]:
    """Every question there is, and the names of the files that hold something else."""
    asked, others = [], []
    for path in sorted(FOLDER.glob("*.yaml")):
        try:
            asked += samples([path])
        except KnowledgeError:
            others.append(path.name)
    return asked, others


def chosen(arguments: Sequence[str]) -> list[Sample]:
    """The questions of the files named on the command line, or all there are; says which were left out."""
    if arguments:
        return samples(Path(argument) for argument in arguments)
    asked, others = every_sample()
    files = ", ".join(dict.fromkeys(f"{sample.file}.yaml" for sample in asked))
    print(f"Questions: {files} (other formats: {', '.join(others)})")
    return asked


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

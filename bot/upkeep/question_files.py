"""The file of questions that `whosejob eval` asks: its form is evaluate.Row; here its names are held against the knowledge.

A name that the knowledge does not have could never be read rightly, and would count as the bot's fault.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import KnowledgeError, Problem
from bot.knowledge.loader import did_you_mean
from bot.knowledge.strict_yaml import Document, read
from bot.model import Knowledge
from bot.upkeep.evaluate import Row, rows_of

_NEEDS = {
    "ownership": ("services", "areas"),
    "general": ("areas",),
    "overview": ("services",),
    "comparison": ("services",),
    "list": ("areas",),
    "explanation": ("concepts",),
    "why": (),
    "decline": (),
}


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a file, and where each stands."""

    rows: tuple[Row, ...]
    places: tuple[str, ...]
    """file:line of each row."""


def questions(path: Path, knowledge: Knowledge) -> Questions:
    """The questions in `path`; KnowledgeError says everything that is wrong with it, as file:line."""
    document = read(path, path.as_posix(), ends_marked=False)
    rows = rows_of(document)
    problems = [
        Problem(document.file, document.line((number, key)), what)
        for number, row in enumerate(rows)
        for key, what in _wrong(row, knowledge)
    ]
    if not rows:
        problems = [Problem(document.file, 1, "holds no question")]
    if problems:
        raise KnowledgeError(problems)
    return Questions(tuple(rows), tuple(_place(document, number) for number in range(len(rows))))


def _place(document: Document, number: int) -> str:
    return f"{document.file}:{document.line((number,))}"


def _wrong(row: Row, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """(key, what is wrong with it) of everything in a row that could never be read."""
    areas = {*knowledge.areas, *knowledge.bundles}
    services = knowledge.services
    yield from _unknown("services", row.services, services, "service")
    for choice in row.services_any:
        yield from _unknown("services_any", choice, services, "service")
    for slot in row.areas:
        yield from _unknown("areas", slot, areas, "area")
    yield from _unknown("concepts", row.concepts, knowledge.concepts, "term")
    yield from _unknown("option", row.option, services, "service")
    for key, option in row.option.items():
        if key in services:
            yield from _unknown("option", (option,), services[key].options, f"option of {key}")
    yield from _lacks(row)


def _lacks(row: Row) -> Iterator[tuple[str, str]]:
    needs = _NEEDS[row.kind]
    if not row.ask.strip():
        yield "ask", "'ask' is empty; write the question or remove the row"
    for key in needs:
        if not getattr(row, key) and not (key == "services" and row.services_any):
            yield "kind", f"'{key}' is missing: a question of kind '{row.kind}' names them"
    if row.kind == "decline":
        for key in ("services", "services_any", "areas", "concepts"):
            if getattr(row, key):
                yield key, f"a question that is not for the bot names no {key}; remove them"


def _unknown(
    key: str, names: Iterable[str], known: Collection[str], what: str
) -> Iterator[tuple[str, str]]:
    for name in names:
        if name not in known:
            yield key, f"'{name}' is no {what}{did_you_mean(name, known)}"

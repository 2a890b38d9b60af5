"""The questions in `knowledge/asked/`, read strictly: what `whosejob learn` learns from.

One question a line; empty lines and those that start with # are left out. `areas/<id>.txt` ask for that area or bundle,
`concepts/<id>.txt` for a term of the model, `shapes/*.txt` ask whose job something is in other ways, `not_ours/*.txt` ask for
something else; no questions are `vocabulary/<id>.txt`, the words of an area's trade, and `controls/<id>.txt`, the ids of
controls about it (NIST SP 800-53, ISO 27001, SOC 2, PCI DSS, HIPAA). After a tab: other areas that would be as good a
reading; in `shapes/`, the areas of all tasks asked for (`make fit` holds the reading against them; only from
`shapes/list.txt`, where they are readings of one task, is learnt too). `messages/*.yaml` are whole messages of every kind with
the services and tasks they ask for, `trade/*.yaml` those that tell the task by a word of the trade alone ("ORA-00257 on RDS,
who?"): rows of evaluate.py.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import KnowledgeError, Problem
from bot.knowledge.loader import did_you_mean
from bot.knowledge.strict_yaml import read_bytes
from bot.model import Area, Bundle, Knowledge
from bot.understanding.evidence import WHOLE
from bot.understanding.text import MAX_CHARACTERS, is_control
from bot.upkeep.evaluate import Row, rows

ASKED = "asked"
MESSAGES = {"messages": 3, "trade": 2}
"""The folders of whole messages, and what one of them counts beside a question that was written for one area. Messages of the
trade counted once, twice and three times: 324, 336 and 340 right of 440 of their own kind, 3,492, 3,486 and 3,480 of 4,405 others
(tests/questions/, 2026-11-30).
"""
VOCABULARY, CONTROLS = "vocabulary", "controls"
"""Folders of words and of ids: they ask nothing."""
_OF_AN_AREA = ("areas", VOCABULARY, CONTROLS)
KINDS = (*_OF_AN_AREA, "concepts", "shapes", "not_ours")
OVERVIEW = "overview"
"""The file of shapes/ whose questions ask for the whole split."""
LIST = "list"
"""The file of shapes/ whose questions ask for the services where something is one side's."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question of a file."""

    ask: str
    also: tuple[str, ...] = ()
    """Other areas that would be as good a reading; of a shape, the areas asked for."""
    count: int = 1
    number: int = 0
    """Where it stands, from 1; 0 for what comes from elsewhere."""


_PHRASE_COUNTS = 3
"""What a phrase of areas.yaml counts beside a question: it was chosen, and nothing in it is beside the point."""


def lines(path: Path) -> list[Line]:
    """The questions of a file; KnowledgeError names what is no UTF-8."""
    return [
        Line(ask.strip(), tuple(also.split()), number=number)
        for number, line in _written(path)
        for ask, _, also in (line.partition("\t"),)
    ]


def questions_in(folder: Path) -> Iterator[str]:
    """The questions of every file in `folder`."""
    for path in sorted(folder.glob("*.txt")):
        yield from (line.ask for line in lines(path))


def by_area(folder: Path, knowledge: Knowledge) -> dict[str, list[Line]]:
    """Area, bundle or concept → its questions: its own phrases, the files', its vocabulary, and the services' examples.

    `folder` holds asked/, in which `problems` finds nothing.
    """
    holders: dict[str, Area | Bundle] = {**knowledge.areas, **knowledge.bundles}
    asked = {
        id_: [Line(said, count=_PHRASE_COUNTS) for said in (holder.name, *holder.phrases)]
        for id_, holder in holders.items()
    }
    for concept in (c for c in knowledge.concepts.values() if c.phrases):
        asked[concept.id] = [Line(said) for said in (concept.name, *concept.phrases)]
    files = folder / ASKED
    asked[WHOLE] = lines(files / "shapes" / f"{OVERVIEW}.txt")
    for kind in ("areas", VOCABULARY, "concepts"):
        for path in sorted(files.glob(f"{kind}/*.txt")):
            asked[path.stem].extend(lines(path))
    for line in listing(folder):
        for area in line.also[:1]:
            asked[area].append(line)
    for service in knowledge.services.values():
        for example in service.examples:
            asked[example.area or WHOLE].append(Line(example.ask))
    for id_, line, count in _from_messages(folder, knowledge):
        asked[id_].extend([line] * count)
    return asked


def _from_messages(folder: Path, knowledge: Knowledge) -> Iterator[tuple[str, Line, int]]:
    for kind, count in MESSAGES.items():
        for row in _messages_in(folder / ASKED / kind):
            yield from ((id_, line, count) for id_, line in _lines_of(row, knowledge))


_ONE_TASK = ("ownership", "general", "list")


def messages(folder: Path) -> list[Row]:
    """The whole messages of `folder`/asked; KnowledgeError names every bad row as file:line."""
    return [row for kind in MESSAGES for row in _messages_in(folder / ASKED / kind)]


def _messages_in(folder: Path) -> Iterator[Row]:
    return (row for path in sorted(folder.glob("*.yaml")) for row in rows(path))


def _lines_of(row: Row, knowledge: Knowledge) -> Iterator[tuple[str, Line]]:
    """The area, bundle or term that a message asks for; nothing where it asks for several, or none. That a bundle would do
    beside an area of it is no other reading.
    """
    if row.kind == "overview" and not row.areas:
        yield WHOLE, Line(row.ask)
    elif row.kind == "explanation":
        # the other terms are told by their names alone
        told = (id_ for id_ in row.concepts[:1] if knowledge.concepts[id_].phrases)
        yield from ((id_, Line(row.ask)) for id_ in told)
    elif row.kind in _ONE_TASK and len(row.areas) == 1:
        first, *rest = row.areas[0]
        also = rest if first in knowledge.bundles else [a for a in rest if a in knowledge.areas]
        yield first, Line(row.ask, tuple(also))


def controls(folder: Path) -> Iterator[tuple[str, Line]]:
    """(area, the id of a control about it)."""
    for path in sorted((folder / ASKED / CONTROLS).glob("*.txt")):
        yield from ((path.stem, line) for line in lines(path))


def listing(folder: Path) -> list[Line]:
    """The questions that ask for a list of services."""
    path = folder / ASKED / "shapes" / f"{LIST}.txt"
    return lines(path) if path.is_file() else []


# --- what is wrong with them ---------------------------------------------------------------------


def problems(folder: Path, knowledge: Knowledge) -> list[Problem]:
    """Everything in `folder`/asked that cannot be learnt from, as file:line: what to do."""
    files = folder / ASKED
    if not (files / "shapes" / f"{OVERVIEW}.txt").is_file():
        what = "is missing; write questions that ask for all of a service there, one a line"
        return [Problem(f"knowledge/{ASKED}/shapes/{OVERVIEW}.txt", 0, what)]
    found = [*_strays(files)]
    for kind in KINDS:
        for path in sorted((files / kind).glob("*.txt")):
            found.extend(_file_problems(path, kind, knowledge))
    for kind in MESSAGES:
        for path in sorted((files / kind).glob("*.yaml")):
            found.extend(_message_problems(path, knowledge))
    return sorted(found) or sorted(_filed_twice(folder))


def _filed_twice(folder: Path) -> Iterator[Problem]:
    """The ids of controls that stand under two areas: the second would silently take the place of the first."""
    first: dict[str, str] = {}
    for area, line in controls(folder):
        if first.setdefault(line.ask.casefold(), area) != area:
            what = f"'{line.ask}' stands under {first[line.ask.casefold()]} too; name the other area after a tab there"
            yield Problem(f"knowledge/{ASKED}/{CONTROLS}/{area}.txt", line.number, what)


def _message_problems(path: Path, knowledge: Knowledge) -> Iterator[Problem]:
    known = {*knowledge.areas, *knowledge.bundles, *knowledge.services, *knowledge.concepts}
    try:
        for row in rows(path):
            services = (*row.services, *(key for some in row.services_any for key in some))
            named = {*services, *row.concepts, *(area for slot in row.areas for area in slot)}
            for name in sorted(named - known):
                what = f"'{row.ask}' names {name}, which is nowhere{did_you_mean(name, known)}"
                yield Problem(_shown(path), 0, what)
    except KnowledgeError as error:
        yield from error.problems


def _strays(files: Path) -> Iterator[Problem]:
    for path in sorted(files.rglob("*")):
        place = path.relative_to(files)
        suffix = ".yaml" if place.parts[0] in MESSAGES else ".txt"
        is_read = place.parts[0] in (*KINDS, *MESSAGES) and (
            len(place.parts) == 1 or path.suffix == suffix
        )
        if not is_read or len(place.parts) > 2:
            what = f"is not read; questions stand in {', '.join(KINDS)}, in files that end in .txt, or in {' and '.join(MESSAGES)}, in .yaml"
            yield Problem(f"knowledge/{ASKED}/{place.as_posix()}", 0, what)


def _file_problems(path: Path, kind: str, knowledge: Knowledge) -> Iterator[Problem]:
    areas = {*knowledge.areas, *knowledge.bundles}
    owners = {**dict.fromkeys(_OF_AN_AREA, areas), "concepts": knowledge.concepts.keys()}.get(kind)
    if owners is not None and path.stem not in owners:
        what = f"'{path.stem}' is no id in areas.yaml{did_you_mean(path.stem, owners)}"
        yield Problem(_shown(path), 0, f"{what}; rename the file")
    known = {*areas, *knowledge.concepts, WHOLE} if kind != "not_ours" else set()
    try:
        for line in lines(path):
            for what in (*_wrong(line, known), *(_wrong_id(line) if kind == CONTROLS else ())):
                yield Problem(_shown(path), line.number, what)
    except KnowledgeError as error:
        yield from error.problems


def _wrong(line: Line, known: Collection[str]) -> Iterable[str]:
    """What is wrong with one line. `known`: what may stand after a tab; nothing may where it is empty."""
    if not line.ask:
        yield "there is no question before the tab; write one or remove the line"
    if len(line.ask) > MAX_CHARACTERS:
        yield f"{len(line.ask)} characters; the bot reads {MAX_CHARACTERS} of a message, shorten it"
    if line.also and not known:
        yield "nothing is read after a tab here; remove it"
        return
    for name in line.also:
        if name not in known:
            yield f"'{name}' is neither area nor term{did_you_mean(name, known)}"


def _wrong_id(line: Line) -> Iterator[str]:
    if not is_control(line.ask):
        yield f"'{line.ask}' is no id of a control that the bot recognises (understanding/text.py)"


def _written(path: Path) -> Iterator[tuple[int, str]]:
    """(number, line) of every line that is to be read."""
    raw = read_bytes(path, _shown(path))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = raw[: error.start].count(b"\n") + 1
        problem = Problem(_shown(path), number, "is not UTF-8; save it as UTF-8")
        raise KnowledgeError([problem]) from None
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def _shown(path: Path) -> str:
    """As people see it; the file stands in a folder of asked/."""
    return f"knowledge/{ASKED}/{path.parent.name}/{path.name}"

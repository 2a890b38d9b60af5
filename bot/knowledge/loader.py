"""YAML files → Knowledge: read strictly, checked whole, frozen once.

`load(folder)` either returns everything or raises KnowledgeError with every problem at once. It never returns a part.
What is only unwise (a stale source, an alias that collides) is the business of upkeep/checks.py.
"""

import difflib
import gc
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.errors import KnowledgeError, Problem
from bot.knowledge import schema
from bot.knowledge.build import Builder, Loaded
from bot.knowledge.entries import MOST_PROBLEMS
from bot.knowledge.learnt import EVIDENCE_FILE, read_evidence
from bot.knowledge.strict_yaml import Document, Path_, read
from bot.model import Evidence, Knowledge

MAX_FILES = 2000
MAX_TOTAL_BYTES = 16 * 1024 * 1024

_Form = TypeVar("_Form", bound=BaseModel)


def shipped_folder() -> Path:
    """The knowledge that came with the program: beside `bot/` in a checkout, inside the package in a wheel."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent / "knowledge"
    return checkout if (checkout / "areas.yaml").is_file() else package / "shipped_knowledge"


def load(folder: Path, *, with_evidence: bool = True) -> Knowledge:
    """Return the frozen knowledge in `folder`; raise KnowledgeError with every problem in it.

    `with_evidence=False` leaves out what was learnt, for learning it anew.
    """
    with _paused_collector():
        return _load(folder, with_evidence=with_evidence)


@contextmanager
def _paused_collector() -> Iterator[None]:
    """Half a million small objects are made and all are kept: collecting in between costs 40 % and frees nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load(folder: Path, *, with_evidence: bool) -> Knowledge:
    problems: list[Problem] = []
    files = _files(folder.resolve(), problems)
    loaded = Loaded(
        areas=_one(files, "areas", schema.AreasFile, problems),
        elsewhere=_one(files, "elsewhere", schema.ElsewhereFile, problems),
        provider=_one(files, "provider", schema.ProviderFile, problems),
        models=_each(files, "models", schema.ModelFile, problems),
        services=_each(files, "services", schema.ServiceFile, problems),
    )
    if problems or not (loaded.areas and loaded.elsewhere and loaded.provider):
        raise KnowledgeError(problems)
    evidence = read_evidence(folder / EVIDENCE_FILE, problems) if with_evidence else Evidence()
    knowledge = Builder(loaded, problems).build(_prose(files), evidence)
    if problems:
        raise KnowledgeError(problems)
    return knowledge


_PLACES = {
    "areas": "areas.yaml",
    "elsewhere": "elsewhere.yaml",
    "provider": "aws/provider.yaml",
}
_FOLDERS = {"models": "aws/models", "services": "aws/services"}


def _files(folder: Path, problems: list[Problem]) -> dict[str, list[Document]]:
    """Every file read, by kind. What cannot be read becomes a problem."""
    found: dict[str, list[Document]] = {}
    total = 0
    for number, (kind, path) in enumerate(_paths(folder, problems)):
        total += path.stat().st_size if path.is_file() else 0
        if total > MAX_TOTAL_BYTES or number >= MAX_FILES:
            problems.append(Problem(_shown(path, folder), 0, "too much knowledge in one folder"))
            break
        try:
            found.setdefault(kind, []).append(read(path, _shown(path, folder)))
        except KnowledgeError as error:
            problems.extend(error.problems)
    return found


def _paths(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    """Every file to be read, with its kind. What is missing, or leads out of the folder, becomes a problem."""
    for kind, place in _PLACES.items():
        if not os.path.lexists(folder / place):
            problems.append(Problem(f"knowledge/{place}", 0, "is missing"))
        elif _is_inside(folder / place, folder, problems):
            yield kind, folder / place
    for kind, place in _FOLDERS.items():
        paths = sorted((folder / place).glob("*.yaml"))
        if not paths:
            problems.append(Problem(f"knowledge/{place}", 0, "holds no .yaml file"))
        strays = sorted((folder / place).glob("*.yml"))
        problems += [Problem(_shown(p, folder), 0, "is not read; name it .yaml") for p in strays]
        yield from ((kind, path) for path in paths if _is_inside(path, folder, problems))


def _is_inside(path: Path, folder: Path, problems: list[Problem]) -> bool:
    try:
        if path.resolve().is_relative_to(folder):
            return True
        what = "is a link to outside the folder"
    except (OSError, RuntimeError):  # RuntimeError: links that lead in a circle
        what = "is a link that leads nowhere"
    problems.append(Problem(_shown(path, folder), 0, what))
    return False


Stamp = tuple[tuple[str, int, int, int], ...]
"""Path, time of change (ns), size and inode of each file that load() reads."""


def stamp(folder: Path) -> Stamp:
    """What the files look like from outside: another stamp, another load. Reads none of them."""
    root = folder.resolve()
    paths = [path for _, path in _paths(root, [])]
    return tuple(_looks(path) for path in (*paths, root / EVIDENCE_FILE))


def _looks(path: Path) -> tuple[str, int, int, int]:
    try:
        status = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    return str(path), status.st_mtime_ns, status.st_size, status.st_ino


def _shown(path: Path, folder: Path) -> str:
    """As people see it: no file name can forge a line of a log, or a letter that a terminal cannot show."""
    name = "".join(c if c.isprintable() else "?" for c in path.relative_to(folder).as_posix())
    return f"knowledge/{name.encode(errors='replace').decode()}"


def _one(
    files: Mapping[str, list[Document]], kind: str, form: type[_Form], problems: list[Problem]
) -> tuple[Document, _Form] | None:
    return next(iter(_each(files, kind, form, problems)), None)


def _each(
    files: Mapping[str, list[Document]], kind: str, form: type[_Form], problems: list[Problem]
) -> list[tuple[Document, _Form]]:
    checked = []
    for document in files.get(kind, ()):
        try:
            checked.append((document, form.model_validate(document.data)))
        except ValidationError as error:
            problems.extend(problems_in(error, document, form))
    return checked


def problems_in(
    error: ValidationError, document: Document, form: type[BaseModel]
) -> Iterable[Problem]:
    """What is wrong with a document, each as a sentence with its line; of very much the first MOST_PROBLEMS."""
    errors = error.errors(include_url=False)
    if len(errors) > MOST_PROBLEMS:
        more = len(errors) - MOST_PROBLEMS
        yield Problem(document.file, 1, f"and {more} more problems; mend these first")
    for one in errors[:MOST_PROBLEMS]:
        path: Path_ = tuple(part for part in one["loc"] if part != "[key]")
        yield Problem(document.file, document.line(path), _sentence(one, path, form))


def _sentence(one: Mapping[str, object], path: Path_, form: type[BaseModel]) -> str:
    where = ".".join(str(part) for part in path) or "the file"
    match one["type"]:
        case "missing":
            return f"'{path[-1]}' is missing{_inside(path)}"
        case "extra_forbidden":
            hint = did_you_mean(str(path[-1]), _known_keys(form))
            return f"unknown key '{path[-1]}'{_inside(path)}{hint}"
        case "string_pattern_mismatch":
            return f"{where}: '{one['input']}' does not have the form {_pattern(one)}"
        case "string_too_long":
            return (
                f"{where}: {len(str(one['input']))} characters; {_limit(one, 'max_length')} at most"
            )
        case "literal_error":
            return f"{where}: '{one['input']}' is not one of {_context(one, 'expected')}"
        case _:
            message = re.sub(r"^Input should", "should", str(one["msg"]))
            return f"{where}: {message} (found: {str(one['input'])[:60]})"


def _inside(path: Path_) -> str:
    return f" in '{'.'.join(str(part) for part in path[:-1])}'" if path[:-1] else ""


def _context(one: Mapping[str, object], key: str) -> object:
    context = one.get("ctx")
    return context.get(key) if isinstance(context, dict) else None


def _pattern(one: Mapping[str, object]) -> object:
    return _context(one, "pattern")


def _limit(one: Mapping[str, object], key: str) -> object:
    return _context(one, key)


@cache  # one for each kind of file: writing the schema takes 10 ms
def _known_keys(form: type[BaseModel]) -> set[str]:
    """Every key that may stand anywhere in such a file (enough for a hint)."""
    schema_of_it = form.model_json_schema()
    keys = set(schema_of_it.get("properties", {}))
    for definition in schema_of_it.get("$defs", {}).values():
        keys |= set(definition.get("properties", {}))
    return keys


def did_you_mean(wrote: str, known: Iterable[str]) -> str:
    """`; did you mean 'patching'?`, or nothing when no known name is near."""
    near = difflib.get_close_matches(wrote, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def _prose(files: Mapping[str, list[Document]]) -> frozenset[str]:
    """Every word in the files' text. Lowercase letters and digits."""
    words: set[str] = set()
    for documents in files.values():
        for document in documents:
            words.update(re.findall(r"[a-z][a-z0-9]+", " ".join(_strings(document.data)).lower()))
    return frozenset(words)


_NOT_PROSE = frozenset({"url", "id", "ask", "sources", "names"})


def _strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for item in data:
            yield from _strings(item)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in _NOT_PROSE:
                yield from _strings(value)

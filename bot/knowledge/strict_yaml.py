"""YAML read strictly; the home of PyYAML.

Every scalar is text, exactly as written: the schema types it later. PyYAML's own loaders turn `no` into False,
`1.10` into 1.1 and `22:30` into 1350, keep the last of two equal keys without a word, spend 38 seconds on a
435-byte merge-key bomb, and the C loader dies on a deeply nested file. So only its parser is used: we walk its
events (flat, never recursive) and build plain data with the line of every value.
"""

import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import yaml

from bot.errors import KnowledgeError, Problem

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 16
MAX_EVENTS = 30_000
"""Keys, values, and beginnings and ends of lists: three times what our longest file has, read in a fifth of a second."""
END_MARK = "..."
"""The last line of every file. A file cut short lacks it; 78 % of all truncations would load otherwise."""

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One file's data and the line each value and key stands on."""

    file: str
    data: object
    """dict, list and str only."""
    lines: dict[Path_, int]
    """Path (keys and indexes) → 1-based line of the key, or of the item in a list."""

    def line(self, path: Path_) -> int:
        """The line of `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(path: Path, shown_as: str, *, ends_marked: bool = True) -> Document:
    """Return the file's data; raise KnowledgeError with file:line when it breaks a rule of the house."""
    return parse(decoded(read_bytes(path, shown_as), shown_as), shown_as, ends_marked=ends_marked)


def parse(text: str, shown_as: str, *, ends_marked: bool = True) -> Document:
    """Return the text's data; raise KnowledgeError naming `shown_as` and the line. Knowledge must end with END_MARK."""
    _refuse_text(text, shown_as, ends_marked=ends_marked)
    builder = _Builder(shown_as)
    try:
        for number, event in enumerate(yaml.parse(text, Loader=_LOADER)):
            if number > MAX_EVENTS:
                _refuse(shown_as, builder.line, f"holds more than {MAX_EVENTS} values; split it")
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        _refuse(
            shown_as, line, f"not YAML: {error.problem or error.context}{_caret(text, line, mark)}"
        )
    except yaml.YAMLError as error:
        _refuse(shown_as, 1, f"not YAML: {' '.join(str(error).split())[:200]}")
    return Document(shown_as, builder.root(), builder.lines)


_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _refuse_text(text: str, shown_as: str, *, ends_marked: bool) -> None:
    """What can be told before anything is parsed."""
    if ends_marked and not text.endswith(f"\n{END_MARK}\n"):
        last = max(text.count("\n") + (not text.endswith("\n")), 1)
        _refuse(shown_as, last, f"the file must end with a line '{END_MARK}' (is it cut short?)")
    if unseen := _UNSEEN.search(text):
        _refuse_unseen(shown_as, text.count("\n", 0, unseen.start()) + 1, unseen[0])
    if directive := _DIRECTIVE.search(text):
        line = text.count("\n", 0, directive.start()) + 1
        _refuse(shown_as, line, "directives (%...) are not used here; remove the line")


_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e0fff]"
)
"""Controls, odd line breaks, direction marks, zero-width characters, half of a pair: no reader can see them."""
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
"""Ten thousand %TAG lines cost libyaml seconds before its first event."""


def _refuse_unseen(file: str, line: int, character: str) -> NoReturn:
    _refuse(
        file, line, f"holds a character that cannot be seen (U+{ord(character):04X}); remove it"
    )


def read_bytes(path: Path, shown_as: str, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of at most `limit`; KnowledgeError says why not. Never waits for a pipe or device."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                _refuse(shown_as, 0, "is not a regular file")
            raw = file.read(limit + 1)
    except IsADirectoryError:
        _refuse(shown_as, 0, "is not a regular file")
    except OSError as error:
        _refuse(shown_as, 0, f"cannot be read: {os.strerror(error.errno or 0)}")
    if len(raw) > limit:
        _refuse(shown_as, 0, f"is larger than {limit // 1024} KiB; split it")
    return raw


def decoded(raw: bytes, shown_as: str) -> str:
    """The text of a file, its lines ending as ours do."""
    if raw.startswith(b"\xef\xbb\xbf"):
        _refuse(shown_as, 1, "starts with a byte order mark; save it as UTF-8 without one")
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        _refuse(shown_as, line, "is not UTF-8; save it as UTF-8")


def _refuse(file: str, line: int, what: str) -> NoReturn:
    raise KnowledgeError([Problem(file, line, what)])


def _caret(text: str, line: int, mark: "yaml.Mark | None") -> str:
    """The line and, below it, a mark where the parser stopped."""
    lines = text.split("\n")
    if not mark or line > len(lines):
        return ""
    shown = lines[line - 1][:_SHOWN].replace("\t", " ")
    return f"\n    {shown}\n    {' ' * min(mark.column, _SHOWN - 1)}^"


_SHOWN = 120
"""Characters of a wrong line that are shown."""


@dataclass(slots=True)
class _Open:
    """A mapping or list that is not closed yet."""

    value: dict[str, object] | list[object]
    path: Path_
    key: str | None = None


class _Builder:
    """Turns parser events into data. Stops at the first break of a rule."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.line = 1
        self.lines: dict[Path_, int] = {}
        self._open: list[_Open] = []
        self._roots: list[object] = []
        self._seen: dict[Path_, dict[str, int]] = {}

    def root(self) -> object:
        if not self._roots:
            _refuse(self.file, 1, "is empty")
        return self._roots[0]

    def take(self, event: yaml.Event) -> None:
        self.line = line = event.start_mark.line + 1 if event.start_mark else 1
        self._forbid(event, line)
        if isinstance(event, yaml.MappingStartEvent):
            self._start({}, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._start([], line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.DocumentStartEvent) and self._roots:
            _refuse(self.file, line, "a second document starts here; one file is one document")

    def _forbid(self, event: yaml.Event, line: int) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            _refuse(
                self.file, line, "anchors and aliases (& and *) are not used here; write it out"
            )
        if getattr(event, "tag", None) and not isinstance(event, yaml.DocumentStartEvent):
            _refuse(self.file, line, "tags (!...) are not used here; remove it")

    def _start(self, value: dict[str, object] | list[object], line: int) -> None:
        if len(self._open) >= MAX_DEPTH:
            _refuse(self.file, line, f"nested deeper than {MAX_DEPTH} levels")
        path = self._place(value, line)
        self._open.append(_Open(value, path))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if not event.value.isprintable() and (unseen := _UNSEEN.search(event.value)):
            _refuse_unseen(self.file, line, unseen[0])
        parent = self._open[-1] if self._open else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            self._key(parent, event.value, line)
            return
        if event.value == "" and not event.style:
            _refuse(
                self.file, line, "a value is missing (quote it if it is empty or starts with '#')"
            )
        self._place(unicodedata.normalize("NFC", event.value), line)

    def _key(self, parent: _Open, key: str, line: int) -> None:
        if key == "<<":
            _refuse(self.file, line, "merge keys (<<) are not used here; write it out")
        same = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", key).casefold()).strip()
        seen = self._seen.setdefault(parent.path, {})
        if same in seen:
            _refuse(self.file, line, f"'{key}' stands here twice; first on line {seen[same]}")
        seen[same] = line
        parent.key = key
        self.lines[(*parent.path, key)] = line

    def _place(self, value: object, line: int) -> Path_:
        if not self._open:
            self._roots.append(value)
            return ()
        parent = self._open[-1]
        if isinstance(parent.value, list):
            path: Path_ = (*parent.path, len(parent.value))
            parent.value.append(value)
            self.lines[path] = line
            return path
        if parent.key is None:
            _refuse(self.file, line, "a list or mapping cannot be a key")
        path = (*parent.path, parent.key)
        parent.value[parent.key] = value
        parent.key = None
        return path

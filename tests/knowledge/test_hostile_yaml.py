"""Hostile files: depth, bombs, twins of keys, odd scalars, odd files. Each is refused in one line, at once."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.editions import copy_small
from bot.errors import KnowledgeError, Problem
from bot.knowledge.loader import MAX_FILES, MAX_TOTAL_BYTES, load
from bot.knowledge.strict_yaml import MAX_DEPTH, MAX_EVENTS, parse
from tests.conftest import ROOT

END = "\n...\n"


def problem(text: str) -> Problem:
    """The one reason why the text is refused."""
    with pytest.raises(KnowledgeError) as caught:
        parse(text, "f.yaml")
    (found,) = caught.value.problems
    assert found.line >= 1
    return found


# --- depth ---------------------------------------------------------------------------------------

_DEPTHS = """
import sys
from bot.errors import KnowledgeError
from bot.knowledge.strict_yaml import parse
for opens in ("[", "{a: ", "- ", "[{a: ", "? ", "!!seq [", "- - ", "[\\n"):
    for depth in (1, 15, 16, 17, 18, 50, 500, 5_000, 30_000, 100_000, 200_000):
        try:
            parse(opens * depth + "x\\n...\\n", "f.yaml")
            print("read", depth)
        except KnowledgeError as error:
            (problem,) = error.problems
            assert problem.line >= 1
            print("refused", depth, problem.what.split(chr(10))[0])
"""


def test_no_depth_kills_the_process() -> None:
    """One to 200,000 levels, in eight ways, in a process of their own: PyYAML's C loader dies at 30,000."""
    done = subprocess.run(
        [sys.executable, "-c", _DEPTHS],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        timeout=60,
    )
    lines = done.stdout.splitlines()

    assert (done.returncode, done.stderr) == (0, "")
    assert len(lines) == 8 * 11
    assert all(line.startswith("refused") for line in lines if int(line.split()[1]) > MAX_DEPTH)
    assert sum(f"nested deeper than {MAX_DEPTH}" in line for line in lines) > 30
    assert "read 15" in lines


# --- bombs ---------------------------------------------------------------------------------------


def _layers(first: str, layer: Callable[[int], str], layers: int) -> str:
    return first + "".join(layer(i) for i in range(1, layers)) + "...\n"


BOMBS = {
    **{
        f"merge-{n}": _layers(
            "a0: &a0 {k0: 1}\n",
            lambda i: f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}]}}\n",
            n,
        )
        for n in (3, 5, 7, 9, 12)
    },
    **{
        f"alias-{n}": _layers(
            "a0: &a0 [x]\n", lambda i: f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n", n
        )
        for n in (5, 9, 200)
    },
    "merge-no-anchor": "a: {<<: {b: 1}}" + END,
    "merge-quoted": 'a: {"<<": {b: 1}}' + END,
    "merge-late": "".join(f"k{i}: 1\n" for i in range(2000)) + "<<: {a: 1}" + END,
    "anchor-on-key": "&a k: 1" + END,
    "anchor-on-empty": "a: &x" + END,
    "alias-unknown": "a: *nowhere" + END,
    "alias-to-itself": "a: &a [*a]" + END,
    "alias-as-key": "&a b: 1\n*a : 2" + END,
    "tag": "a: !!python/object/apply:os.system [id]" + END,
    "tag-own": "a: !x 1" + END,
    "tag-directives": "".join(f"%TAG !x{i}! tag:{i}\n" for i in range(20_000)) + "---\na: 1" + END,
    "endless-list": "a: [" + "x, " * 300_000 + "x]" + END,
    "endless-map": "".join(f"k{i}: 1\n" for i in range(90_000)) + END,
    "endless-flow": "[" + "{a: 1}, " * 120_000 + END,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_no_more_than_a_long_file(root: Path, name: str) -> None:
    """Refused at its first anchor, tag or directive, or as too long: a few times what our longest file takes."""
    longest = (root / "knowledge/areas.yaml").read_text(encoding="utf-8")

    def refuse(text: str) -> float:
        started = time.perf_counter()
        problem(text)
        return time.perf_counter() - started

    def whole() -> float:
        started = time.perf_counter()
        parse(longest, "f.yaml")
        return time.perf_counter() - started

    assert any(refuse(BOMBS[name]) < 5 * whole() for _ in range(5))


def test_a_file_may_hold_so_much_and_no_more() -> None:
    """The limit is far above what people write, and is said with the line where it was reached."""
    found = problem("".join(f"k{i}: 1\n" for i in range(MAX_EVENTS)) + "...\n")

    assert found.what == f"holds more than {MAX_EVENTS} values; split it"
    assert found.line > MAX_EVENTS // 3


# --- twins ---------------------------------------------------------------------------------------

TWINS = [
    ("a", "a"), ("a", "A"), ("a", '"a"'), ("a", "'a'"), ("a", "? a\n"), ("straße", "STRASSE"),
    ("é", "e\u0301"), ("É", "e\u0301"), ("ﬁ", "fi"), ("Ⅳ", "iv"), ("ａ", "a"), ("①", "1"),
    ("K", "\u212a"), ("å", "\u212b"), ("Ω", "\u2126"), ("ſ", "s"), ("ΐ", "ι\u0308\u0301"),
    ("a b", "a\u00a0b"), ("a b", "a\u2003b"), ("a", '" a"'), ("a", '"a "'), ("x²", "x2"),
    ("ǆ", "DŽ"), ("no", "NO"), ("1.0", "1.0"), ("true", "True"), ("~", "~"), ("''", '""'),
    ("가", "\u1100\u1161"), ("ﷺ", "صلى الله عليه وسلم"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), TWINS, ids=range(len(TWINS)))
@pytest.mark.parametrize("inside", [False, True], ids=["top", "nested"])
def test_two_keys_that_read_alike_are_one_too_many(
    first: str, second: str, *, inside: bool
) -> None:
    """Both lines are named: PyYAML keeps the last one without a word."""
    indent = "  " if inside else ""
    twin = second if second.startswith("?") else f"{second}"
    text = (
        f"{'top:' if inside else 'x: 1'}\n{indent}{first}: 1\n{indent}other: 2\n{indent}{twin}: 3"
    )
    found = problem(text.replace("\n: 3", f"\n{indent}: 3") + END)

    assert found.line == 4
    assert "stands here twice; first on line 2" in found.what


UNSEEN = [
    "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\xad", "\u202e", "\u2066", "\u061c", "\u180e",
    "\u2028", "\u2029", "\x85", "\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ud800", "\udfff", "\ufffe",
    "\U000e0041",
]  # fmt: skip


@pytest.mark.parametrize("character", UNSEEN, ids=lambda c: f"{ord(c):04X}")
def test_what_cannot_be_seen_is_refused_with_its_line(character: str) -> None:
    """In keys and values, written or escaped: nobody can review what nobody sees. A lone surrogate raises nothing."""
    code = ord(character)
    escaped = f"\\U{code:08x}"

    for text in (f"a: 1\nb: x{character}y", f"a: 1\nb{character}c: 1", f"# c\n# {character}"):
        found = problem(text + END)
        assert found.line == 2
        assert f"U+{code:04X}" in found.what
    assert problem(f'a: 1\nb: "x{escaped}y"' + END).line == 2
    assert problem(f'a: 1\n"b{escaped}": 1' + END).line == 2


# --- scalars -------------------------------------------------------------------------------------

SCALARS = """
no yes on off y n true false True NO null ~ 1 0 -1 +1 01 010 0o17 0x1f 0b101 1_000 1.10 1. .5 -.5 1e3 1E3 .inf -.INF .nan
22:30 12:30:45 190:20:30 2026-11-23 2026-11-23T10:00:00Z 3.11 1.0.0 = x=y a:b => http://x.y/z#frag a#b C# -x ?x :x x-
99999999999999999999999999 0.1e+400 <- <= 7.10.1 v1 1,000 50% $5 (x) x' x" é 日本語 🎉 a&b a*b a!b
""".split()


@pytest.mark.parametrize("written", SCALARS)
def test_a_scalar_is_exactly_the_text_that_was_written(written: str) -> None:
    """As a value, in a list, in a flow list where it can stand there, and as a key."""
    assert parse(f"k: {written}{END}", "f.yaml").data == {"k": written}
    assert parse(f"- {written}{END}", "f.yaml").data == [written]
    assert parse(f"'{written.replace(chr(39), chr(39) * 2)}': 1{END}", "f.yaml").data == {
        written: "1"
    }


def test_there_are_sixty_scalars() -> None:
    """The table keeps its length."""
    assert len(set(SCALARS)) >= 60


# --- files ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small knowledge folder, to be copied."""
    folder = tmp_path_factory.mktemp("small") / "knowledge"
    copy_small(folder, ("rds", "ec2"))
    return folder


@pytest.fixture
def folder(small: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small, tmp_path / "knowledge"))


def refused(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    lines = [str(found) for found in caught.value.problems]
    assert all("\n" not in line.split("\n    ")[0] for line in lines)
    return lines


def _write(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


ODD_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "link-out": (lambda p: p.symlink_to("/etc/hostname"), "is a link to outside the folder"),
    "link-dots": (lambda p: p.symlink_to("../../../../outside.yaml"), "is a link to outside"),
    "link-zero": (lambda p: p.symlink_to("/dev/zero"), "is a link to outside the folder"),
    "link-proc": (lambda p: p.symlink_to("/proc/self/mem"), "is a link to outside the folder"),
    "link-loop": (lambda p: p.symlink_to(p.name), "is a link that leads nowhere"),
    "link-dangling": (lambda p: p.symlink_to("gone.yaml"), "cannot be read: No such file"),
    "folder": (lambda p: p.mkdir(), "is not a regular file"),
    "fifo": (os.mkfifo, "is not a regular file"),
    "empty": (_write(b""), "must end with a line '...'"),
    "only-end": (_write(b"...\n"), "must end with a line '...'"),
    "comment": (_write(b"# x\n...\n"), "not YAML"),
    "huge": (_write(b"a: " + b"x" * 1024 * 1024 + b"\n...\n"), "is larger than 1024 KiB"),
    "bom": (_write(b"\xef\xbb\xbfa: 1\n...\n"), "byte order mark"),
    "utf-16": (_write("a: 1\n...\n".encode("utf-16")), "is not UTF-8"),
    "utf-16-be": (_write("a: 1\n...\n".encode("utf-16-be")), "must end with"),
    "utf-32": (_write("a: 1\n...\n".encode("utf-32")), "is not UTF-8"),
    "latin-1": (_write("a: ü\n...\n".encode("latin-1")), "is not UTF-8"),
    "cesu-8": (_write(b"a: \xed\xa0\x80\n...\n"), "is not UTF-8"),
    "nul": (_write(b"a: \x00\n...\n"), "cannot be seen (U+0000)"),
    "zip": (_write(b"PK\x03\x04" + bytes(range(256))), "is not UTF-8"),
    "tabs": (_write(b"a:\n\tb: 1\n...\n"), "not YAML: found character"),
    "old-mac": (_write(b"a: 1\rb: 2\r\n...\n"), "cannot be seen (U+000D)"),
    "list": (_write(b"- a\n...\n"), "the file: should be"),
    "text": (_write(b"hello\n...\n"), "the file: should be"),
    "no-end": (_write(b"a: 1\n"), "must end with a line '...'"),
    "end-twice": (_write(b"a: 1\n...\nb: 2\n...\n"), "not YAML: did not find"),
    "directive": (_write(b"%YAML 1.1\n---\na: 1\n...\n"), "directives"),
    "unknown-key": (_write(b"idd: x\n...\n"), "did you mean 'id'?"),
}


@pytest.mark.parametrize("name", ODD_FILES)
def test_an_odd_file_is_refused_with_one_reason(folder: Path, name: str) -> None:
    """It is named, and never opened for ever: a pipe without a writer, a device, a link that leads out."""
    make, says = ODD_FILES[name]
    make(folder / "aws/services/odd.yaml")
    lines = refused(folder)

    assert all(line.startswith("knowledge/aws/services/odd.yaml:") for line in lines)
    assert any(says in line for line in lines)


def test_windows_line_ends_are_fine(folder: Path) -> None:
    """What some editors write is read like any other file."""
    path = folder / "aws/services/rds.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert load(folder).services["aws/rds"].name == "Amazon RDS"


@pytest.mark.parametrize("place", ["areas.yaml", "elsewhere.yaml", "aws/provider.yaml"])
def test_no_file_may_be_a_link_to_outside(folder: Path, tmp_path: Path, place: str) -> None:
    """The single files neither."""
    (folder / place).rename(tmp_path / "outside.yaml")
    (folder / place).symlink_to(tmp_path / "outside.yaml")

    assert refused(folder) == [f"knowledge/{place}:0: is a link to outside the folder"]


def test_a_link_inside_the_folder_is_fine(folder: Path) -> None:
    """As Kubernetes mounts files."""
    (folder / "..data").mkdir()
    (folder / "areas.yaml").rename(folder / "..data/areas.yaml")
    (folder / "areas.yaml").symlink_to("..data/areas.yaml")

    assert len(load(folder).areas) == 51


def test_a_file_name_forges_no_line(folder: Path) -> None:
    """Neither a line break nor a letter that cannot be printed gets into a problem or a log."""
    for name in (b"a\nknowledge:1: all is well.yaml", b"\xff\x1b[31m.yaml"):
        (folder / "aws/services" / os.fsdecode(name)).write_text("x")
    lines = refused(folder)

    assert len(lines) == 2
    assert all(line.isprintable() and line.encode() for line in lines)
    assert any("a?knowledge:1: all is well.yaml:1: the file must end" in line for line in lines)


def test_another_ending_is_not_passed_over(folder: Path) -> None:
    """A service in a .yml file would be missing without a word."""
    (folder / "aws/services/rds.yaml").rename(folder / "aws/services/rds.yml")

    assert "knowledge/aws/services/rds.yml:0: is not read; name it .yaml" in refused(folder)


def test_so_many_files_and_no_more(folder: Path) -> None:
    """A folder that somebody filled is given up, not read to the end."""
    for number in range(MAX_FILES):
        (folder / f"aws/services/x{number}.yaml").write_text("x")

    assert any("too much knowledge in one folder" in line for line in refused(folder))


def test_so_many_bytes_and_no_more(folder: Path) -> None:
    """16 MiB in sum."""
    for number in range(MAX_TOTAL_BYTES // (1024 * 1024) + 1):
        with (folder / f"aws/services/x{number}.yaml").open("wb") as file:
            file.truncate(1024 * 1024)

    assert any("too much knowledge in one folder" in line for line in refused(folder))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_named(folder: Path) -> None:
    """One line, as for any other."""
    (folder / "aws/services/rds.yaml").chmod(0)

    assert "knowledge/aws/services/rds.yaml:0: cannot be read: Permission denied" in refused(folder)


def test_a_problem_shows_the_line_and_the_place() -> None:
    """The wrong line, and a mark below where the parser stopped."""
    assert problem("id: rds\nname: [Amazon\nmodel: x\n...\n").what.endswith(
        "\n    model: x\n         ^"
    )


def test_a_long_or_odd_line_is_shown_shortened() -> None:
    """At most 120 characters, tabs as blanks, so that the mark stands below its place."""
    shown = problem("a:\t'x' " + "y" * 500 + END).what.split("\n")

    assert shown[1].startswith("    a: 'x' yyy")
    assert len(shown[1]) == 124
    assert shown[2] == "    " + " " * 7 + "^"

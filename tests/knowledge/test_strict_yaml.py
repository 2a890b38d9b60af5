"""YAML is read strictly: text stays text, and what a file may not hold is refused with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import KnowledgeError
from bot.knowledge.strict_yaml import MAX_DEPTH, parse, read


def refused(text: str) -> str:
    with pytest.raises(KnowledgeError) as caught:
        parse(text, "f.yaml")
    return str(caught.value)


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "on",
        "yes",
        "1.10",
        "010",
        "0x1f",
        "22:30",
        "12:30:45",
        "2026-11-23",
        "null",
        "~",
        "1e3",
        ".5",
        "=",
        "0777",
    ],
)
def test_a_scalar_stays_what_was_written(written: str) -> None:
    """No value is turned into a number, a date or a truth."""
    assert parse(f"key: {written}\n...\n", "f.yaml").data == {"key": written}


def test_a_key_stays_what_was_written() -> None:
    """`no:` is a key like any other."""
    assert parse("no: a\n1: b\n...\n", "f.yaml").data == {"no": "a", "1": "b"}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n...\n", 3, "first on line 1", id="duplicate"),
        pytest.param("a:\n  x: 1\n  X: 2\n...\n", 3, "first on line 2", id="duplicate-by-case"),
        pytest.param("a: &x 1\nb: *x\n...\n", 1, "anchors", id="anchor"),
        pytest.param("a: 1\n<<: {b: 2}\n...\n", 2, "merge keys", id="merge"),
        pytest.param("a: !!python/object:os.system x\n...\n", 1, "tags", id="tag"),
        pytest.param("slack: #team\nb: 1\n...\n", 1, "quote it", id="comment-eats-value"),
        pytest.param("a: 1\n---\nb: 2\n...\n", 2, "second document", id="two-documents"),
        pytest.param("? [a]\n: 1\n...\n", 1, "key", id="list-as-key"),
        pytest.param("a: [1\nb: 2\n...\n", 2, "not YAML", id="broken"),
        pytest.param("a: 1\n", 1, "must end with", id="no-end-mark"),
        pytest.param("# only a comment\n...\n", 2, "not YAML", id="empty"),
    ],
)
def test_a_broken_rule_is_named_with_its_line(text: str, line: int, says: str) -> None:
    """file:line, and what to do."""
    message = refused(text)

    assert message.startswith(f"f.yaml:{line}: ")
    assert says in message


def test_depth_is_bounded_without_recursion() -> None:
    """100,000 levels are refused at level 17; PyYAML's C loader dies at 30,000."""
    message = refused("[" * 100_000 + "]" * 100_000 + "\n...\n")

    assert f"deeper than {MAX_DEPTH}" in message


def test_a_merge_bomb_is_refused_at_its_first_anchor() -> None:
    """The 435 bytes that cost PyYAML 38 seconds."""
    bomb = "a0: &a0 {k0: 1}\n" + "".join(
        f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}]}}\n" for i in range(1, 8)
    )

    assert "f.yaml:1: anchors" in refused(f"{bomb}...\n")


def test_the_line_of_every_value_is_known() -> None:
    """Keys and list items know where they stand."""
    document = parse("a:\n  b: 1\n  c:\n    - x\n    - y\n...\n", "f.yaml")

    assert document.line(("a", "b")) == 2
    assert document.line(("a", "c", 1)) == 5
    assert document.line(("a", "nothing", "here")) == 1


def test_no_truncation_of_a_shipped_file_is_accepted(root) -> None:
    """A file cut anywhere is refused; 78 % of all cuts would load as plain YAML."""
    text = (root / "knowledge/aws/services/rds.yaml").read_text(encoding="utf-8")

    accepted = [cut for cut in range(len(text)) if not _is_refused(text[:cut])]

    assert accepted == []


def _is_refused(text: str) -> bool:
    try:
        parse(text, "f.yaml")
    except KnowledgeError:
        return True
    return False


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xef\xbb\xbfa: 1\n...\n", "byte order mark"),
        ("a: ü\n...\n".encode("latin-1"), "not UTF-8"),
        ("a: 1\n...\n".encode("utf-16"), "not UTF-8"),
        (b"a: " + b"x" * (1024 * 1024) + b"\n...\n", "larger than"),
    ],
    ids=["bom", "latin-1", "utf-16", "huge"],
)
def test_a_file_that_is_no_plain_text_is_refused(tmp_path, content: bytes, says: str) -> None:
    """UTF-8 without a mark, at most 1 MiB."""
    path = tmp_path / "f.yaml"
    path.write_bytes(content)

    with pytest.raises(KnowledgeError, match=says):
        read(path, "f.yaml")


def test_a_folder_in_place_of_a_file_is_refused(tmp_path) -> None:
    """Only regular files are read."""
    with pytest.raises(KnowledgeError, match="not a regular file"):
        read(tmp_path, "f.yaml")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises anything but a KnowledgeError with file:line."""
    problems = []
    try:
        parse(f"{text}\n...\n", "f.yaml")
    except KnowledgeError as error:
        problems = error.problems

    assert all(problem.line >= 1 for problem in problems)

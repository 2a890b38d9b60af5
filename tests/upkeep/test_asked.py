"""The questions in knowledge/asked/: what can be learnt from, and every line that cannot be, with its place."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.knowledge.loader import load
from bot.model import Evidence
from bot.upkeep.asked import MESSAGES as MESSAGE_COUNTS
from bot.upkeep.asked import by_area, lines, messages, problems
from bot.upkeep.learning import check, digest, learn, write

FILES = {
    "areas/backup_restore.txt": b"who keeps the zorbs of the db?\nand zorbs of s3?\nzorbs, us?\nzorbs on rds?\n",
    "vocabulary/backup_restore.txt": b"fnordbak\nold quaxtape\tdisaster_recovery\n",
    "concepts/shared_controls.txt": b"what is a shared control?\n",
    "shapes/overview.txt": b"all our duties for rds?\n",
    "not_ours/price.txt": b"# a comment\n\nwhat does rds cost?\n",
}


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    """The shipped areas and services, with a handful of questions."""
    made = tmp_path / "knowledge"
    ignored = shutil.ignore_patterns("asked", "evidence.json")
    shutil.copytree(root / "knowledge", made, ignore=ignored)
    for name, content in FILES.items():
        (made / "asked" / name).parent.mkdir(parents=True, exist_ok=True)
        (made / "asked" / name).write_bytes(content)
    return made


def test_the_shipped_questions_can_be_learnt_from(root: Path, knowledge) -> None:
    """And evidence.json was learnt from them."""
    assert check(root / "knowledge", knowledge) == []


def test_a_line_is_a_question_and_its_other_readings(tmp_path: Path) -> None:
    """Parted by a tab; comments and empty lines are left out, and an editor's own line ends do no harm."""
    (tmp_path / "x.txt").write_bytes(b"\xef\xbb\xbfwho?\tddos patching\r\n\r\n# no\r\n  whose? \n")

    assert [(line.ask, line.also, line.number) for line in lines(tmp_path / "x.txt")] == [
        ("who?", ("ddos", "patching"), 1),
        ("whose?", (), 4),
    ]


@pytest.mark.parametrize(
    ("name", "line", "says"),
    [
        ("areas/ddos.txt", b"\tpatching", "no question before the tab"),
        ("areas/ddos.txt", b"x" * 501, "501 characters; the bot reads 500"),
        ("areas/ddos.txt", b"who?\tpatchin", "neither area nor term; did you mean 'patching'?"),
        ("areas/ddos.txt", b"caf\xe9?", "is not UTF-8"),
        ("areas/ddoss.txt", b"who?", "no id in areas.yaml; did you mean 'ddos'?; rename the file"),
        ("vocabulary/ddoss.txt", b"flood", "no id in areas.yaml; did you mean 'ddos'?; rename"),
        ("vocabulary/ddos.txt", b"flood\tpatchin", "neither area nor term; did you mean"),
        ("concepts/ddos.txt", b"who?", "'ddos' is no id in areas.yaml"),
        ("not_ours/x.txt", b"who?\tpatching", "nothing is read after a tab here"),
        ("shapes/list.txt", b"who?\tpatchng", "'patchng' is neither area nor term"),
    ],
)
def test_a_line_that_cannot_be_learnt_from_has_its_place(
    folder: Path, knowledge, name: str, line: bytes, says: str
) -> None:
    """file:line: what to do. `learn` raises what `check` reports."""
    path = folder / "asked" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"# one\nwho guards it?\n" + line + b"\n")

    (problem,) = problems(folder, knowledge)
    whole = "no id" in says

    assert says in problem.what
    assert (problem.file, problem.line) == (f"knowledge/asked/{name}", 0 if whole else 3)
    with pytest.raises(KnowledgeError) as raised:
        learn(folder, knowledge)
    assert raised.value.problems == [problem]


@pytest.mark.parametrize("name", ["area/ddos.txt", "areas/ddos.md", "areas/more/ddos.txt"])
def test_a_file_that_would_be_overlooked_is_said(folder: Path, knowledge, name: str) -> None:
    """Nobody writes questions for nothing."""
    path = folder / "asked" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("who?\n")

    assert f"knowledge/asked/{name}:0: is not read; questions stand in areas, " in "\n".join(
        map(str, problems(folder, knowledge))
    )


def test_everything_wrong_is_said_at_once(folder: Path, knowledge) -> None:
    """Sorted by file and line."""
    (folder / "asked/areas/ddos.txt").write_bytes(b"\tddos\nwho?\tnix niy\n")
    (folder / "asked/not_ours/price.txt").write_bytes(b"\xff\n")

    found = [(problem.file.split("/")[-1], problem.line) for problem in problems(folder, knowledge)]
    assert found == [("ddos.txt", 1), ("ddos.txt", 2), ("ddos.txt", 2), ("price.txt", 1)]


def test_questions_come_with_phrases_and_examples(folder: Path, knowledge) -> None:
    """An area's own phrases and the services' examples are questions too."""
    asked = [line.ask for line in by_area(folder, knowledge)["backup_restore"]]
    example = next(e for e in knowledge.services["aws/rds"].examples if e.area == "backup_restore")

    assert "who keeps the zorbs of the db?" in asked
    assert knowledge.areas["backup_restore"].name in asked
    assert example.ask in asked


def test_what_was_learnt_is_read_back_and_used(folder: Path) -> None:
    """A word that stood in questions for one area, or in its vocabulary, speaks for it afterwards."""
    evidence = learn(folder, load(folder, with_evidence=False))
    write(folder, evidence)
    known = load(folder)

    assert known.evidence.words == evidence.words
    assert known.evidence.ours == evidence.ours
    assert check(folder, known) == []
    for word in ("zorb", "fnordbak"):
        said = {evidence.areas[number]: much for number, much in evidence.words[word].items()}
        assert max(said, key=lambda area: said[area]) == "backup_restore"


@pytest.mark.parametrize(
    ("learnt_from", "says"),
    [("", "is missing; run: whosejob learn"), ("0123", "was learnt from other questions; run:")],
)
def test_evidence_of_other_questions_is_found(
    folder: Path, knowledge, learnt_from: str, says: str
) -> None:
    """By a fingerprint of asked/ and areas.yaml."""
    other = replace(knowledge, evidence=Evidence(learnt_from=learnt_from))

    assert says in str(check(folder, other)[0])


def test_the_fingerprint_moves_with_every_question(folder: Path) -> None:
    """A line more, in any file, is another fingerprint."""
    before = digest(folder)
    (folder / "asked/not_ours/price.txt").write_bytes(b"what does it cost?\n")

    assert digest(folder) != before


def test_knowledge_without_questions_is_not_held_against_any(folder: Path, knowledge) -> None:
    """A folder of one's own need not carry them; but nothing can be learnt there, which is said."""
    shutil.rmtree(folder / "asked")

    assert check(folder, knowledge) == []
    with pytest.raises(KnowledgeError, match=r"asked/shapes/overview\.txt:0: is missing"):
        learn(folder, knowledge)


MESSAGES = """\
- ask: "gronks of our queue, whose?"
  kind: ownership
  services: ["aws/sqs"]
  areas: [["backup_restore", "disaster_recovery"]]
- ask: "gronks and access of s3, whose?"
  kind: ownership
  services: ["aws/s3"]
  areas: [["backup_restore"], ["iam_access"]]
- ask: "what is left of sqs for us?"
  kind: overview
  services: ["aws/sqs"]
- ask: "what do gronks cost?"
  kind: decline
"""


def write_messages(folder: Path, text: str, kind: str = "messages") -> None:
    (folder / "asked" / kind).mkdir()
    (folder / "asked" / kind / "some.yaml").write_text(text)


def test_a_whole_message_is_learnt_for_the_one_thing_it_asks(folder: Path) -> None:
    """Not where it asks for several: its words would speak for all of them."""
    write_messages(folder, MESSAGES)
    asked = by_area(folder, load(folder))

    assert len(messages(folder)) == 4
    assert {line.also for line in asked["backup_restore"] if "gronks" in line.ask} == {
        ("disaster_recovery",)
    }
    assert "what is left of sqs for us?" in [line.ask for line in asked["whole"]]
    assert not [line for lines in asked.values() for line in lines if "access of s3" in line.ask]


def test_the_id_of_a_control_says_its_area_outright(folder: Path) -> None:
    """However few use it; another area that would do comes second."""
    (folder / "asked/controls").mkdir()
    (folder / "asked/controls/backup_restore.txt").write_text("CP-9\tdisaster_recovery\nA.8.13\n")
    evidence = learn(folder, load(folder))
    number = {area: at for at, area in enumerate(evidence.areas)}

    assert evidence.words["a813"] == {number["backup_restore"]: 8.0}
    assert evidence.words["cp9"] == {
        number["backup_restore"]: 8.0,
        number["disaster_recovery"]: 6.0,
    }


def test_what_is_no_id_of_a_control_has_its_place(folder: Path, knowledge) -> None:
    """One a line, of a standard whose ids are read."""
    (folder / "asked/controls").mkdir()
    (folder / "asked/controls/ddos.txt").write_text("SC-5\nSC-5 and SC-6\n")
    (problem,) = problems(folder, knowledge)

    assert (problem.file, problem.line) == ("knowledge/asked/controls/ddos.txt", 2)
    assert "'SC-5 and SC-6' is no id of a control that the bot recognises" in problem.what


def test_the_id_of_a_control_stands_once(folder: Path, knowledge) -> None:
    """The second would take the place of the first, and nobody would notice."""
    (folder / "asked/controls").mkdir()
    (folder / "asked/controls/ddos.txt").write_text("SC-5\n")
    (folder / "asked/controls/service_health.txt").write_text("CP-2\nsc-5\n")
    (problem,) = problems(folder, knowledge)

    assert (problem.file, problem.line) == ("knowledge/asked/controls/service_health.txt", 2)
    assert "'sc-5' stands under ddos too" in problem.what


@pytest.mark.parametrize("kind", [*MESSAGE_COUNTS])
def test_a_message_counts_by_its_folder(folder: Path, kind: str) -> None:
    """One in words of the trade counts less than a whole story."""
    write_messages(folder, MESSAGES, kind)
    asked = [line.ask for line in by_area(folder, load(folder))["backup_restore"]]

    assert asked.count("gronks of our queue, whose?") == MESSAGE_COUNTS[kind]


@pytest.mark.parametrize("kind", [*MESSAGE_COUNTS])
def test_what_is_wrong_with_a_message_is_named(folder: Path, kind: str) -> None:
    """Whichever folder it stands in."""
    write_messages(folder, MESSAGES.replace("aws/s3", "aws/s33"), kind)
    (problem,) = problems(folder, load(folder))

    assert f"{kind}/some.yaml" in str(problem)
    assert "aws/s33, which is nowhere; did you mean 'aws/s3'" in str(problem)


def test_a_word_of_one_message_is_evidence_a_pair_of_one_is_none(folder: Path) -> None:
    """However much a message counts."""
    write_messages(folder, MESSAGES)
    evidence = learn(folder, load(folder))

    assert "gronk" in evidence.words
    assert not [key for key in evidence.words if "gronk" in key and key != "gronk"]

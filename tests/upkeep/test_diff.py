"""`whosejob diff REV` shows which answers an edit changes."""

import shutil
import subprocess
from pathlib import Path

import pytest

from bot.errors import WhoseJobError
from bot.knowledge.loader import load
from bot.upkeep.diff import as_markdown, as_text, changes, knowledge_at


@pytest.fixture
def repository(tmp_path: Path, root: Path) -> Path:
    """A git repository with the shipped knowledge committed."""
    shutil.copytree(root / "knowledge", tmp_path / "knowledge")
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "first"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def edit(repository: Path, old: str, new: str) -> None:
    path = repository / "knowledge/aws/services/rds.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def diff(repository: Path) -> tuple:
    return changes(knowledge_at("HEAD", repository), load(repository / "knowledge"))


def test_nothing_changed_says_so(repository: Path) -> None:
    """A comment or a reordering changes no answer."""
    edit(repository, "areas:\n", "# a comment\nareas:\n")

    assert as_text(diff(repository)) == "no answer changes"


def test_an_edit_shows_every_answer_it_moves(repository: Path) -> None:
    """The service's own answer and those of the options that inherit it; owners that move come first."""
    edit(
        repository,
        "    provider: [Installs operating system updates in our maintenance window]\n    choices:",
        "    customer: [Install operating system updates]\n    choices:",
    )
    found = diff(repository)
    text = as_text(found)

    assert "aws/rds guest_os_patching: provider → customer" in text
    assert "aws/rds [rds-outposts] guest_os_patching: provider → customer" in text
    assert "[rds-custom-oracle]" not in text
    assert text.splitlines()[-1].endswith("of them their owner")
    assert (
        "| aws/rds | – | guest_os_patching | provider | customer | Install operating system updates |"
        in as_markdown(found)
    )


def test_other_work_with_the_same_owner_is_shown_too(repository: Path) -> None:
    """People read the words, not only the owner."""
    edit(repository, "- Test restores", "- Test restores every quarter")

    assert "aws/rds backup_restore: shared → shared  (same owner, other work)" in as_text(
        diff(repository)
    )


@pytest.mark.parametrize("revision", ["nowhere", "--output=/tmp/x"])
def test_a_revision_that_is_none_is_named(repository: Path, revision: str) -> None:
    """Not a traceback, and never an option to git."""
    with pytest.raises(WhoseJobError, match="holds no knowledge"):
        knowledge_at(revision, repository)

"""`whosejob diff REV`: which answers a change of the YAML changes, so that a pull request shows its effect."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import WhoseJobError
from bot.knowledge.loader import load
from bot.model import Duty, Knowledge, Level, Owner
from bot.model.lookup import duty


@dataclass(frozen=True, slots=True)
class Change:
    """One answer before and after; None where the service or option was not there."""

    service: str
    option: str | None
    area: str
    before: Duty | None
    after: Duty | None

    @property
    def moves_owner(self) -> bool:
        return _owner(self.before) is not _owner(self.after)


def changes(before: Knowledge, after: Knowledge) -> tuple[Change, ...]:
    """Every (service, option, area) whose answer differs, in the order of the newer knowledge."""
    keys = dict.fromkeys((*_answers(after), *_answers(before)))
    found = (Change(*key, _duty(before, *key), _duty(after, *key)) for key in keys)
    return tuple(c for c in found if _said(c.before) != _said(c.after) and not _only_the_model(c))


def _only_the_model(change: Change) -> bool:
    """A service that comes or goes is shown by its own entries, not by every one of its model."""
    there = change.after if change.before is None else change.before
    comes_or_goes = change.before is None or change.after is None
    return comes_or_goes and there is not None and there.level is Level.MODEL


def knowledge_at(revision: str, repository: Path) -> Knowledge:
    """The knowledge as it was at a git revision; WhoseJobError says why when there is none."""
    command = ["git", "-C", str(repository), "archive", "--format=tar"]
    done = subprocess.run(  # noqa: S603 - git with our own arguments; the revision cannot be an option
        [*command, "--end-of-options", revision, "knowledge"], capture_output=True, check=False
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise WhoseJobError(
            f"'{revision}' holds no knowledge: {reason[-1] if reason else 'git failed'}"
        )
    with (
        tempfile.TemporaryDirectory() as folder,
        tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive,
    ):
        archive.extractall(folder, filter="data")
        return load(Path(folder) / "knowledge")


def as_text(found: tuple[Change, ...]) -> str:
    """Lines for a terminal: those whose owner moves first."""
    lines = [
        f"{_place(c)}: {_word(c.before)} → {_word(c.after)}{'' if c.moves_owner else '  (same owner, other work)'}"
        for c in _ranked(found)
    ]
    return "\n".join((*lines, summary(found)))


def as_markdown(found: tuple[Change, ...]) -> str:
    """A table for a pull request."""
    if not found:
        return summary(found)
    rows = [
        f"| {c.service} | {c.option or '–'} | {c.area} | {_word(c.before)} | {_word(c.after)} | {_first(c.after)} |"
        for c in _ranked(found)
    ]
    head = (
        "| service | option | area | before | after | now says |",
        "| --- | --- | --- | --- | --- | --- |",
    )
    return "\n".join((f"**{summary(found)}**", "", *head, *rows))


def summary(found: tuple[Change, ...]) -> str:
    """ "12 answers change, 3 of them their owner"."""
    moved = sum(change.moves_owner for change in found)
    return (
        f"{len(found)} answers change, {moved} of them their owner"
        if found
        else "no answer changes"
    )


def _ranked(found: tuple[Change, ...]) -> list[Change]:
    return sorted(found, key=lambda change: not change.moves_owner)


def _answers(knowledge: Knowledge) -> Iterator[tuple[str, str | None, str]]:
    for key, service in knowledge.services.items():
        for option in (None, *service.options):
            yield from ((key, option, area) for area in knowledge.areas)


def _duty(knowledge: Knowledge, key: str, option: str | None, area: str) -> Duty | None:
    service = knowledge.services.get(key)
    if service is None or (option and option not in service.options) or area not in knowledge.areas:
        return None
    return duty(knowledge, service, option, area)


def _said(entry: Duty | None) -> tuple[object, ...] | None:
    """Everything of an entry that a reader would see, without where it stands."""
    if entry is None:
        return None
    return (
        entry.provider,
        entry.customer,
        entry.choices,
        entry.third_party,
        entry.absent_because,
        entry.default_state,
        entry.if_we_do_nothing,
        tuple(claim.says for claim in entry.contested),
    )


def _owner(entry: Duty | None) -> Owner | None:
    return entry.owner if entry else None


def _word(entry: Duty | None) -> str:
    return entry.owner.value if entry else "not there"


def _place(change: Change) -> str:
    option = f" [{change.option}]" if change.option else ""
    return f"{change.service}{option} {change.area}"


def _first(entry: Duty | None) -> str:
    if entry is None:
        return ""
    lines = (*entry.customer, *entry.provider, entry.absent_because or "")
    return lines[0].replace("|", "/")

"""`eval`: how many questions of a file are understood, as a table or as JSON (docs/eval.md)."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.failing import fail, fail_with
from bot.cli.loading import Folder, loaded
from bot.errors import KnowledgeError
from bot.knowledge.loader import did_you_mean
from bot.upkeep.counting import Tally, calibration_error, interval, table, tally
from bot.upkeep.evaluate import Asked, Outcome, as_data, run
from bot.upkeep.question_files import questions

SCHEMA = 1
TOTAL = "in total"
_SHOWN = {outcome.value.replace(" ", "-"): outcome for outcome in Outcome}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("eval", rich_help_panel="Keep the knowledge")(evaluate)


def evaluate(
    file: Annotated[Path, typer.Argument(help="Questions and what they ask: see docs/eval.md.")],
    *,
    as_json_: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    show: Annotated[
        str | None, typer.Option(help=f"List the questions that came out: {', '.join(_SHOWN)}.")
    ] = None,
    knowledge: Folder = None,
) -> None:
    """Ask every question of a file and count what became of them, by class and in total."""
    outcome = _outcome(show)
    known = loaded(knowledge)
    try:
        asking = questions(file, known)
    except KnowledgeError as error:
        fail_with(error, file.as_posix())
    asked = [run(row, known) for row in asking.rows]
    groups = tally(asked, lambda one: one.row.shape or one.row.kind)
    tallies = {**groups, **tally(asked, lambda _: TOTAL)}
    shown = [(p, a) for p, a in zip(asking.places, asked, strict=True) if a.outcome is outcome]
    if as_json_:
        made = _data(file, tallies, shown if outcome else None)
        typer.echo(json.dumps(made, ensure_ascii=False, indent=2))
        return
    typer.echo(table(tallies))
    if outcome:
        typer.echo(f"\n{len(shown)} {outcome.value}")
        for place, one in shown:
            typer.echo("\n" + "\n".join(_lines(place, one)))


def _outcome(show: str | None) -> Outcome | None:
    if show is None:
        return None
    name = show.replace(" ", "-")
    if name not in _SHOWN:
        fail(f"--show {show}: one of {', '.join(_SHOWN)}{did_you_mean(name, _SHOWN)}")
    return _SHOWN[name]


def _lines(place: str, asked: Asked) -> Iterator[str]:
    """A question: what it asks, what was read, and how surely."""
    row, question = asked.row, asked.answer.question
    services = [_named(key, row.option.get(key)) for key in row.services]
    wanted = [*services, *(" or ".join(slot) for slot in row.areas), *row.concepts]
    found = (*question.services, *question.areas, *question.concepts)
    read = [_named(match.id, match.option) for match in found]
    reason = f" ({question.reason})" if question.reason else ""
    yield f"{place}: {row.ask}"
    yield f"    wanted  {row.kind}: {' · '.join(wanted) or 'nothing'}"
    yield f"    read    {asked.answer.kind.value}: {' · '.join(read) or 'nothing'}"
    yield f"    {question.confidence:.2f} of 1, so: {question.decision}{reason}"


def _named(id_: str, option: str | None) -> str:
    return f"{id_} [{option}]" if option else id_


def _data(
    file: Path, tallies: Mapping[str, Tally], shown: list[tuple[str, Asked]] | None
) -> dict[str, Any]:
    """The table as plain data; with the questions when an outcome is to be shown."""
    made: dict[str, Any] = {
        "schema": SCHEMA,
        "file": file.as_posix(),
        "groups": [_group(name, found) for name, found in tallies.items()],
    }
    if shown is not None:
        made["questions"] = [{"place": place, **as_data(one)} for place, one in shown]
    return made


def _group(name: str, found: Tally) -> dict[str, Any]:
    counts = found.outcomes
    helped = counts[Outcome.RIGHT] + counts[Outcome.OFFERED]
    return {
        "group": name,
        "in_scope": found.inside,
        "out_of_scope": found.outside,
        "outcomes": {outcome.value: counts[outcome] for outcome in Outcome},
        "right": _share(counts[Outcome.RIGHT], found.inside),
        "right_or_offered": _share(helped, found.inside),
        "wrong": _share(counts[Outcome.WRONG], found.inside),
        "surely_wrong": _share(found.undoubted, found.inside),
        "other_side": _share(found.misled, found.inside),
        "answered": _share(counts[Outcome.FALSE], found.outside),
        "calibration_error": calibration_error(found.confidences),
    }


def _share(part: int, whole: int) -> dict[str, float] | None:
    """The share with its 95 % interval; None of an empty group."""
    share, low, high = interval(part, whole)
    return {"share": share, "low": low, "high": high} if whole else None

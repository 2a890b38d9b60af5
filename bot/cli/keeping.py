"""`check`, `diff`, `new`, `schema`, `learn`: what keeps the knowledge true."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.failing import fail, fail_with
from bot.cli.loading import Folder, loaded
from bot.errors import KnowledgeError, WhoseJobError
from bot.knowledge.loader import load, shipped_folder
from bot.knowledge.schema import json_schemas
from bot.model import Level
from bot.upkeep import diff as effect
from bot.upkeep import learning, scaffold
from bot.upkeep import report as coverage
from bot.upkeep.checks import check as run_checks
from bot.upkeep.checks import duties


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (check, diff, new, learn, schema):
        app.command(rich_help_panel="Keep the knowledge")(command)


def check(
    folder: Annotated[
        Path | None, typer.Argument(help="A knowledge folder; the one shipped if left out.")
    ] = None,
    *,
    report: Annotated[
        bool, typer.Option("--report", help="Print what is covered, as a table.")
    ] = False,
) -> None:
    """Read all knowledge and report every problem at once, as file:line: what to do."""
    root = folder or shipped_folder()
    knowledge = loaded(root)
    today = datetime.now(UTC).date()
    problems = sorted({*run_checks(knowledge, today), *learning.check(root, knowledge)})
    for problem in problems:
        typer.echo(str(problem), err=True)
    entries = sum(1 for entry in duties(knowledge) if entry.level in (Level.SERVICE, Level.OPTION))
    options = sum(len(s.options) for s in knowledge.services.values())
    if report:
        typer.echo(coverage.report(knowledge, today))
    typer.echo(
        f"{len(knowledge.services)} services, {options} options, {entries} entries,"
        f" {len(knowledge.areas)} areas, {coverage.memory_share(knowledge):.1%} from memory,"
        f" {len(problems)} problems"
    )
    raise typer.Exit(2 if problems else 0)


def diff(
    revision: Annotated[str, typer.Argument(help="A git revision, e.g. main or HEAD~1.")],
    folder: Annotated[
        Path | None,
        typer.Option("--knowledge", help="The newer side; the checkout's own if left out."),
    ] = None,
    *,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="A table for a pull request.")
    ] = False,
) -> None:
    """Show which answers differ from those at a git revision: service, option, area, before → after."""
    newer = (folder or shipped_folder()).resolve()
    try:
        found = effect.changes(effect.knowledge_at(revision, newer.parent), loaded(newer))
    except WhoseJobError as error:
        fail(str(error))
    typer.echo(effect.as_markdown(found) if markdown else effect.as_text(found))


def new(
    service: Annotated[str, typer.Argument(help="provider/id, e.g. aws/msk_connect")],
    model: Annotated[str, typer.Option(help="The service model whose entries hold by default.")],
    folder: Annotated[Path | None, typer.Option("--knowledge", help="Where to write.")] = None,
) -> None:
    """Write a valid skeleton for a service; then fill it in and run `whosejob check`."""
    root = folder or shipped_folder()
    known = loaded(root)
    try:
        path = scaffold.write(service, model, root, known, datetime.now(UTC).date())
    except WhoseJobError as error:
        fail(str(error))
    typer.echo(f"wrote {path}; fill it in, then: whosejob check && whosejob ask 'who patches it?'")


def learn(
    folder: Folder = None,
    *,
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="Only when the questions are others than last time.")
    ] = False,
) -> None:
    """Learn from the questions in asked/ what words say: writes evidence.json. Takes a quarter of a minute."""
    root = folder or shipped_folder()
    if if_needed and _is_learnt(root):
        typer.echo("evidence.json was learnt from the questions that are there")
        return
    known = loaded(root, with_evidence=False)
    try:
        path = learning.write(root, learning.learn(root, known))
    except KnowledgeError as error:
        fail_with(error, "the questions")
    except OSError as error:
        fail(f"{root} cannot be written: {error.strerror}")
    typer.echo(f"wrote {path}; whosejob eval says what it is worth")


def _is_learnt(root: Path) -> bool:
    try:
        return not learning.check(root, load(root))
    except KnowledgeError:
        return False


def schema(
    folder: Annotated[Path, typer.Argument(help="Where the .json files go.")] = Path(
        "knowledge/schema"
    ),
) -> None:
    """Write the JSON Schemas that give completion in an editor."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in json_schemas().items():
        text = json.dumps(content, indent=2, ensure_ascii=False)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    typer.echo(f"wrote {len(json_schemas())} schemas to {folder}")

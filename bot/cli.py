"""The command line. Thin: each command carries text in and a reply out.

Slack's libraries cost about 0.4 s to import, so only the commands that serve Slack import them.
"""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot import __version__
from bot.answering import answer
from bot.errors import KnowledgeError, WhoseJobError
from bot.knowledge.loader import load, shipped_folder
from bot.knowledge.schema import json_schemas
from bot.model import Answer, Context, Knowledge, Level, Topic
from bot.rendering import as_json, terminal
from bot.rendering.plain import plain
from bot.rendering.plain import why as plain_why
from bot.upkeep import diff as effect
from bot.upkeep import report as coverage
from bot.upkeep import scaffold
from bot.upkeep.checks import check as run_checks
from bot.upkeep.checks import duties

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Folder = Annotated[
    Path | None, typer.Option("--knowledge", help="Another knowledge folder than the one shipped.")
]


@app.callback(invoke_without_command=True)
def _root(
    *, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    """Whose job is it? Answers "who patches RDS?" with the truth and its source."""
    if version:
        typer.echo(f"whosejob {__version__}")
        raise typer.Exit


# --- asking --------------------------------------------------------------------------------------


@app.command()
def ask(
    question: Annotated[list[str] | None, typer.Argument(help='e.g. "who patches RDS?"')] = None,
    *,
    as_json_: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    why: Annotated[
        bool, typer.Option("--why", help="Also say what was understood and where it is written.")
    ] = False,
    batch: Annotated[
        str | None, typer.Option(help="A file with one question a line ('-': standard input).")
    ] = None,
    knowledge: Folder = None,
) -> None:
    """Ask whose job something is. The reply is the one that Slack would show."""
    if batch is not None and question:
        _fail("give a question or --batch, not both", code=2)
    if batch is None and not question:
        _fail('what do you want to know? Try: whosejob ask "who patches RDS?"', code=2)
    lines = _batch_lines(batch) if batch is not None else None
    known = _knowledge(knowledge)
    draw: Callable[[Answer, str], str] = _json_line if as_json_ else _text
    if lines is None:
        text = " ".join(question or ())
        answered = answer(text, Context(), known)
        pretty = json.dumps(as_json.as_json(answered, text), ensure_ascii=False, indent=2)
        typer.echo(pretty if as_json_ else _text(answered, text))
        if why and not as_json_:
            typer.echo(f"\n{plain_why(answered, known)}")
        return
    for line in _answers(lines, known, draw, as_json_):
        typer.echo(line)


def _text(answered: Answer, _: str) -> str:
    return terminal.coloured(answered) if sys.stdout.isatty() else plain(answered)


def _json_line(answered: Answer, text: str) -> str:
    return json.dumps(as_json.as_json(answered, text), ensure_ascii=False)


def _batch_lines(name: str) -> list[str]:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        _fail(f"{name} cannot be read: {error.strerror}", code=2)
    text = raw.decode("utf-8", errors="replace").removesuffix("\n")
    return [line.removesuffix("\r") for line in text.split("\n")]


def _answers(
    lines: list[str], known: Knowledge, draw: Callable[[Answer, str], str], machine: bool
) -> Iterator[str]:
    """One reply for each line, in order. Lines with the same thread are one conversation."""
    topics: dict[str, Topic] = {}
    for line in lines:
        text, thread, wrong = _batch_line(line)
        if wrong:
            yield json.dumps(as_json.error(text, wrong), ensure_ascii=False) if machine else wrong
            continue
        answered = answer(text, Context(topics.get(thread) if thread else None), known)
        if thread and (answered.topic.services or answered.topic.areas):
            topics[thread] = answered.topic
        yield draw(answered, text) if machine else f"> {text}\n{draw(answered, text)}\n"


def _batch_line(line: str) -> tuple[str, str | None, str | None]:
    """(question, thread, what is wrong). A line that starts with `{` is an object."""
    if not line.lstrip().startswith("{"):
        return line, None, None
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return line[:200], None, "this line starts like a JSON object but is none"
    question, thread = data.get("question"), data.get("thread")
    if not isinstance(question, str):
        return line[:200], None, 'the object needs "question": a text'
    if thread is not None and not isinstance(thread, str | int):
        return question, None, '"thread" must be a text'
    return question, None if thread is None else str(thread), None


# --- the knowledge -------------------------------------------------------------------------------


@app.command()
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
    knowledge = _knowledge(folder)
    today = datetime.now(UTC).date()
    problems = run_checks(knowledge, today)
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


@app.command()
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
        found = effect.changes(effect.knowledge_at(revision, newer.parent), _knowledge(newer))
    except WhoseJobError as error:
        _fail(str(error), code=2)
    typer.echo(effect.as_markdown(found) if markdown else effect.as_text(found))


@app.command()
def new(
    service: Annotated[str, typer.Argument(help="provider/id, e.g. aws/msk_connect")],
    model: Annotated[str, typer.Option(help="The service model whose entries hold by default.")],
    folder: Annotated[Path | None, typer.Option("--knowledge", help="Where to write.")] = None,
) -> None:
    """Write a valid skeleton for a service; then fill it in and run `whosejob check`."""
    root = folder or shipped_folder()
    known = _knowledge(root)
    try:
        path = scaffold.write(service, model, root, known, datetime.now(UTC).date())
    except WhoseJobError as error:
        _fail(str(error), code=2)
    typer.echo(f"wrote {path}; fill it in, then: whosejob check && whosejob ask 'who patches it?'")


@app.command()
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


def _knowledge(folder: Path | None) -> Knowledge:
    try:
        return load(folder or shipped_folder())
    except KnowledgeError as error:
        typer.echo(str(error), err=True)
        count = len(error.problems)
        _fail(
            f"{count} problem{'s' if count != 1 else ''} in the knowledge; mend and try again",
            code=2,
        )


# --- Slack ---------------------------------------------------------------------------------------


@app.command()
def serve() -> None:
    """Serve Slack: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on PORT."""
    from bot.logs import set_up  # noqa: PLC0415 - Slack only when it is served
    from bot.settings import load_settings, require_slack  # noqa: PLC0415
    from bot.slack.serving import serve_until_stopped  # noqa: PLC0415

    set_up()
    try:
        settings = load_settings()
        require_slack(settings)
        asyncio.run(serve_until_stopped(settings))
    except WhoseJobError as error:
        _fail(str(error), code=2)


@app.command()
def chat() -> None:
    """Talk to the real app in the terminal, through a small Slack on this machine. Needs no credentials."""
    from bot.chat import run_chat  # noqa: PLC0415 - Slack only when it is served

    try:
        asyncio.run(run_chat())
    except WhoseJobError as error:
        _fail(str(error), code=2)
    except KeyboardInterrupt:
        typer.echo()


@app.command()
def play(
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="3000 if left out.")] = None,
    *,
    anyway: Annotated[bool, typer.Option("--ignore-slack-credentials", help="Play anyway")] = False,
) -> None:
    """Try the real app in a browser, in a small Slack on this machine. Needs no credentials."""
    from bot.settings import load_settings, refuse_slack  # noqa: PLC0415
    from bot.web.play import play as serve_page  # noqa: PLC0415

    try:
        settings = load_settings()
        if not anyway:
            refuse_slack(settings)
        asyncio.run(serve_page(settings.port if port is None else port))
    except WhoseJobError as error:
        _fail(str(error), code=2)


@app.command()
def run() -> None:
    """What `make run` does: serve Slack when there are credentials, else the page for the browser."""
    from bot.settings import load_settings  # noqa: PLC0415

    try:
        has_slack = load_settings().has_slack
    except WhoseJobError as error:
        _fail(str(error), code=2)
    if has_slack:
        typer.echo("Slack credentials found: serving Slack.")
        serve()
    else:
        typer.echo(
            "No Slack credentials (SLACK_BOT_TOKEN, ...): a small Slack in the browser instead."
        )
        play()


def _fail(what: str, code: int) -> NoReturn:
    typer.echo(what, err=True)
    raise typer.Exit(code) from None

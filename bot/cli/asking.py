"""`ask` and `explain`: one question, or many."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.answering import answer
from bot.cli.explained import as_data, as_text
from bot.cli.failing import fail
from bot.cli.loading import Folder, loaded
from bot.model import Answer, Context, Knowledge, Topic
from bot.rendering import as_json, terminal
from bot.rendering.plain import plain
from bot.rendering.plain import why as plain_why
from bot.rendering.why import explain as why_answer
from bot.upkeep.explaining import explained


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (ask, explain):
        app.command(rich_help_panel="Ask")(command)


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
        fail("give a question or --batch, not both")
    if batch is None and not question:
        fail('what do you want to know? Try: whosejob ask "who patches RDS?"')
    lines = _batch_lines(batch) if batch is not None else None
    known = loaded(knowledge)
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


def explain(
    question: Annotated[list[str], typer.Argument(help='e.g. "who patches RDS?"')],
    *,
    as_json_: Annotated[bool, typer.Option("--json", help="docs/explain-json.md")] = False,
    after: Annotated[
        str | None, typer.Option(help="The question asked before in the same thread.")
    ] = None,
    knowledge: Folder = None,
) -> None:
    """Show how a question is understood: every word, the likeliest tasks, and what confidence is the sum of."""
    known, text = loaded(knowledge), " ".join(question)
    previous = answer(after, Context(), known).topic if after is not None else None
    made = explained(text, known, previous)
    because = why_answer(answer(text, Context(previous), known), known)
    if as_json_:
        typer.echo(json.dumps(as_data(made, because), ensure_ascii=False, indent=2))
    else:
        typer.echo(as_text(made, because))


def _text(answered: Answer, _: str) -> str:
    return terminal.coloured(answered) if sys.stdout.isatty() else plain(answered)


def _json_line(answered: Answer, text: str) -> str:
    return json.dumps(as_json.as_json(answered, text), ensure_ascii=False)


def _batch_lines(name: str) -> list[str]:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        fail(f"{name} cannot be read: {error.strerror}")
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
        if thread and not answered.topic.is_empty:
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

"""The command line. Thin: each command carries text in and a reply out.

Each group of commands is a file: asking.py, keeping.py (the knowledge), examining.py (questions and what they ask),
serving.py (Slack, or a small one), database.py (the store's tables), workspaces.py (the keys of several workspaces). Slack's
libraries cost about 0.4 s to import, so only the commands that serve Slack import them.
"""

from typing import Annotated

import typer

from bot import __version__
from bot.cli import asking, database, examining, keeping, serving, workspaces


def build() -> typer.Typer:
    """The whole command line, ready to be called."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback(invoke_without_command=True)(_root)
    asking.register(app)
    keeping.register(app)
    examining.register(app)
    serving.register(app)
    database.register(app)
    workspaces.register(app)
    return app


def _root(
    *, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    """Whose job is it? Answers "who patches RDS?" with the truth and its source."""
    if version:
        typer.echo(f"whosejob {__version__}")
        raise typer.Exit

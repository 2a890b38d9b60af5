"""How a command ends when it cannot do what it was asked: a sentence on standard error, and an exit status."""

from typing import NoReturn

import typer

from bot.errors import KnowledgeError

BAD_USAGE = 2
"""Also for knowledge that does not load: what a person has to mend before trying again."""


def fail(what: str) -> NoReturn:
    """Say what is wrong and end the program."""
    typer.echo(what, err=True)
    raise typer.Exit(BAD_USAGE) from None


def fail_with(error: KnowledgeError, where: str) -> NoReturn:
    """Print every problem, one a line, and how many there are."""
    typer.echo(str(error), err=True)
    count = len(error.problems)
    fail(f"{count} problem{'s' if count != 1 else ''} in {where}; mend and try again")

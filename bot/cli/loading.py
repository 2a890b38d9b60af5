"""The knowledge, as commands take it: the one shipped, or another folder."""

import gc
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.failing import fail_with
from bot.errors import KnowledgeError
from bot.knowledge.loader import load, shipped_folder
from bot.model import Knowledge

Folder = Annotated[
    Path | None, typer.Option("--knowledge", help="Another knowledge folder than the one shipped.")
]


def loaded(folder: Path | None, *, with_evidence: bool = True) -> Knowledge:
    """The knowledge in `folder`; where it cannot be used, print every problem and end the program."""
    try:
        knowledge = load(folder or shipped_folder(), with_evidence=with_evidence)
    except KnowledgeError as error:
        fail_with(error, "the knowledge")
    gc.freeze()  # it stays until the program ends: the first question need not wait for a walk through all of it
    return knowledge

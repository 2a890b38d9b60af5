"""The knowledge in service follows its folder: what a reload does to the desk."""

import time
from pathlib import Path

from bot.answering import answer
from bot.knowledge.loader import Stamp
from bot.knowledge.reload import InService, Reloaded, Reloader
from bot.model import Context, Knowledge
from bot.slack.desk import Desk


def reloader(folder: Path, desk: Desk, seen: Stamp) -> Reloader:
    """What keeps `desk` up to date while its run() runs. `seen`: the folder's stamp from before it was loaded."""

    def replace(knowledge: Knowledge) -> None:
        desk.knowledge = knowledge
        desk.loaded_at = time.time()

    def note(reloaded: Reloaded) -> None:
        desk.last_reload = reloaded
        desk.metrics.reloads.labels(reloaded.outcome).inc()

    return Reloader(folder, seen, InService(lambda: desk.knowledge, warm, replace, note))


def last_edit(desk: Desk) -> str | None:
    """What is wrong with the last edit of the knowledge; None while it is served."""
    reloaded = desk.last_reload
    if reloaded is None or reloaded.outcome == "ok":
        return None
    return f"an edit is not served, problems={reloaded.problems}: {reloaded.first}"


def told(desk: Desk) -> dict[str, object] | None:
    """The last edit as /statusz shows it."""
    reloaded = desk.last_reload
    if reloaded is None:
        return None
    first = str(reloaded.first) if reloaded.first else None
    at = reloaded.at.isoformat(timespec="seconds")
    return {"at": at, "outcome": reloaded.outcome, "problems": reloaded.problems, "first": first}


def warm(knowledge: Knowledge) -> None:
    """Build the indexes that the first question would otherwise wait for; one misspelt word needs them all."""
    answer("who pathces rsd?", Context(), knowledge)

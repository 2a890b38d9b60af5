"""The knowledge in service follows its folder: what a reload does to the desk."""

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

    def note(reloaded: Reloaded) -> None:
        desk.last_reload = reloaded
        desk.metrics.reloads.labels(reloaded.outcome).inc()

    return Reloader(folder, seen, InService(lambda: desk.knowledge, warm, replace, note))


def warm(knowledge: Knowledge) -> None:
    """Build the indexes that the first question would otherwise wait for; one misspelt word needs them all."""
    answer("who pathces rsd?", Context(), knowledge)

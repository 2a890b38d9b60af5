"""An edited folder is served without a restart, once it is whole; the home of watchfiles.

What is in service is replaced by one assignment, and only by knowledge that loaded without a problem: a bad edit, a file
half written or a folder half copied leaves the last good one where it is.
"""

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NoReturn

from watchfiles import awatch

from bot.errors import KnowledgeError, Problem
from bot.knowledge.apart import Received, received, sent_from
from bot.knowledge.learnt import EVIDENCE_FILE
from bot.knowledge.loader import Stamp, stamp
from bot.model import Knowledge

_log = logging.getLogger(__name__)

SETTLED_SECONDS = 0.2
"""A folder that looks the same twice in this time is not being written."""
LOOK_SECONDS = 30.0
"""How often we look by ourselves: a network drive, or a folder that was replaced, tells nothing."""
MOST_GONE = 0.2
"""Share of the services that one edit may take away; a folder half copied loses more."""


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What became of the last edit."""

    at: datetime
    outcome: Literal["ok", "refused"]
    problems: int = 0
    first: Problem | None = None
    """Where to begin mending; None when it is served."""


@dataclass(frozen=True, slots=True)
class InService:
    """How the reloader reaches what answers."""

    now: Callable[[], Knowledge]
    """What is in service."""
    prepare: Callable[[Knowledge], object]
    """Builds what the first question would otherwise wait for. Runs in a thread."""
    replace: Callable[[Knowledge], None]
    note: Callable[[Reloaded], None]
    """Told of every edit, served or not."""


class Reloader:
    """Watches one folder for as long as run() runs. `seen`: its stamp from before what is in service was loaded."""

    def __init__(self, folder: Path, seen: Stamp, service: InService) -> None:
        self._folder = folder
        self._seen = seen
        self._service = service
        self._received: Received | None = None
        """What is in service, when it came from a reload."""

    async def run(self) -> None:
        """Serve each edit, until cancelled. An edit that cannot be served is noted and logged, never raised."""
        await self.look()
        async for _ in self._hints():
            await self.look()

    async def look(self) -> Reloaded | None:
        """Serve the folder if it is another than last time and at rest; what became of it, or None."""
        while (edit := await self._at_rest()) != self._seen:
            try:
                edited = await self._loaded()
                problems: list[Problem] = []
            except KnowledgeError as error:
                problems = error.problems
            except Exception as error:  # noqa: BLE001 - the edge: the last good knowledge stays, whatever it was
                problems = [Problem("knowledge", 0, f"cannot be read now ({type(error).__name__})")]
            if await asyncio.to_thread(stamp, self._folder) != edit:
                continue  # it was edited while we read
            self._seen = edit
            if not problems:
                self._received = edited
                self._service.replace(edited.knowledge)
            return self._noted(problems)
        return None

    async def _loaded(self) -> Received:
        """The edited knowledge, ready to answer; KnowledgeError says why it cannot be served."""
        return await asyncio.to_thread(self._taken, await sent_from(self._folder))

    def _taken(self, sent: bytes) -> Received:
        with _yielding():
            edited = received(sent, self._received)
            _refuse_too_much_gone(self._service.now(), edited.knowledge)
            self._service.prepare(edited.knowledge)
        return edited

    async def _hints(self) -> AsyncIterator[None]:
        """Something may have changed."""
        while True:
            try:
                async for _ in awatch(
                    self._folder,
                    rust_timeout=int(LOOK_SECONDS * 1000),
                    yield_on_timeout=True,
                    debounce=400,
                ):
                    yield
            except (OSError, RuntimeError) as error:  # no watch to be had, or the folder is gone
                _log.warning("the knowledge is not watched reason=%s", type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)
            yield

    async def _at_rest(self) -> Stamp:
        before = await asyncio.to_thread(stamp, self._folder)
        while before != self._seen:
            await asyncio.sleep(SETTLED_SECONDS)
            after = await asyncio.to_thread(stamp, self._folder)
            if after == before:
                break
            before = after
        return before

    def _noted(self, problems: list[Problem]) -> Reloaded:
        first = problems[0] if problems else None
        outcome: Literal["ok", "refused"] = "refused" if problems else "ok"
        reloaded = Reloaded(datetime.now(UTC), outcome, len(problems), first)
        if first:
            _log.warning(
                "reload refused problems=%d first=%s:%d", len(problems), first.file, first.line
            )
        else:
            _log.info("reloaded services=%d", len(self._service.now().services))
        self._service.note(reloaded)
        return reloaded


def _refuse_too_much_gone(served: Knowledge, edited: Knowledge) -> None:
    gone = sorted(served.services.keys() - edited.services.keys())
    if len(gone) > MOST_GONE * len(served.services):
        what = f"{len(gone)} of {len(served.services)} services are gone ({gone[0]} first)"
        _refuse(f"knowledge/{gone[0].partition('/')[0]}/services", what)
    if served.evidence.areas and not edited.evidence.areas:
        _refuse(f"knowledge/{EVIDENCE_FILE}", "is gone")


def _refuse(file: str, what: str) -> NoReturn:
    raise KnowledgeError([Problem(file, 0, f"{what}; put it back, or restart to serve without")])


@contextmanager
def _yielding() -> Iterator[None]:
    """For making very many objects in a thread while others answer.

    They get the interpreter within half a millisecond instead of five, and no collection walks through what is made: it
    is there to stay, and one walk costs 50 ms (measured 2026-11-29, 289 services).
    """
    interval, was_on = sys.getswitchinterval(), gc.isenabled()
    gc.collect()
    gc.disable()
    sys.setswitchinterval(0.0005)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        gc.freeze()
        if was_on:
            gc.enable()

"""A folder loaded in another process: this one goes on answering, and a file that kills a parser kills only that one.

Loading here, even in a thread, would hold the interpreter for tens of milliseconds at a time. So the other process sends
the finished Knowledge in small parts, and putting them together stops nobody for longer than a part takes. A part that
came before, byte for byte, is not made again: one edited file costs the few parts that it changed.
"""

import asyncio
import contextlib
import copyreg
import json
import os
import pickle
import struct
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from bot.errors import KnowledgeError, Problem
from bot.knowledge.entries import frozen
from bot.knowledge.loader import load
from bot.model import Evidence, Knowledge

MOST_SECONDS = 120.0
"""A load takes one; whatever takes longer than this never ends."""
_PART = 16
"""Services in one part; of what is small, a hundred times as many."""
_SMALL = 100
_BREATH_SECONDS = 0.003
"""Between two parts, for those who answer: putting one together takes about one millisecond."""

_ENVIRONMENT = {"PYTHONHASHSEED": "0"}
"""The same sets are sent in the same order; and no token is there to be found by what a parser might be made to do."""

_CHILD = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from bot.knowledge.apart import send
send(sys.argv[2])
"""


Part = tuple[str, Any]
"""What it is, and a piece of it."""


@dataclass(frozen=True, slots=True)
class Received:
    """Knowledge, and what it was made of."""

    knowledge: Knowledge
    parts: Mapping[bytes, Part]
    """By the digest of each as it was sent."""


async def sent_from(folder: Path) -> bytes:
    """What another process sends of `folder`, for received(); KnowledgeError when it died or never ended."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _CHILD,
        json.dumps(sys.path),
        str(folder),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_ENVIRONMENT,
        start_new_session=True,  # Ctrl-C is for us
    )
    try:
        async with asyncio.timeout(MOST_SECONDS):
            sent, _ = await child.communicate()
    except TimeoutError:
        raise _unfinished(f"was not read within {MOST_SECONDS:.0f} s") from None
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode:
        raise _unfinished(f"ended its reader (status {child.returncode}); try: whosejob check")
    return sent


def _unfinished(what: str) -> KnowledgeError:
    return KnowledgeError([Problem("knowledge", 0, what)])


# --- in the other process ------------------------------------------------------------------------


def send(folder: str) -> None:
    """Load `folder` and write it, or its problems, to standard output. What answers goes before us."""
    os.nice(10)
    with os.fdopen(1, "wb") as out:
        try:
            write(load(Path(folder)), out)
        except KnowledgeError as error:
            _send(("problems", error.problems), out)


def write(knowledge: Knowledge, out: BinaryIO) -> None:
    """The knowledge in parts that can be read one by one."""
    for part in _parts(knowledge):
        _send(part, out)


def _send(part: Part, out: BinaryIO) -> None:
    """Its digest, its size, then the part."""
    made = BytesIO()
    _Pickler(made, pickle.HIGHEST_PROTOCOL).dump(part)
    sent = made.getvalue()
    out.write(_HEAD.pack(sha256(sent).digest(), len(sent)) + sent)


_HEAD = struct.Struct(">32sI")


def _parts(knowledge: Knowledge) -> Iterator[Part]:
    evidence = knowledge.evidence
    yield from _batches("services", knowledge.services, _PART)
    yield from _batches("words", evidence.words, _PART * _SMALL)
    yield from _batches("ours", evidence.ours, _PART * _SMALL)
    for name in ("areas", "spoken", "learnt_from"):
        yield f"evidence.{name}", getattr(evidence, name)
    for name in (*_ONE_PART, "models"):
        yield name, getattr(knowledge, name)


_ONE_PART = ("provider", "areas", "bundles", "concepts", "elsewhere", "prose")


def _batches(name: str, items: Mapping[str, object], size: int) -> Iterator[Part]:
    left = iter(items.items())
    while batch := dict(islice(left, size)):
        yield f"{name}.", batch


class _Pickler(pickle.Pickler):
    """Writes read-only mappings too; they come back read-only."""

    dispatch_table = copyreg.dispatch_table | {
        MappingProxyType: lambda mapping: (frozen, (dict(mapping),))
    }


# --- here again ----------------------------------------------------------------------------------


def received(sent: bytes, before: Received | None = None) -> Received:
    """What load() gives and raises, from what the other process sent; lets others run between the parts. What came `before`
    as well is the same object again.
    """
    parts = dict(_read(sent, before.parts if before else {}))
    found: dict[str, Any] = {"services.": {}, "words.": {}, "ours.": {}}
    for name, part in parts.values():
        if name == "problems":
            raise KnowledgeError(part)
        if name in found:
            found[name].update(part)
        else:
            found[name] = part
    kept = {name: found[name] for name in (*_ONE_PART, "models")}
    if before and _learnt(before.parts) == _learnt(parts):
        evidence = before.knowledge.evidence
    else:
        evidence = Evidence(
            areas=found["evidence.areas"],
            words=found["words."],
            ours=found["ours."],
            spoken=found["evidence.spoken"],
            learnt_from=found["evidence.learnt_from"],
        )
    return Received(
        Knowledge(services=frozen(found["services."]), evidence=evidence, **kept), parts
    )


def _learnt(parts: Mapping[bytes, Part]) -> list[bytes]:
    """The digests of what the evidence is made of."""
    return [key for key, (name, _) in parts.items() if name.startswith(_OF_EVIDENCE)]


_OF_EVIDENCE = ("words.", "ours.", "evidence.")


def _read(sent: bytes, before: Mapping[bytes, Part]) -> Iterator[tuple[bytes, Part]]:
    """Each part with its digest."""
    at = 0
    while at < len(sent):
        digest, size = _HEAD.unpack_from(sent, at)
        at += _HEAD.size + size
        if digest in before:
            yield digest, before[digest]
        else:
            yield digest, pickle.loads(memoryview(sent)[at - size : at])  # noqa: S301 - our own process wrote it
            time.sleep(_BREATH_SECONDS)

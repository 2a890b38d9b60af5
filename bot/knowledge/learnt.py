"""`evidence.json` → Evidence: what `whosejob learn` wrote, or the reason why it cannot be used."""

import json
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from bot.errors import KnowledgeError, Problem
from bot.knowledge.strict_yaml import read_bytes
from bot.model import Evidence

EVIDENCE_FILE = "evidence.json"
MAX_EVIDENCE_BYTES = 8 * 1024 * 1024


def read_evidence(path: Path, problems: list[Problem]) -> Evidence:
    """What was learnt; nothing when `whosejob learn` never ran."""
    shown = f"knowledge/{EVIDENCE_FILE}"
    if not path.exists():
        return Evidence()
    try:
        return _evidence(json.loads(read_bytes(path, shown, MAX_EVIDENCE_BYTES)))
    except KnowledgeError as error:
        problems.extend(error.problems)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        what = "is not what `whosejob learn` writes; run it again"
        problems.append(Problem(shown, 1, what))
    return Evidence()


def _evidence(data: Any) -> Evidence:
    areas = _texts(data["areas"])
    return Evidence(
        areas=areas,
        words={key: _pairs(said, len(areas)) for key, said in data["words"].items()},
        ours=_numbers(data["ours"]),
        spoken=_texts(data["spoken"]),
        learnt_from=_texts([data["learnt_from"]])[0],
    )


def _pairs(said: list[float], areas: int) -> Mapping[int, float]:
    """`[area, how much, area, how much ...]`, each area by its number; ValueError for one that does not exist."""
    pairs = dict(zip(said[::2], said[1::2], strict=True))
    if not all(type(number) is int and 0 <= number < areas for number in pairs):
        raise ValueError
    return _numbers(pairs)


def _numbers(said: dict[Any, Any]) -> dict[Any, float]:
    if not all(isfinite(much) for much in said.values()):
        raise ValueError
    return said


def _texts(said: list[Any]) -> tuple[str, ...]:
    if not all(isinstance(text, str) for text in said):
        raise TypeError
    return tuple(said)

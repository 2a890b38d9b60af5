"""How many questions are understood: the outside questions, by class and half, with Wilson intervals.

`tests/questions/outside.yaml` (in and out of scope) and `stories.yaml` (in scope only; everyday paraphrases, stories, two
questions in one) were written by people who had seen neither knowledge nor code, and frozen. Tuning may look at the half
whose hash is even ("dev"); the other half ("test") is only counted.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

import yaml

from bot.answering import answer
from bot.knowledge.loader import load, shipped_folder
from bot.model import Answer, Context, Kind, Knowledge

FOLDER = Path(__file__).resolve().parent.parent / "tests/questions"
FILES = ("outside.yaml", "stories.yaml")
SILENT = (Kind.DECLINE, Kind.HELP, Kind.ERROR)
HALVES = ("dev", "test")


@dataclass
class Score:
    """Counts of one half: in scope right, wrong, asked back (with the right offer or not), silent; out of scope answered."""

    inside: Counter[str] = field(default_factory=Counter)
    outside: Counter[str] = field(default_factory=Counter)


def half_of(question: str) -> str:
    """Dev or test, by the question's own hash."""
    return HALVES[int(hashlib.sha256(question.encode()).hexdigest(), 16) % 2]


def score(knowledge: Knowledge, file: str) -> dict[str, Score]:
    """Ask every question of one file."""
    scores = {half: Score() for half in HALVES}
    for row in yaml.safe_load((FOLDER / file).read_text(encoding="utf-8")):
        answered = answer(row["ask"], Context(), knowledge)
        mine = scores[half_of(row["ask"])]
        if row["kind"] == "decline":
            mine.outside["quiet" if answered.kind in (*SILENT, Kind.CLARIFY) else "answered"] += 1
        else:
            mine.inside[verdict(row, answered, knowledge)] += 1
    return scores


def verdict(row: dict, answered: Answer, knowledge: Knowledge) -> str:
    """right, wrong, offered (asked back with the right question), asked, or silent."""
    if answered.kind in SILENT:
        return "silent"
    if answered.kind is Kind.CLARIFY:
        offers = [answer(s.question, Context(), knowledge) for s in answered.suggestions]
        return "offered" if any(fits(row, offer, knowledge) for offer in offers) else "asked"
    return "right" if fits(row, answered, knowledge) else "wrong"


def fits(row: dict, answered: Answer, knowledge: Knowledge) -> bool:
    """The services exactly; the areas exactly, where a bundle stands for its areas."""
    services = {match.id for match in answered.question.services}
    if services != set(row["services"]):
        return False
    asked = {match.id for match in answered.question.areas}
    if row["kind"] == "overview":
        return not asked
    wanted = row["areas"]
    choices = [{one} for one in wanted["any"]] if isinstance(wanted, dict) else [set(wanted)]
    return any(same(asked, choice, knowledge) for choice in choices)


def same(asked: set[str], wanted: set[str], knowledge: Knowledge) -> bool:
    """Equal, or as many, each inside the other's bundles."""

    def spread(ids: set[str]) -> set[str]:
        bundles = [knowledge.bundles[i].areas for i in ids if i in knowledge.bundles]
        return ids | {area for areas in bundles for area in areas}

    return len(asked) == len(wanted) and (wanted <= spread(asked) or asked <= spread(wanted))


def wilson(part: int, whole: int) -> str:
    """The share with its 95 % interval."""
    if not whole:
        return "–"
    p, z = part / whole, 1.96
    middle = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    spread = z * sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return f"{p:.3f} ({middle - spread:.3f}–{middle + spread:.3f})"


def main() -> None:
    """Print the table."""
    knowledge = load(shipped_folder())
    print(f"{len(knowledge.services)} services")
    found_by = [
        (f"{file} {half}", s) for file in FILES for half, s in score(knowledge, file).items()
    ]
    for half, found in found_by:
        inside, outside = found.inside.total(), found.outside.total()
        helped = found.inside["right"] + found.inside["offered"]
        print(
            f"{half}: {inside} in scope {dict(found.inside)}, {outside} out of scope {dict(found.outside)}"
        )
        print(f"  right                    {wilson(found.inside['right'], inside)}")
        print(f"  right or right offer     {wilson(helped, inside)}")
        print(f"  answered wrong           {wilson(found.inside['wrong'], inside)}")
        print(f"  out of scope answered    {wilson(found.outside['answered'], outside)}")


if __name__ == "__main__":
    main()

"""Feedback: one vote for each person and message; the form behind 👎 adds what the person wrote."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Answer
from bot.store.tables import Row, feedback, fitted, inserting


class Verdict(StrEnum):
    """What a person thinks of an answer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the form behind 👎 brought."""

    reason: str
    comment: str
    question: str


def vote_row(key: str, verdict: Verdict, answer: Answer) -> Row:
    """The vote without any text of the person's."""
    question = answer.question
    return {
        "key": key,
        "at": time.time(),
        "verdict": verdict.value,
        "kind": answer.kind.value,
        "services": " ".join(match.id for match in question.services),
        "areas": " ".join(match.id for match in question.areas),
        "option": " ".join(match.option for match in question.services if match.option),
        "confidence": question.confidence,
        "reason": "",
        "comment": "",
        "question": "",
    }


def complaint_row(key: str, answer: Answer, complaint: Complaint) -> Row:
    """What a person wrote about an answer."""
    return vote_row(key, Verdict.DOWN, answer) | {
        "reason": complaint.reason,
        "comment": complaint.comment,
        "question": complaint.question,
    }


def replaces(row: Row, before: Row | None) -> bool:
    """Whether `row` takes the place of `before`: another verdict does, and words do; the same vote again does not."""
    return before is None or bool(row["reason"]) or row["verdict"] != before["verdict"]


async def write(connection: AsyncConnection, rows: Sequence[Row]) -> None:
    """Write `rows`, or leave the ones that they do not replace (see replaces()); each key once."""
    put = inserting(connection, feedback).values([fitted(feedback, row) for row in rows])
    others = {name: put.excluded[name] for name in feedback.c.keys() if name != "key"}  # noqa: SIM118 - columns
    await connection.execute(
        put.on_conflict_do_update(
            index_elements=["key"],
            set_=others,
            where=(put.excluded.reason != "") | (feedback.c.verdict != put.excluded.verdict),
        )
    )

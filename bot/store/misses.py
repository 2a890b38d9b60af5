"""Misses: the words of questions that we could not answer."""

import time
from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Answer
from bot.store.tables import Row, fitted, misses


def miss_row(answer: Answer) -> Row:
    """The unexplained words alone."""
    question = answer.question
    return {
        "at": time.time(),
        "kind": answer.kind.value,
        "reason": question.reason,
        "words": " ".join(question.leftovers),
    }


async def write(connection: AsyncConnection, rows: Sequence[Row]) -> None:
    """Keep them."""
    await connection.execute(insert(misses).values([fitted(misses, row) for row in rows]))

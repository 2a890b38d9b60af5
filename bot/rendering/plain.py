"""Reply → plain text: for the terminal, for pipes, for notifications and screen readers."""

from bot.model import Answer
from bot.rendering.words import Reply, Row, compose


def plain(answer: Answer) -> str:
    """The whole reply as lines of text, ending without a newline."""
    return draw(compose(answer))


def why(answer: Answer) -> str:
    """What was understood, how surely, and where the lines of the answer were written."""
    question = answer.question
    services = ", ".join(f"{m.id}{f' [{m.option}]' if m.option else ''}" for m in question.services)
    lines = [
        f"Read as: {services or 'no service'} · {', '.join(m.id for m in question.areas) or 'no area'}",
        f"Confidence {question.confidence:.2f}: {question.decision}"
        + (f" ({question.reason})" if question.reason else ""),
    ]
    if question.leftovers:
        lines.append(f"Not understood: {', '.join(question.leftovers)}")
    lines += [f"Written in {place}" for place in compose(answer).why]
    return "\n".join(lines)


def draw(reply: Reply) -> str:
    """The reply as text; blank lines between its parts."""
    parts = [
        f"{reply.title}\n{reply.headline}",
        "\n".join(line for row in reply.rows for line in _row(row)),
        "\n".join(reply.notes),
        "\n".join(f"→ {s.question}" for s in reply.suggestions),
        "\n".join(
            f"Source: {s.title}, reviewed {s.reviewed}\n        {s.url}" for s in reply.sources
        ),
    ]
    return "\n\n".join(part for part in parts if part)


def _row(row: Row) -> list[str]:
    return [f"• {row.label} — {row.owner}", *(f"    {_line(who, text)}" for who, text in row.lines)]


def _line(who: str, text: str) -> str:
    return f"{who}: {text}" if who else text

"""Reply → plain text: for the terminal, for pipes, for notifications and screen readers."""

from bot.model import Answer
from bot.rendering.words import Reply, Row, compose


def plain(answer: Answer) -> str:
    """The whole reply as lines of text, ending without a newline."""
    return draw(compose(answer))


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

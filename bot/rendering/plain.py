"""Reply → plain text: for the terminal, for pipes, for notifications and screen readers."""

from bot.model import Answer, Knowledge
from bot.rendering.why import explain
from bot.rendering.words import Reply, Row, compose


def plain(answer: Answer) -> str:
    """The whole reply as lines of text, ending without a newline."""
    return draw(compose(answer))


def why(answer: Answer, knowledge: Knowledge) -> str:
    """What was understood, how surely, and where the lines of the answer were written."""
    because = explain(answer, knowledge)
    services = ", ".join(
        f"{thing.id} [{thing.option}]" if thing.option else thing.id
        for thing in because.understood
        if thing.what == "service"
    )
    areas = ", ".join(thing.id for thing in because.understood if thing.what == "area")
    lines = [
        f"Read as: {services or 'no service'} · {areas or 'no area'}",
        f"Confidence: {because.confidence:.2f} of 1",
        f"So it was {because.decision}",
    ]
    if because.runners_up:
        lines.insert(1, f"Next likeliest: {'; '.join(because.runners_up)}")
    if because.not_understood:
        lines.append(f"Not understood: {', '.join(because.not_understood)}")
    places = dict.fromkeys(claim.place for claim in because.claims)
    lines += [f"Written in {place}" for place in places]
    return "\n".join(lines)


def draw(reply: Reply) -> str:
    """The reply as text; blank lines between its parts."""
    parts = [
        "\n".join(line for line in (reply.title, reply.doubt, reply.headline) if line),
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

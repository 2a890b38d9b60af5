"""Reply → coloured text for a terminal. The words are those of plain.py; colour only repeats what they say."""

from bot.model import Answer
from bot.rendering.plain import draw
from bot.rendering.words import compose

_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def coloured(answer: Answer) -> str:
    """The plain reply with its title and rows bold and its sources dim."""
    reply = compose(answer)
    lines = draw(reply).split("\n")
    return "\n".join(_line(line, first=number == 0) for number, line in enumerate(lines))


def _line(line: str, *, first: bool) -> str:
    if first or line.startswith("• "):
        return f"{_BOLD}{line}{_RESET}"
    if line.startswith(("Source:", "        http")):
        return f"{_DIM}{line}{_RESET}"
    return line

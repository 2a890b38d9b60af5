"""How `whosejob explain` shows what was understood: as text for people, as plain data for programs (docs/explain-json.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from bot.model import Match
from bot.rendering.why import Why
from bot.understanding.evidence import WHOLE
from bot.upkeep.explaining import Explained, Likely, Signal, Use, Word

SCHEMA = 1

_USES = {
    Use.NAME: "names something",
    Use.TASK: "tells the area",
    Use.SMALL: "small word",
    Use.SIDE: "says whose part",
    Use.FAMILIAR: "known, beside the point",
    Use.UNEXPLAINED: "not understood",
}
_CASES = {
    "both": "service and area",
    "several": "several areas",
    "area": "area alone",
    "service": "service alone",
    "concept": "term",
    "carried": "area of the question before",
    "nothing": "nothing found",
}
SIGNALS = {
    "start": "where every such question starts",
    "belief": "belief in the area, against all others",
    "evidence": "how much speaks for the area",
    "lead": "how far the next area is behind",
    "unexplained": "words not understood, in the sentence that asks",
    "background": "words not understood, elsewhere",
    "manner": "sounds like asking whose job it is",
    "cue": "words that ask whose job it is",
    "mark": "question mark",
    "repairs": "misspelt words",
    "weak": "a name that other products share",
    "capitals": "unknown words written like names",
    "several": "areas beyond the first",
    "all_right": "belief that all of several areas are right",
    "words_each": "words that each of several areas is told in",
    "services": "services beyond the first",
    "unheard": "parts of a list that speak for another area",
    "scene": "services named beside the ones asked about",
    "again": "a second “who” but one area",
    "literal": "every word stands in a listed phrase",
    "covered": "every word is understood",
    "short": "three words at most",
    "follows": "leans on what was said before in the thread",
    "other": "sounds like how-to, price, live state, history, small talk",
    "sure": "belief in the area beyond 0.8",
    "certain": "belief in the area beyond 0.95",
    "ours": "sounds like asking whose job it is, rather than not",
    "plainly_ours": "sounds very much like it",
    "sure_ours": "belief, and the sound of asking, together",
    "ours_covered": "the sound of asking, and every word understood",
    "sure_covered": "belief, and every word understood",
    "literal_covered": "listed phrases, and every word understood",
    "lead_cue": "a lead, and words that ask whose job it is",
    "several_unheard": "several areas, and parts that speak for another",
}
"""What each signal of confidence stands for."""


_LEAST_REST = 0.05


def as_text(made: Explained, why: Why) -> str:
    """For people: first what was read and decided, then how it came about."""
    parts = [why.question or "(empty)", "\n".join(_reading(why)), f"Confidence {_sure(why)}"]
    if made.words:
        parts.append("\n".join(("Words", *_rows(map(_word, made.words)))))
    names = list(dict.fromkeys(_names(made)))
    if names:
        parts.append("\n".join(("Names", *_rows(names))))
    if made.likely:
        head = "Areas, by what the words alone say (log odds, and share of all areas)"
        parts.append("\n".join((head, *_rows(map(_likely, made.likely)))))
    if made.signals:
        parts.append("\n".join(_sum(made)))
    return "\n\n".join(parts)


def _reading(why: Why) -> Iterable[str]:
    rows = [
        (thing.what.capitalize(), f"{thing.name}, {thing.read_from}") for thing in why.understood
    ]
    rows = rows or [("Read as", "nothing")]
    if why.runners_up:
        rows.append(("Next likeliest", "; ".join(why.runners_up)))
    rows += [("Corrected", f"“{wrote}” read as “{read}”") for wrote, read in why.corrections]
    if why.not_understood:
        rows.append(("Not understood", ", ".join(why.not_understood)))
    return _rows(rows, indent="")


def _sure(why: Why) -> str:
    return f"{why.confidence:.2f} of 1, so it was {why.decision}"


def _word(word: Word) -> tuple[str, str]:
    read = "" if word.read == word.wrote else f" → {word.read}"
    near = f"; could be {' or '.join(word.could_be)}" if word.could_be else ""
    return f"{word.wrote}{read}", f"{_USES[word.use]}{near}"


def _names(made: Explained) -> Iterable[tuple[str, str]]:
    """What was taken, and what else a name could have been; an option's loose words only where they were taken."""
    for name in made.names:
        if name.used or name.what != "option word":
            option = f" [{name.option}]" if name.option else ""
            used = "" if name.used else " (not taken)"
            yield name.text, f"{name.what} {name.id}{option}{used}"


def _likely(area: Likely) -> tuple[str, ...]:
    mark = "*" if area.asked else " "
    name = "(the whole split)" if area.id == WHOLE else area.id
    part = f"(part of {area.part_of}) " if area.part_of else ""
    rest = area.evidence - sum(one.much for one in area.speakers)
    spoken = [f"{one.text} {one.much:.1f}" for one in area.speakers]
    said = ", ".join((*spoken, f"the rest {rest:.1f}") if abs(rest) >= _LEAST_REST else spoken)
    return f"{mark} {name}", f"{area.evidence:5.1f}", f"{100 * area.share:3.0f} %", f"{part}{said}"


def _sum(made: Explained) -> Iterable[str]:
    """The terms that move confidence, the strongest first; then those that do not."""
    start, *rest = made.signals
    moving = sorted((s for s in rest if s.adds), key=lambda signal: -abs(signal.adds))
    yield f"Confidence, as a sum of log odds ({_CASES[made.case]})"
    rows = [(_signed(start.adds), "", SIGNALS[start.name]), *map(_term, moving)]
    yield from _rows(
        [*rows, (_signed(made.odds), "", f"together: {made.question.confidence:.2f} of 1")]
    )
    idle = [signal.name for signal in rest if not signal.adds]
    if idle:
        yield f"  without effect here: {', '.join(idle)}"


def _term(signal: Signal) -> tuple[str, str, str]:
    terms = f"{signal.value:5.2f} × {signal.weight:5.2f}"
    return _signed(signal.adds), terms, SIGNALS.get(signal.name, signal.name)


def _signed(number: float) -> str:
    return f"{number:+6.2f}"


def _rows(rows: Iterable[Sequence[str]], indent: str = "  ") -> Iterable[str]:
    """Cells under each other; the last one is not padded."""
    cells = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"{indent}{'  '.join(padded)}".rstrip()


def as_data(made: Explained, why: Why) -> dict[str, Any]:
    """Everything, ready for json.dumps."""
    question = made.question
    return {
        "schema": SCHEMA,
        "question": question.text,
        "intent": question.intent.value,
        "decision": question.decision,
        "reason": question.reason,
        "said": why.decision,
        "confidence": question.confidence,
        "answer_from": made.answer_from,
        "clarify_from": made.clarify_from,
        "sure_from": made.sure_from,
        "services": [{**_match(match), "option": match.option} for match in question.services],
        "areas": [_match(match) for match in question.areas],
        "concepts": [_match(match) for match in question.concepts],
        "rivals": [{**_match(match), "option": match.option} for match in question.rivals],
        "guesses": list(question.guesses),
        "leftovers": list(question.leftovers),
        "repairs": [asdict(repair) for repair in made.repairs],
        "words": [asdict(word) for word in made.words],
        "names": [asdict(name) for name in made.names],
        "likely": [asdict(area) for area in made.likely],
        "case": made.case,
        "signals": [{**asdict(signal), "adds": signal.adds} for signal in made.signals],
        "odds": made.odds,
    }


def _match(match: Match) -> dict[str, Any]:
    return {"id": match.id, "text": match.text, "score": match.score}

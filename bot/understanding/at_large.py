"""Whether a message asks for the model itself: "who is responsible for what in the cloud?"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.model import Intent, Knowledge, Match, Question
from bot.understanding.confidence import HARMLESS_FROM, SURE_FROM
from bot.understanding.english import PROVIDER_WORDS

MODEL = "shared_responsibility_model"
"""The term that is explained then; knowledge without it has no such answer."""

_CONFIDENCE = SURE_FROM
"""Of eight messages held back that are heard so, six were filed so and two under a term beside it (2026-12-01)."""
_PLACE = PROVIDER_WORDS | {"cloud"}
_DUTY = frozenset("responsible responsibility responsibilities duty duties job work".split())
_SHARED = frozenset("shared divided division dividing line boundary split sharing".split())
_WHAT = frozenset({"what", "which"})
_WHO = frozenset({"who", "whos", "whose"})


def asked_at_large(
    question: Question, words: Sequence[str], knowledge: Knowledge
) -> Question | None:
    """The question for the model, where neither service nor task was found and the words ask for no other; else None."""
    if MODEL not in knowledge.concepts or not asks_at_large(words):
        return None
    return replace(
        question,
        intent=Intent.EXPLAIN,
        concepts=(Match(MODEL, "", 100.0),),
        confidence=_CONFIDENCE,
        needed=HARMLESS_FROM,
        decision="answer",
    )


def asks_at_large(words: Sequence[str]) -> bool:
    """Whether duties, and not one of them, are asked about in the cloud or between the provider and us. `words`: lower case."""
    if _PLACE.isdisjoint(words):
        return False
    said = frozenset(words)
    if not _WHO.isdisjoint(said) and any(
        a in {"for", "does", "do", "owns", "has"} and b in _WHAT for a, b in pairwise(words)
    ):
        return True  # "who is responsible for what in the cloud?"
    asks_why = "why" in said and not _DUTY.isdisjoint(said)
    return asks_why or not (_SHARED.isdisjoint(said) or said.isdisjoint({"between", "why", "how"}))

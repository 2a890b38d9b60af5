"""Whether a message asks for the model itself: "who is responsible for what in the cloud?"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.model import Intent, Knowledge, Match, Question
from bot.understanding.confidence import HARMLESS_FROM, SURE_FROM
from bot.understanding.deciding import Judgement
from bot.understanding.english import PROVIDER_WORDS
from bot.understanding.parts import WHO
from bot.understanding.signals import Case

MODEL = "shared_responsibility_model"
"""The term that is explained then; knowledge without it has no such answer."""

_CONFIDENCE = SURE_FROM
"""Of seven messages held back that are heard so, six were filed so and one under a term beside it (2026-12-01)."""
_LEAST_MANNER = -1.0
"""Below, it sounds like somebody else's: "why does AWS not work today?" has -2.0, "why is AWS not responsible for everything?" -0.8."""
_PLACE = PROVIDER_WORDS | {"cloud"}
_DUTY = frozenset("responsible responsibility responsibilities duty duties job work".split())
_SHARED = frozenset("shared divided division dividing line boundary split sharing".split())
_WHAT = frozenset({"what", "which"})


def asked_at_large(
    question: Question, words: Sequence[str], judgement: Judgement, knowledge: Knowledge
) -> Question | None:
    """The question for the model, where neither service nor task was found, no word is left unexplained, and it sounds like one for us; else
    None.
    """
    is_ours = judgement.signals.manner > _LEAST_MANNER and not judgement.leftovers
    if judgement.case is not Case.NOTHING or not is_ours:
        return None
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
    if not WHO.isdisjoint(said) and any(
        a in {"for", "does", "do", "owns", "has"} and b in _WHAT for a, b in pairwise(words)
    ):
        return True  # "who is responsible for what in the cloud?"
    asks_why = "why" in said and not _DUTY.isdisjoint(said)
    return asks_why or not (_SHARED.isdisjoint(said) or said.isdisjoint({"between", "why", "how"}))

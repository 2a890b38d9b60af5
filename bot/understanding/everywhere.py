"""Whether a message asks what is one side's whatever the service: "which tasks are always ours?"."""

from collections.abc import Sequence

from bot.model import Intent, Owner, Question
from bot.understanding.confidence import HARMLESS_FROM
from bot.understanding.english import (
    CUSTOMER_WORDS,
    FUNCTION_WORDS,
    OWNERSHIP_WORDS,
    PROVIDER_WORDS,
)
from bot.understanding.sides import side_of_list

_EVER = frozenset("always never ever everywhere universally invariably regardless".split())
_EACH = frozenset("any every all each whichever whatever across".split())
_SERVICES = frozenset("service services product products offering offerings".split())
_MATTER = frozenset("matter mind".split())
"""What "no" and "never" stand before where the service does not count."""
_ASKED = frozenset("what whats which list name tell everything things tasks jobs duties".split())
_TASKS = frozenset(
    "task tasks job jobs duty duties thing things work stuff everything anything item items".split()
)
_BESIDE = frozenset("stay stays remain remains keep keeps exception exceptions kind type".split())
_BEGIN = 2
"""Words of the beginning in which "services" are what is asked for."""
_SMALL = FUNCTION_WORDS | OWNERSHIP_WORDS | PROVIDER_WORDS | CUSTOMER_WORDS
_EXPLAINED = _SMALL | _EVER | _EACH | _SERVICES | _MATTER | _ASKED | _TASKS | _BESIDE
_POINTING = frozenset("it this these those".split())


def asked_everywhere(text: str, words: Sequence[str], *, in_thread: bool) -> Question | None:
    """The question for a list without service or area, where `asks_everywhere` hears one.

    `in_thread`: something was asked before; then "what is never ours?" is about that, unless it says that it is about all services.
    """
    if in_thread and _SERVICES.isdisjoint(words):
        return None
    side = asks_everywhere(words)
    if side is None:
        return None
    return Question(
        text, Intent.LIST, side=side, confidence=1.0, needed=HARMLESS_FROM, decision="answer"
    )


def asks_everywhere(words: Sequence[str]) -> Owner | None:
    """The side whose standing tasks are asked for, PROVIDER or CUSTOMER; None where something else is asked, too.

    `words`: the whole message, lower case. One word that is neither small nor about tasks and services in general makes
    it another question: "what do we always patch?".
    """
    if not _ASKED.intersection(words) or not _EXPLAINED.issuperset(words) or not _is_ever(words):
        return None
    if _POINTING.intersection(words) or _SERVICES.intersection(words[1:_BEGIN]):
        return None  # "is it always us?", "which services are always ours?"
    return side_of_list(words)


def _is_ever(words: Sequence[str]) -> bool:
    ever = not _EVER.isdisjoint(words) or not _MATTER.isdisjoint(words)
    return ever or any(
        word in _SERVICES and not _EACH.isdisjoint(words[max(at - 2, 0) : at])
        for at, word in enumerate(words)
    )

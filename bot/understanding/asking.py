"""How something is asked: who, yes or no, compare, list, explain; or not about ownership at all."""

from dataclasses import dataclass
from itertools import pairwise

from bot.model import Assertion, Intent, Owner
from bot.understanding import ways
from bot.understanding.english import (
    AUXILIARIES,
    CUSTOMER_SUBJECTS,
    NEGATED_AUXILIARIES,
    NEGATIONS,
    PROVIDER_WORDS,
)


@dataclass(frozen=True, slots=True)
class Asking:
    """The way of asking."""

    intent: Intent
    cue: bool
    """Whether the words of asking whose job it is are there."""
    reason: str = ""
    """For OTHER: `how_to`, `price`, `live_state`, `history`, `chat`."""
    assertion: Assertion | None = None
    side: Owner | None = None
    """For LIST and OVERVIEW: whose part is asked for ("what do WE still own on Lambda?")."""
    team: bool = False
    """Whether a team or a person of ours is asked for."""
    legal: bool = False
    """Whether liability is asked for; then the answer says that it is no legal advice."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the message names, as far as it matters for how it asks."""

    service: bool = False
    area: bool = False
    concept: bool = False

    @property
    def anything(self) -> bool:
        return self.service or self.area or self.concept


def asking(text: str, *, found: Found) -> Asking:
    """Read the way of asking from `text` (words with single spaces, lower case).

    `found`: what it names; a bare noun phrase ("rds patching") is a question too.
    """
    padded = f" {text} "
    cue = ways.has(padded, ways.CUES | ways.EITHER | ways.TEAM) or text.split()[-1:] in _SIDE_LAST
    assertion = _assertion(text) or _service_acts(text, found)
    intent = _intent(padded, assertion, found)
    reason = _off_topic(padded, cue=cue) or _other_question(text, intent, assertion, found, cue=cue)
    if reason and not ways.has(padded, ways.FOLLOWS):
        return Asking(Intent.OTHER, cue, reason)
    return Asking(
        intent=intent,
        cue=cue or assertion is not None or _side(padded) is not None,
        assertion=assertion,
        side=_side(padded),
        team=ways.has(padded, ways.TEAM),
        legal=ways.has(padded, ways.LEGAL),
    )


_SIDE_LAST = (["us"], ["ours"], ["theirs"], ["aws"], ["them"], ["we"])
"""How a short question ends: "log groups never expire. us?"."""


def _off_topic(padded: str, *, cue: bool) -> str:
    """Why the message is not about ownership; empty when it may be."""
    strong = ways.has(padded, ways.STRONG_CUES)
    if ways.has(padded, ways.ORDERS) or (ways.has(padded, ways.CHAT) and not cue):
        return "chat"
    if _asks_who_did_it(padded) and not ways.has(padded, ways.PASSIVE):
        return "history"
    if ways.has(padded, ways.HOW_TO) and not strong:
        return "how_to"
    if ways.has(padded, ways.PRICE) and not ways.has(padded, ways.WHO_PAYS):
        return "price"
    if ways.has(padded, ways.LIVE) and not strong:
        return "live_state"
    return ""


def _asks_who_did_it(padded: str) -> bool:
    """ "Who deleted ...", "who bumped ...": somebody did it once; nobody is asked to do it."""
    if ways.has(padded, ways.HISTORY):
        return True
    after = [b for a, b in pairwise(padded.split()) if a == "who"]
    return any(word.endswith("ed") and len(word) > 4 and word not in _NO_DEED for word in after)


_NO_DEED = frozenset({"supposed", "needed", "involved", "tasked", "concerned", "shared"})


def _other_question(
    text: str, intent: Intent, assertion: Assertion | None, found: Found, *, cue: bool
) -> str:
    """Why a question that begins with a question word is none of ours; empty when it may be.

    "How do you peer two VPCs", "which version is our cluster on", "is S3 down" ask for something else, unless they
    also ask whose job it is.
    """
    padded = f" {text} "
    first = _first(text.split())
    if (
        cue
        or assertion
        or intent in (Intent.OVERVIEW, Intent.LIST)
        or ways.has(padded, ways.EITHER)
    ):
        return ""
    if intent in (Intent.EXPLAIN, Intent.COMPARE):
        return (
            ""
            if found.concept or (found.area and intent is Intent.COMPARE)
            else _WH_REASONS.get(first, "")
        )
    if first in AUXILIARIES:
        general = ways.has(padded, ways.BY_ITSELF) or (
            ways.has(padded, ways.DONE) and not ways.has(padded, ways.NOW)
        )
        return "" if found.area and general else "live_state"
    return _WH_REASONS.get(first, "")


_WH_REASONS = {
    "hows": "how_to",
    "how": "how_to",
    "whys": "how_to",
    "why": "how_to",
    "explain": "how_to",
    "whens": "live_state",
    "when": "live_state",
    "wheres": "live_state",
    "where": "live_state",
    "which": "how_to",
    "what": "how_to",
    "whats": "how_to",
}


def _intent(padded: str, assertion: Assertion | None, found: Found) -> Intent:
    if ways.has(padded, ways.COMPARE):
        return Intent.COMPARE
    if ways.has(padded, ways.LIST):
        return Intent.LIST
    if ways.has(padded, ways.OVERVIEW):
        return Intent.OVERVIEW
    if assertion:
        return Intent.YES_NO
    if ways.has(padded, ways.EXPLAIN) and not ways.has(
        padded, ways.phrases("who | whos | whose | responsible")
    ):
        return Intent.EXPLAIN
    if ways.has(padded, ways.TEAM):
        return Intent.TEAM
    return Intent.WHO if found.anything or ways.has(padded, ways.CUES) else Intent.OTHER


# --- yes or no ----------------------------------------------------------------------------------

_LEAN_ON = frozenset(["rely", "count", "depend", "trust", "leave", "let", "expect", "assume"])
_OPENERS = frozenset(
    [
        "so",
        "and",
        "but",
        "ok",
        "okay",
        "well",
        "hey",
        "hi",
        "please",
        "um",
        "just",
        "also",
        "then",
        "surely",
    ]
)


def _assertion(text: str) -> Assertion | None:
    """The side that a yes/no question or a statement claims, and whether it denies it."""
    words = text.split()
    if not words or ways.has(f" {text} ", ways.EITHER) or not _is_yes_no(words, text):
        return None
    if "shared" in words:
        return Assertion(Owner.SHARED, negated=any(word in NEGATIONS for word in words))
    side = _claimed_side(words, text)
    if side is None:
        return None
    body = words[1:] if _first(words) in NEGATED_AUXILIARIES else words
    return Assertion(side, negated=any(word in NEGATIONS for word in _without_tail(body)))


def _service_acts(text: str, found: Found) -> Assertion | None:
    """ "Does Fargate fix our packages?": the service stands for its provider. What it can do at all is no duty."""
    words = text.split()
    if (
        _first(words) not in _ACTS
        or not (found.service and found.area)
        or ways.has(f" {text} ", ways.FEATURE)
    ):
        return None
    return Assertion(Owner.PROVIDER, negated="not" in words)


_ACTS = frozenset({"does", "do", "will", "doesnt", "dont", "wont"})


def _without_tail(words: list[str]) -> list[str]:
    """Drop "..., right?", "... isnt it?": it asks for a yes and denies nothing."""
    return words[:-2] if words[-2:] in (["isnt", "it"], ["or", "not"], ["doesnt", "it"]) else words


def _first(words: list[str]) -> str:
    return next((word for word in words if word not in _OPENERS), "")


def _is_yes_no(words: list[str], text: str) -> bool:
    padded = f" {text} "
    ends = any(padded.endswith(f" {tail} ") for tail in ways.TAILS)
    starts = _first(words) in AUXILIARIES
    return (
        starts
        or ends
        or ways.has(padded, ways.CLAIMS)
        or (words[0] == "so" and len(words) > 2)
        or "nothing" in words
    )


def _claimed_side(words: list[str], text: str) -> Owner | None:
    padded = f" {text} "
    if any(
        a in _LEAN_ON and b in PROVIDER_WORDS for a, b in zip(words, words[2:], strict=False)
    ) or any(a in _LEAN_ON and b in PROVIDER_WORDS for a, b in pairwise(words)):
        return Owner.PROVIDER
    for word in words:
        if word in PROVIDER_WORDS:
            return Owner.PROVIDER
        if word in CUSTOMER_SUBJECTS:
            return Owner.CUSTOMER
    if ways.has(padded, ways.BY_PROVIDER):
        return Owner.PROVIDER
    if ways.has(padded, ways.BY_US) or "nothing" in words:
        return Owner.CUSTOMER
    return None


def _side(padded: str) -> Owner | None:
    """Whose part is asked for, in lists and overviews."""
    if ways.has(
        padded,
        ways.phrases(
            "what do we | what is ours | what are our | what is our | on us | our duties | our part | we still | what must we | what are we | what should we | ourselves | what are my | what do i"
        ),
    ):
        return Owner.CUSTOMER
    if ways.has(
        padded,
        ways.phrases("what does aws | aws part | on aws | aws still | does aws do | what is aws"),
    ):
        return Owner.PROVIDER
    return None

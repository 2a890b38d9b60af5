"""How something is asked: who, yes or no, compare, list, explain; or not about ownership at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.model import Assertion, Intent, Owner
from bot.understanding.english import (
    AUXILIARIES,
    CUSTOMER_SUBJECTS,
    NEGATED_AUXILIARIES,
    NEGATIONS,
    PROVIDER_WORDS,
)
from bot.understanding.sides import side_of_list
from bot.understanding.ways import Way, ends

Said = frozenset[Way]


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
    term: bool = False
    """Whether the concept is named, and not only spoken of."""
    lists: bool = False
    """Whether the services are asked for."""
    ways: int = 0
    """How many services, or ways to run one, are named."""

    @property
    def anything(self) -> bool:
        return self.service or self.area or self.concept


def asking(words: Sequence[str], said: Said, *, found: Found, follows: bool = False) -> Asking:
    """Read the way of asking from the words, lower case, and the ways heard in them.

    `found`: what they name; a bare noun phrase ("rds patching") is a question too. `follows`: it asks the question before in
    its thread of something else, and need not say so.
    """
    cue = bool(said & _CUES) or words[-1] in _SIDE_LAST
    assertion = _assertion(words, said) or _service_acts(words, said, found)
    intent = _intent(said, assertion, found)
    # "show me the services where ..." and "shared controls, with an example" are no how-to
    is_ours = found.area if found.lists else found.term and not (found.service or found.area)
    reason = _off_topic(
        words, said - {Way.HOW_TO} if is_ours else said, cue=cue
    ) or _other_question(words, said, intent, found, cue=cue or follows or assertion is not None)
    if reason and Way.FOLLOWS not in said:
        return Asking(Intent.OTHER, cue, reason)
    side = _side(said)
    return Asking(
        intent=intent,
        cue=cue or follows or assertion is not None or side is not None,
        assertion=assertion,
        side=side_of_list(words) if intent is Intent.LIST else side,
        team=Way.TEAM in said,
        legal=Way.LEGAL in said,
    )


def claims_a_side(words: Sequence[str], said: Said) -> bool:
    """Whether a yes or no is wanted to whose job it is, or which of two sides it is: "so AWS never does it?", "us or them?"."""
    if Way.EITHER in said or Way.ASKS_WHO in said:
        return True
    if not _THEM.isdisjoint(words) and _is_yes_no(words, said):
        return True
    return _first(words) not in _WH_REASONS and _assertion(words, said) is not None


_THEM = frozenset({"them", "theirs"})
_CUES = frozenset({Way.CUES, Way.EITHER, Way.TEAM})
_SIDE_LAST = frozenset({"us", "ours", "theirs", "aws", "them", "we"})
"""How a short question ends: "log groups never expire. us?"."""


def _off_topic(words: Sequence[str], said: Said, *, cue: bool) -> str:
    """Why the message is not about ownership; empty when it may be."""
    strong = Way.STRONG_CUES in said
    orders = _ORDERING if cue else _ORDERING | _DOING
    is_order = words[0] in orders and not _OBJECTS.isdisjoint(words[1:2])
    if is_order or _ACKNOWLEDGING.issuperset(words):
        return "chat"
    if Way.ORDERS in said or (Way.CHAT in said and not cue):
        return "chat"
    if _asks_who_did_it(words, said) and Way.PASSIVE not in said:
        return "history"
    if Way.HOW_TO in said and not strong:
        return "how_to"
    if Way.PRICE in said and Way.WHO_PAYS not in said:
        return "price"
    if Way.LIVE in said and not strong:
        return "live_state"
    return ""


_ACKNOWLEDGING = frozenset(
    "fine nice great cool good perfect awesome lovely sweet super excellent amazing ok okay thanks thank thx cheers noted sure"
    " yes yep right done one stuff work job very much so all that is it got makes sense".split()
)
"""A message of nothing but these is a nod: "nice one", "fine"."""
_ORDERING = frozenset(
    "write generate translate repeat act compose draft summarise summarize".split()
)
_DOING = frozenset(
    "rotate restart reboot delete put add create remove open close send remind".split()
)
"""The same where nothing asks whose job it is: "rotate the access key of the deploy user pls"."""
_OBJECTS = frozenset("a an the me us this that my our after as".split())
""" "Write a policy ..." is an order for a text; "write access to our bucket" is a thing."""


def _asks_who_did_it(words: Sequence[str], said: Said) -> bool:
    """ "Who deleted ...", "who bumped ...": somebody did it once; nobody is asked to do it."""
    if Way.HISTORY in said:
        return True
    after = [b for a, b in pairwise(words) if a == "who"]
    return any(word.endswith("ed") and len(word) > 4 and word not in _NO_DEED for word in after)


_NO_DEED = frozenset({"supposed", "needed", "involved", "tasked", "concerned", "shared"})


def _other_question(
    words: Sequence[str], said: Said, intent: Intent, found: Found, *, cue: bool
) -> str:
    """Why a question that begins with a question word is none of ours; empty when it may be.

    "How do you peer two VPCs", "which version is our cluster on", "is S3 down" ask for something else, unless they
    also ask whose job it is.
    """
    picks = found.area and found.ways >= _PAIR and (found.lists or _first(words) in _PICKS)
    if cue or picks or intent in (Intent.OVERVIEW, Intent.LIST):
        return ""
    if found.term and not found.service and not found.area:
        return ""
    first = _first(words)
    if intent is Intent.MOVE and first in _WHAT:
        return ""
    if intent in (Intent.EXPLAIN, Intent.COMPARE):
        is_ours = found.concept or (found.area and intent is Intent.COMPARE)
        return "" if is_ours else _WH_REASONS.get(first, "")
    if first in AUXILIARIES:
        general = Way.BY_ITSELF in said or (Way.DONE in said and Way.NOW not in said)
        return "" if found.area and general else "live_state"
    return _WH_REASONS.get(first, "")


_PICKS = frozenset({"which", "among", "between", "of"})
"""How people begin who ask about some of those they name: "which of RDS, S3 and EFS need us to ..."."""
_WHAT = frozenset({"what", "whats", "which"})
"""How people ask for the difference that a move makes: "what would we no longer do?"."""
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


_PAIR = 2


def _intent(said: Said, assertion: Assertion | None, found: Found) -> Intent:
    if found.ways > 1 and Way.MOVE in said:
        return Intent.MOVE
    if Way.COMPARE in said and not (found.lists and found.ways < _PAIR):
        return Intent.COMPARE
    if found.term and not found.service and not found.area:
        return Intent.EXPLAIN
    if not found.service and found.lists:
        return Intent.LIST
    if Way.OVERVIEW in said:
        return Intent.OVERVIEW
    if assertion:
        return Intent.YES_NO
    if Way.EXPLAIN in said and Way.ASKS_WHO not in said:
        return Intent.EXPLAIN
    if Way.TEAM in said:
        return Intent.TEAM
    return Intent.WHO if found.anything or Way.CUES in said else Intent.OTHER


# --- yes or no ----------------------------------------------------------------------------------

_LEAN_ON = frozenset({"rely", "count", "depend", "trust", "leave", "let", "expect", "assume"})
_OPENERS = frozenset(
    """
    so and but ok okay well hey hi please um just also then surely wait hm hmm oh ah haha lol
    """.split()
)


def _assertion(words: Sequence[str], said: Said) -> Assertion | None:
    """The side that a yes/no question or a statement claims, and whether it denies it."""
    if Way.EITHER in said or not _is_yes_no(words, said):
        return None
    if "shared" in words:
        return Assertion(Owner.SHARED, negated=any(word in NEGATIONS for word in words))
    side = _claimed_side(words, said)
    if side is None:
        return None
    body = words[1:] if _first(words) in NEGATED_AUXILIARIES else words
    return Assertion(side, negated=any(word in NEGATIONS for word in _without_tail(body)))


def _service_acts(words: Sequence[str], said: Said, found: Found) -> Assertion | None:
    """ "Does Fargate fix our packages?": the service stands for its provider. What it can do at all is no duty."""
    acts = _first(words) in _ACTS and found.service and found.area
    if not acts or Way.FEATURE in said:
        return None
    return Assertion(Owner.PROVIDER, negated="not" in words)


_ACTS = frozenset({"does", "do", "will", "doesnt", "dont", "wont"})


def _without_tail(words: Sequence[str]) -> Sequence[str]:
    """Drop "..., right?", "... isnt it?": it asks for a yes and denies nothing."""
    tails = (["isnt", "it"], ["or", "not"], ["doesnt", "it"])
    return words[:-2] if list(words[-2:]) in tails else words


def _first(words: Sequence[str]) -> str:
    return next((word for word in words if word not in _OPENERS), "")


def _is_yes_no(words: Sequence[str], said: Said) -> bool:
    return (
        _first(words) in AUXILIARIES
        or ends(words, Way.TAILS)
        or Way.CLAIMS in said
        or ("so" in words[:2] and len(words) > 2)
        or "nothing" in words
    )


def _claimed_side(words: Sequence[str], said: Said) -> Owner | None:
    if _leans_on_provider(words):
        return Owner.PROVIDER
    for word in words:
        if word in PROVIDER_WORDS:
            return Owner.PROVIDER
        if word in CUSTOMER_SUBJECTS:
            return Owner.CUSTOMER
    if Way.BY_PROVIDER in said:
        return Owner.PROVIDER
    if Way.BY_US in said or "nothing" in words:
        return Owner.CUSTOMER
    return None


def _leans_on_provider(words: Sequence[str]) -> bool:
    """ "Can we rely on AWS", "let AWS": a word of trust, at most one word before the provider."""
    near = [*pairwise(words), *zip(words, words[2:], strict=False)]
    return any(a in _LEAN_ON and b in PROVIDER_WORDS for a, b in near)


def _side(said: Said) -> Owner | None:
    """Whose part an overview asks for."""
    if Way.OUR_PART in said:
        return Owner.CUSTOMER
    return Owner.PROVIDER if Way.THEIR_PART in said else None

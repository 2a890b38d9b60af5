"""How something is asked: who, yes or no, compare, list, explain; or not about ownership at all."""

from dataclasses import dataclass

from bot.model import Assertion, Intent, Owner
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


def asking(text: str, *, has_subject: bool) -> Asking:
    """Read the way of asking from `text` (words with single spaces, lower case).

    `has_subject`: a service or an area was found, so a bare noun phrase ("rds patching") is a question too.
    """
    padded = f" {text} "
    cue = _has(padded, _CUES)
    reason = _off_topic(padded, cue=cue)
    if reason:
        return Asking(Intent.OTHER, cue, reason)
    assertion = _assertion(text)
    return Asking(
        intent=_intent(padded, assertion, has_subject=has_subject),
        cue=cue or assertion is not None or _side(padded) is not None,
        assertion=assertion,
        side=_side(padded),
        team=_has(padded, _TEAM),
        legal=_has(padded, _LEGAL),
    )


def _has(padded: str, phrases: frozenset[str]) -> bool:
    return any(f" {phrase} " in padded for phrase in phrases)


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(line.split()) for line in text.strip().split("|"))


_CUES = _phrases(
    """who | whos | whose | whom | responsible | responsibility | responsibilities | responsibilites | accountable
    | liable | us or aws | aws or us | our job | aws job | our side | aws side | is it us | is it on us | on the hook
    | in charge | own | owns | owner | owners | ownership | takes care | take care | looks after | look after | raci
    | our duty | our duties | up to us | up to aws | on us | on aws | theirs or ours | ours or theirs | fall on | falls on
    | falls to | which side | what side | which party | shared responsibility | responsibility matrix | our part | aws part
    | our responsibility | do we have to | do we need to | do i have to | do i need to | must we | should we | have to"""
)
_TEAM = _phrases(
    """which team | what team | who do i page | who do i call | who do i contact | who to page | who to call | who to contact
    | who should i call | who should i page | who should i contact | whom do i call | which of our teams | on call | oncall
    | who do we call | who do we page | who do i ping | who to ping | which squad | what squad"""
)
_LEGAL = _phrases("liable | liability | legally | sue | lawsuit | legal | damages | negligent | in court")
_HOW_TO = _phrases(
    """how do i | how do we | how can i | how can we | how to | how would i | how would we | how should i | howto | steps to
    | tutorial | walk me through | guide me | give me the command | command to | write a | write me | generate | script to
    | best practice for | best way to | example of | terraform for | show me how | can you help me | help me | how does one
    | what is the command | whats the command | which command | explain how | sample code | code for | error when"""
)
_PRICE = _phrases(
    """how much | how expensive | price of | pricing | what does it cost | cost of | cost per | cheaper | cheapest | free tier
    | per month | per hour | discount"""
)
_LIVE = _phrases(
    """is down | down right now | down again | currently down | status of | is there an outage | any outage | are there any issues
    | right now | at the moment | is it up | health of our | how many | show me the | list all our | list our | what is our current
    | is it working | are we having | anyone else seeing | is anyone seeing"""
)
_HISTORY = _phrases(
    """who deleted | who changed | who created | who launched | who broke | who pushed | who merged | who approved | who deployed
    | who restarted | who rebooted | who stopped | who opened | who turned | who disabled | who enabled | who added | who removed
    | who modified | who patched | who upgraded | who updated | who rotated | who shut | who logged | who accessed | who committed
    | who made | who did | who was | who has been | who set | who ran | who terminated | who started | who invented | who founded
    | who wrote | who said | who won | who is the ceo | who else | last night | who touched | who killed | who exposed"""
)
_CHAT = _phrases(
    """tell me a joke | how are you | good morning | good night | what is your name | who are you | who made you | are you a bot
    | are you human | ignore your | ignore all | ignore previous | ignore the above | disregard | system prompt | pretend | you are now
    | happy friday | what can you do | thank you | i love you"""
)


def _off_topic(padded: str, *, cue: bool) -> str:
    """Why the message is not about ownership; empty when it may be."""
    if _has(padded, _CHAT):
        return "chat"
    if _has(padded, _HISTORY) and not _has(padded, _PASSIVE):
        return "history"
    strong = cue and not _has(padded, _phrases("have to | own"))
    if _has(padded, _HOW_TO) and not strong:
        return "how_to"
    if _has(padded, _PRICE) and not _has(padded, _phrases("who pays | who pay | pays for")):
        return "price"
    if _has(padded, _LIVE) and not strong:
        return "live_state"
    return ""


_PASSIVE = _phrases(
    "who is supposed | who is meant | who gets | audit | audit trail | record | tell us who | see who | find out who | know who"
)
_EXPLAIN = _phrases(
    """what is | whats | what does | what do you mean | explain | define | definition | meaning | mean | means | tell me about | eli5
    | difference between | why"""
)
_COMPARE = _phrases(
    "vs | versus | compared to | compared with | compare | difference between | different between | differ | rather than | instead of"
)
_LIST = _phrases(
    """where is | where are | where do we | which services | what services | which of our services | which aws services | list of services
    | which ones | on which | for which | where does aws | everything we"""
)
_OVERVIEW = _phrases(
    """what do we | what does aws | what is ours | what is our part | what are our | what is our job | what are we | what must we
    | what should we | overview | everything about | all of | our duties | our part | aws part | what is left | what remains
    | what are my | what do i | summary of | the split for | the split on | split for | breakdown"""
)


def _intent(padded: str, assertion: Assertion | None, *, has_subject: bool) -> Intent:
    if _has(padded, _COMPARE):
        return Intent.COMPARE
    if _has(padded, _LIST):
        return Intent.LIST
    if _has(padded, _OVERVIEW):
        return Intent.OVERVIEW
    if assertion:
        return Intent.YES_NO
    if _has(padded, _EXPLAIN) and not _has(padded, _phrases("who | whos | whose | responsible")):
        return Intent.EXPLAIN
    if _has(padded, _TEAM):
        return Intent.TEAM
    return Intent.WHO if has_subject or _has(padded, _CUES) else Intent.OTHER


# --- yes or no ----------------------------------------------------------------------------------

_EITHER = _phrases(
    "us or aws | aws or us | we or aws | aws or we | us or amazon | amazon or us | us or them | them or us | ours or theirs"
)
_LEAN_ON = frozenset("rely count depend trust leave let expect assume".split())
_OPENERS = frozenset("so and but ok okay well hey hi please um just also then surely".split())
_TAILS = _phrases(
    "right | correct | true | yes | no | isnt it | or not | doesnt it | dont we | dont they | does it | yeah | yes or no"
)
_CLAIMS = _phrases("is it true | true that | i think | i assume | i believe | am i right | confirm | assume that | can we say")
_BY_PROVIDER = _phrases(
    "by aws | by amazon | on aws | awss | aws job | aws responsibility | up to aws | aws side | aws problem | for us | aws duty"
)
_BY_US = _phrases(
    """by us | on us | our job | our responsibility | up to us | our side | our problem | ours | our duty | our task
    | by ourselves | ourselves | us to | for us to | on our side | we have to | i have to | we need to | we must"""
)


def _assertion(text: str) -> Assertion | None:
    """The side that a yes/no question or a statement claims, and whether it denies it."""
    words = text.split()
    if not words or _has(f" {text} ", _EITHER) or not _is_yes_no(words, text):
        return None
    side = _claimed_side(words, text)
    if side is None:
        return None
    body = words[1:] if _first(words) in NEGATED_AUXILIARIES else words
    return Assertion(side, negated=any(word in NEGATIONS for word in _without_tail(body)))


def _without_tail(words: list[str]) -> list[str]:
    """Drop "..., right?", "... isnt it?": it asks for a yes and denies nothing."""
    return words[:-2] if words[-2:] in (["isnt", "it"], ["or", "not"], ["doesnt", "it"]) else words


def _first(words: list[str]) -> str:
    return next((word for word in words if word not in _OPENERS), "")


def _is_yes_no(words: list[str], text: str) -> bool:
    padded = f" {text} "
    ends = any(padded.endswith(f" {tail} ") for tail in _TAILS)
    starts = _first(words) in AUXILIARIES
    return starts or ends or _has(padded, _CLAIMS) or (words[0] == "so" and len(words) > 2) or "nothing" in words


def _claimed_side(words: list[str], text: str) -> Owner | None:
    padded = f" {text} "
    if any(a in _LEAN_ON and b in PROVIDER_WORDS for a, b in zip(words, words[2:], strict=False)) or any(
        a in _LEAN_ON and b in PROVIDER_WORDS for a, b in zip(words, words[1:], strict=False)
    ):
        return Owner.PROVIDER
    for word in words:
        if word in PROVIDER_WORDS:
            return Owner.PROVIDER
        if word in CUSTOMER_SUBJECTS:
            return Owner.CUSTOMER
    if _has(padded, _BY_PROVIDER):
        return Owner.PROVIDER
    if _has(padded, _BY_US) or "nothing" in words:
        return Owner.CUSTOMER
    return None


def _side(padded: str) -> Owner | None:
    """Whose part is asked for, in lists and overviews."""
    if _has(padded, _phrases("what do we | what is ours | what are our | what is our | on us | our duties | our part | we still | what must we | what are we | what should we | ourselves | what are my | what do i")):
        return Owner.CUSTOMER
    if _has(padded, _phrases("what does aws | aws part | on aws | aws still | does aws do | what is aws")):
        return Owner.PROVIDER
    return None

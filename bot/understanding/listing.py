"""Whether a message asks for services: those where something is one side's ("where is patching on us?")."""

from collections.abc import Sequence
from itertools import pairwise

from bot.understanding.english import AUXILIARIES, CUSTOMER_WORDS, PROVIDER_WORDS

_KINDS = frozenset(
    """
    service services offering offerings product products database databases dbs engine engines place places resource
    resources workload workloads component components platforms solutions systems tools setups deployments kinds types
    situations circumstances areas svc svcs stores
    """.split()
)
"""Words for services in general."""
_LOOSE_KINDS = _KINDS | frozenset("thing things stuff one ones family cases parts options".split())
"""The same, and words that mean services only where a question word stands before them: "which ones"."""
_PLURAL = frozenset(word for word in _KINDS if word.endswith("s")) | {"svc"}
_ASKS = frozenset("which what where list name enumerate compile collect gimme each show".split())
_LEAVE = frozenset("leave need let want make force require".split())
"""What services do to us, right after the noun: "services making us rotate keys", "stores that need us to ...", without "that"."""
_REACH = 5
"""Words between "which" and the noun: "list the managed data services in which"."""
_QUANTIFIERS = frozenset("any every all those".split())
_QUANTIFIER_REACH = 3
_EARLY = 8
"""Words of the beginning in which "all services" stands for what is asked, not for something beside it."""
_BEGIN = 3
"""Words of the beginning in which "everything with certificates" is a list, and no aside."""
_COLLECTIONS = frozenset("list set table inventory names overview enumeration".split())
_RELATIVE = frozenset("where that whose which whom".split())
"""What goes on after the noun: "services that ...", "databases in which ..."."""
_PREPOSITIONS = frozenset("in for with on at w needing".split())
_OPEN = frozenset(
    "everything anything whatever wherever anywhere somewhere everywhere those ones all".split()
)
"""What goes on with "where" or "that" as well: "everything where we ...", "name those that we ..."."""
_ORDERS = (
    ("name", "them"), ("name", "it"), ("name", "those"), ("list", "them"), ("list", "those"), ("list", "please"),
    ("list", "pls"), ("a", "list"), ("which", "ones"), ("spell", "it", "out"), ("enumerate",), ("what", "are", "they"),
    ("list", "em"), ("list", "it"), ("name", "em"), ("across", "everything"), ("across", "the", "board"), ("and", "which"), ("if", "so", "which"), ("by", "service"), ("per", "service"), ("which", "services"), ("what", "services"),
)  # fmt: skip
"""How a list is ordered after what it shall hold: "backups on us: name them"."""
_GENERALLY = frozenset("is isnt are arent do dont does doesnt must should can may would".split())
"""What follows "where" where it asks for what is so as a rule."""
_OWN = frozenset("our my their your amazons awss".split())
_DUTIES = frozenset(
    """
    job task tasks problem duty responsibility business burden call side concern headache turn part plate own desk list
    hands shoulders lap team teams people
    """.split()
)
"""What makes "our" a side: "where is patching our job"; but not "where is our data"."""
_SIDES = (CUSTOMER_WORDS | PROVIDER_WORDS | {"they", "them", "theirs"}) - _OWN
_VERBS = AUXILIARIES | frozenset(
    "need needs let lets leave leaves make makes come comes get gets take takes keep keeps still put puts want".split()
)
_OPENERS = frozenset(
    "so and ok okay well hey hi please pls in on for at from of the to out".split()
)
_GIVES = frozenset("give tell list name show send point".split())
_PLACES = frozenset("where wheres wherever when".split())
_WHO = frozenset({"who", "whos"})


def asks_for_services(words: Sequence[str]) -> bool:
    """Whether the words of the asking sentences, lower case, ask for a list of services."""
    words = _without_request(tuple(words))
    if _orders(words):
        return True
    if not _WHO.isdisjoint(words[:_EARLY]) or words[:1] == ("whose",):
        return False
    begin = [word for word in words if word not in _OPENERS]
    return (
        tuple(words[:2]) in _WHAT_FOR
        or (begin[:1] != [] and begin[0] in _SHOWS and begin[1:2] == ["what"])
        or any(_asks_which(words, at) for at in range(len(words)))
        or any(_asks_where(words, at) for at in range(len(words)))
        or (len(begin) > 1 and begin[0] == "which" and begin[1] in _VERBS)
        or tuple(begin[:2]) in _THESE
        or _ends_with_where(words)
        or ("what", "all") in pairwise(words[:_EARLY])
        or _has_clause(words)
    )


_WHAT_FOR = frozenset({("for", "what"), ("for", "which")})
"""Of "for what do we have to manage certificates ourselves"."""
_SHOWS = frozenset("list show name enumerate".split())
"""Of "list what AWS patches completely"."""
_THESE = frozenset({("which", "these"), ("which", "those"), ("which", "them")})
"""Of "which of these need backups by us", without its "of"."""


def _ends_with_where(words: Sequence[str]) -> bool:
    """ "TLS certificates ours where?", "patching is on us where exactly"."""
    last = words[:-1] if words[-1:] in (("exactly",), ("then",)) else words
    return last[-1:] == ("where",) and _names_a_side(last[:-1])


def _without_request(words: Sequence[str]) -> Sequence[str]:
    """ "Who can give me the services where ..." asks for no person."""
    at = next((at for at, word in enumerate(words[:_EARLY]) if word in _GIVES), 0)
    asks = tuple(words[: at + 1])
    is_request = at and asks[0] in ("who", "can", "could", "anyone", "somebody") and "me" in words
    return words[at:] if is_request else words


def _asks_which(words: Sequence[str], at: int) -> bool:
    """ "On which databases", "list the offerings in which", "is there any service where", "a table of products"."""
    word, after = words[at], words[at + 1 : at + 1 + _REACH]
    if word == "what" and after[:1] == ("about",):
        return False  # "what about the AWS managed ones"
    if word in _ASKS and (not _LOOSE_KINDS.isdisjoint(after) or after[:1] == ("all",)):
        return True
    if word in _QUANTIFIERS and at < _EARLY and not _KINDS.isdisjoint(after[:_QUANTIFIER_REACH]):
        return True
    if word in _COLLECTIONS:
        if words[at - 1] == "same":
            return True  # "the same list for network firewall rules"
        return after[:1] == ("of",) and not (_LOOSE_KINDS | {"where"}).isdisjoint(after)
    if word == "all" and _SIDES.isdisjoint(after[1:2]) and _VERBS.isdisjoint(after[1:2]):
        return False  # "slow queries, all that fun"
    near_where = "where" in after and at < _EARLY
    goes_on = ("that", "with", "w") if at < _BEGIN else ("that",)
    return word in _OPEN and (near_where or (after != () and after[0] in goes_on))


def _asks_where(words: Sequence[str], at: int) -> bool:
    """ "Where do we patch", "where else is it theirs", "what on AWS still has"; but not "where is the runbook"."""
    word, rest = words[at], words[at + 1 :]
    if word in _PLACES and rest[:1] == ("else",):
        return _names_a_side(rest[1:])
    if word in _PLACES and rest:
        is_clause = rest[0] in _GENERALLY or words[at - 1] in ("me", "know", "see", "say")
        begins = at < 2 and (word != "when" or is_clause)
        return (begins or (is_clause and word != "when")) and _names_a_side(rest)
    near = rest[:1] and rest[0] in ("on", "in") and rest[1:2] and rest[1] in PROVIDER_WORDS
    return bool(near) and word in ("what", "anything", "everything")


def _names_a_side(words: Sequence[str]) -> bool:
    ours = (a in _OWN and b in _DUTIES for a, b in pairwise(words))
    return not _SIDES.isdisjoint(words) or not _OWN.isdisjoint(words[-1:]) or any(ours)


def _has_clause(words: Sequence[str]) -> bool:
    """ "Services in which we ...", "are there offerings whose ..."."""
    some = tuple(words[:_EARLY])
    if any(a in _PLURAL and c in _RELATIVE for a, c in zip(some, some[2:], strict=False)):
        return True  # "services for which ..."
    if some[:2] in (("are", "there"), ("is", "there")) and not _RELATIVE.isdisjoint(some[3:]):
        return True  # "are there stores for which ..."
    if any(a in _PLURAL | {"things"} and b in ("where", "whose") for a, b in pairwise(words)):
        return True  # "an inventory of the storage services where ...", however late
    for at, (word, after) in enumerate(pairwise(some)):
        if word in _PLURAL | {"service"} and after in _RELATIVE:
            return True
        begins = at < 2 and word in _PLURAL
        if begins and (after in _PREPOSITIONS or after.endswith("ing") or after in _LEAVE):
            return True
        if word in _PLURAL and after == "with":
            return True
    return False


def _orders(words: Sequence[str]) -> bool:
    return any(tuple(words[-len(order) :]) == order for order in _ORDERS)

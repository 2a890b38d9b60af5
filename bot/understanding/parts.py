"""Where a message asks for several things: the parts of a list, and second questions."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from bot.understanding.english import AUXILIARIES, CUSTOMER_WORDS, PROVIDER_WORDS
from bot.understanding.pairing import sets_against
from bot.understanding.spotting import Spotted, Token


def parts(
    spotted: Spotted, focus: frozenset[int], whole: frozenset[int] = frozenset()
) -> Iterator[tuple[int, int]]:
    """The asking sentences, cut where a list goes on: (start, end) of each part; nothing without a list.

    An "and" inside a name cuts nothing ("AWS Billing and Cost Management" is one service), and neither does one between two
    names: "Glue and Athena" are two places, not two tasks. `whole`: other places where nothing is cut.
    """
    tokens = spotted.tokens
    asking = [at for at, token in enumerate(tokens) if token.word.sentence in focus]
    if not asking:
        return
    inside = set(whole) | {at for name in spotted.names for at in range(name.start + 1, name.end)}
    inside.update(_between_names(spotted))
    if sets_against(spotted):
        inside.update(at for at in asking if tokens[at].text in _VERSUS)
    cuts = [
        at
        for at in asking
        if at not in inside and (_goes_on(tokens, at) or _asks_again(tokens, at, asking[0]))
    ]
    cuts = sorted({*cuts, *_after_sides(spotted, asking)})
    if not cuts:
        return
    bounds = [asking[0], *cuts, asking[-1] + 1]
    for start, end in pairwise(bounds):
        if end > start:
            yield start, end


def _after_sides(spotted: Spotted, asking: Sequence[int]) -> Iterator[int]:
    """Where a clause with a side of its own is over: "disk failures are theirs but taking snapshots is ours"."""
    tokens = spotted.tokens
    told = [at for at in sides_told(spotted) if at in asking]
    for first, second in pairwise(told):
        between = tokens[first + 1 : second]
        has_more = any(not t.is_function and t.text not in _SIDES for t in between)
        if has_more and _is_beside(tokens[first], tokens[second]):
            yield first + 1


def sides_told(spotted: Spotted) -> list[int]:
    """The places of "... are theirs" and "... is AWS"; "ours or theirs", "is AWS patching it" and "is Amazon MQ" tell none."""
    inside = {at for name in spotted.names for at in name.positions}
    return [
        at
        for at, token in enumerate(spotted.tokens)
        if token.text in _SIDES and at not in inside and _tells(spotted.tokens, at)
    ]


def _tells(tokens: Sequence[Token], at: int) -> bool:
    before = [t for t in tokens[max(at - 2, 0) : at] if _is_beside(t, tokens[at])]
    last = before[-1].text if before else ""
    if tokens[at].text in CLAIMS:
        return last not in _EITHER
    return last in _IS and len(before) > 1 and before[0].text not in _OPENS_CLAUSE


def _is_beside(one: Token, other: Token) -> bool:
    return one.word.sentence == other.word.sentence


def tells_both_sides(spotted: Spotted) -> bool:
    """ "The disks are theirs and the snapshots are ours, right?" claims two things: no single yes or no is true of it."""
    told = {spotted.tokens[at].text for at in sides_told(spotted)}
    return not told.isdisjoint(CUSTOMER_WORDS) and not told <= CUSTOMER_WORDS


CLAIMS = frozenset({"ours", "theirs"})
"""Words that claim a side by themselves."""
_SIDES = CLAIMS | PROVIDER_WORDS | CUSTOMER_WORDS | {"them"}
_EITHER = frozenset({"or", "not", "vs"})
_IS = frozenset({"is", "are"})
_OPENS_CLAUSE = frozenset({"or", "and", "but", "so", "then"})


def _between_names(spotted: Spotted) -> Iterator[int]:
    """The places where a list of names goes on."""
    ends = {name.end: name for name in spotted.names}
    for name in spotted.names:
        has_and = name.start and spotted.tokens[name.start - 1].text in AND
        before = ends.get(name.start - has_and)
        # "EBS snapshots & volume encryption" is one place
        if before and before.services != name.services:
            yield from range(name.start - has_and, name.start + 1)


AND = frozenset({"and", "n", "plus"})
"""What joins the items of a list."""
_VERSUS = frozenset({"vs", "versus", "nor"})
"""What joins two tasks where no two services stand beside it: "uptime vs the records themselves"."""
_AND_MARKS = frozenset("/&+")
_ITEM_WORDS = 4
"""A comma before more words than that begins a clause, not an item of a list."""


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a list goes on here. "Or" parts two answers ("Amazon or us"), not two tasks."""
    token = tokens[at]
    if token.word.joined_by in _AND_MARKS or token.text in AND:
        return True
    if token.text in _VERSUS:
        return at > 0
    if token.text in _MEANWHILE:
        return tokens[(at + 1) % len(tokens)].text in _DOERS
    if token.text == "well":
        return tokens[at - 1].text == "as" == tokens[(at + 1) % len(tokens)].text
    if at and token.word.sentence != tokens[at - 1].word.sentence:
        return _is_short(tokens[at:])
    if token.word.joined_by != ",":
        return False
    if token.text in _DOERS and tokens[(at + 1) % len(tokens)].text in _DO:
        return True  # "AWS handles the hypervisor, we do the guest OS"
    if token.text in AUXILIARIES:  # "is logging ours, is scaling ours"
        mine = (t for t in tokens[:at] if t.word.sentence == token.word.sentence)
        return any(t.text in AUXILIARIES for t in mine)
    return _is_item(tokens[at:])


_MEANWHILE = frozenset({"while", "whereas"})
_DOERS = frozenset({"we", "they", "aws", "amazon", "were", "theyre"})
_DO = frozenset(
    {"do", "does", "handle", "handles", "take", "takes", "run", "runs", "keep", "keeps"}
)


_SHORT = 7
"""Words of a sentence that is an item of a list or a question of its own, and no story."""


def _is_short(words: Sequence[Token]) -> bool:
    mine = words[0].word.sentence
    begins = words[1] if words[0].text in _FURTHER and len(words) > 1 else words[0]
    return begins.text in WHO or all(t.word.sentence != mine for t in words[_SHORT : _SHORT + 1])


_FURTHER = AND | {"also", "but", "then", "first", "second", "third", "finally"}
_SUBORDINATE = frozenset(
    "asking because since as when if while after before which where that".split()
)
"""What begins the reason or the circumstances, not an item: "..., asking because of the maintenance mail"."""


def _is_item(words: Sequence[Token]) -> bool:
    """ "av" in "os patches, av and backups", and the last in "upgrades, DAG code - whose", but not "does AWS bring it back"."""
    if words[0].text in _SUBORDINATE:
        return False
    for at, token in enumerate(words[:_ITEM_WORDS]):
        if _ends(words, at) or (at and (token.word.joined_by or token.text in AND)):
            return True
        if token.text in WHO:
            return at > 0 and _is_tail(words[at:])
        if token.text in AUXILIARIES:
            return False
    return True


def _is_tail(words: Sequence[Token]) -> bool:
    """Whether a list ends with that: "who has which", "who's on the hook for each"."""
    rest = list(takewhile(lambda t: t.word.sentence == words[0].word.sentence, words))
    return len(rest) <= _TAIL or all(token.is_function for token in rest)


_TAIL = 3


def _ends(words: Sequence[Token], at: int) -> bool:
    """Whether the sentence of the first word is over there."""
    return at >= len(words) or words[at].word.sentence != words[0].word.sentence


WHO = frozenset({"who", "whos", "whose"})


def _asks_again(tokens: Sequence[Token], at: int, start: int) -> bool:
    """A second "who" at the beginning of a clause, or "who may" as an item: "windows patches, av, who can log in"; but not "who says
    who may pull".
    """
    if tokens[at].text not in WHO:
        return False
    before = tokens[start:at]
    is_item = tokens[at].word.joined_by and any(t.text in _MAY for t in tokens[at + 1 : at + 2])
    if is_item and any(t.word.joined_by for t in before):
        return True
    return opens(tokens, at) and any(opens(tokens, i) for i in range(start, at))


_MAY = frozenset({"can", "may", "gets", "has"})


def opens(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause begins here with "who"."""
    if tokens[at].text not in WHO:
        return False
    before = tokens[at - 1] if at else None
    return (
        before is None
        or before.text in AND
        or before.word.sentence != tokens[at].word.sentence
        or bool(tokens[at].word.joined_by)
        or not any(token.text in WHO for token in tokens[:at])
    )

"""Which of the services that a message names it asks about, and which are only where something runs, goes or comes from.

"Who backs up the EFS that SageMaker mounts?" names two and asks about one. Services that are asked about together stand in a
list ("S3, SQS and Lambda"); what a preposition or a verb ties to another is the scene.
"""

from collections.abc import Collection, Mapping, Sequence

from bot.model import Match
from bot.understanding.english import PREPOSITIONS
from bot.understanding.lexicon import Lexicon
from bot.understanding.naming import NameSpot
from bot.understanding.parts import AND, opens
from bot.understanding.spotting import Spotted, Token

EITHER = frozenset({"or", "vs", "versus"})
"""What stands between two names of which each is meant by itself."""
JOINERS = AND | EITHER | {"nor", "than", "well", "alike", "against", "compared"}
SMALL = PREPOSITIONS | {"the", "our", "my", "a", "an", "own", "plain", "both", "either", "also"}
"""What may stand between a comma and the next service of a list."""
_ITEM = 2
"""Words of substance between a service and the "and" that goes on with another: "the EKS node images and those of ECS"."""
_WAY_THERE = frozenset({"to", "into", "from", "with", "via", "onto"})
"""What follows a verb that ties one service to another: "and talks to Aurora"."""


def asked_about(
    names: Sequence[NameSpot], spotted: Spotted, focus: frozenset[int], index: Lexicon
) -> list[NameSpot]:
    """The names of the services that are asked about, as they stand. `focus`: the sentences that ask; whoever names a service
    there means that one.
    """
    names = _without_tools(names, spotted, index.tools)
    if len({name.services for name in names}) < 2:
        return list(names)
    known = frozenset(id_ for name in names for id_ in name.services)
    # with the weaker names of the same services: "redis" beside ElastiCache
    spots = [n for n in spotted.names if n in names or n.services & known]
    spots = [n for n in spots if not _runs_elsewhere(n, names, spotted)]
    asking = [n for n in spots if spotted.tokens[n.start].word.sentence in focus]
    groups = _lists(asking or spots, spotted)
    if len(groups) > 1:
        asks = _last_who(spotted, focus) if asking else 0
        meant = _described(groups, spotted, focus, asks, index.own_words)
        groups = [meant or _meant(groups, spotted, focus)]
    ids = _named_again(groups[0]) or frozenset(id_ for name in groups[0] for id_ in name.services)
    return [name for name in names if name.services & ids]


def _runs_elsewhere(name: NameSpot, names: Sequence[NameSpot], spotted: Spotted) -> bool:
    """Whether what a service is like is run on another: the MongoDB of "DocumentDB or MongoDB on EC2"."""
    if _is_strong(name) or [t.text for t in spotted.tokens[name.end : name.end + 1]] != ["on"]:
        return False
    return any(n.start == name.end + 1 and not n.services & name.services for n in names)


def _is_strong(name: NameSpot) -> bool:
    return any(not m.weak for m in name.named)


def _named_again(group: Sequence[NameSpot]) -> frozenset[str]:
    """What alone is named once more, at the end: "API Gateway -> Lambda, who tunes the Lambda?"."""
    *before, last = group
    mine = [n for n in before if n.services & last.services and _is_strong(n) >= _is_strong(last)]
    others = [n for n in before if not n.services & last.services]
    is_only = len({n.services for n in others}) == len(others) > 0
    return last.services if mine and is_only else frozenset()


def _without_tools(
    names: Sequence[NameSpot], spotted: Spotted, tools: Collection[str]
) -> Sequence[NameSpot]:
    """Without IAM beside Lambda, but not in "IAM and KMS"."""
    others = [n for n in names if not n.services <= {*tools}]
    kept = [n for n in names if n in others or any(_listed(n, o, spotted) for o in others)]
    return kept if others else names


def _listed(one: NameSpot, other: NameSpot, spotted: Spotted) -> bool:
    """ "IAM and KMS", "the keys in KMS and the passwords in Secrets Manager"."""
    first, second = sorted((one, other), key=lambda n: n.start)
    between = [t.text for t in spotted.tokens[first.end : second.start]]
    if len(between) < 2:
        joined = bool(spotted.tokens[second.start].word.joined_by)
        return between[0] in AND | EITHER if between else joined
    is_each_in = all(_word_before(n, spotted) in PREPOSITIONS for n in (first, second))
    return is_each_in and not AND.isdisjoint(between) and in_one_list(first, second, spotted)


def _meant(
    groups: Sequence[list[NameSpot]], spotted: Spotted, focus: frozenset[int]
) -> list[NameSpot]:
    """The list that is asked about: the one after "who", named twice, or named first."""
    groups = _after_who(groups, spotted, focus) or groups
    twice = [g for g in groups if len(g) > len({name.services for name in g})]
    owners = [g for g in groups if _is_owner(g[0], spotted)]
    sources = [g for g in groups if _word_before(g[0], spotted) == "from"]
    return next((g for g in twice or owners or groups if g not in sources), groups[0])


_ANYWHERE = frozenset("service team company account environment system resource".split())


def _described(
    groups: Sequence[list[NameSpot]],
    spotted: Spotted,
    focus: frozenset[int],
    asks: int | None,
    own_words: Mapping[str, frozenset[str]],
) -> list[NameSpot] | None:
    """The only one of which a word tells where the question stands: "... reads from DynamoDB. Who backs up the table?". `asks`:
    where the last "who" stands; nothing where one is named after it, or where nobody asks "who".
    """
    if asks is None or any(n.start > asks > 0 for g in groups for n in g):
        return None
    said = {
        t.stem
        for at, t in enumerate(spotted.tokens)
        if t.word.sentence in focus and at >= asks and not t.is_function
    } - _ANYWHERE
    fitting = [g for g in groups if any(said & own_words[id_] for n in g for id_ in n.services)]
    return fitting[0] if len(fitting) == 1 else None


def _last_who(spotted: Spotted, focus: frozenset[int]) -> int | None:
    tokens = spotted.tokens
    asks = [at for at, t in enumerate(tokens) if t.word.sentence in focus and opens(tokens, at)]
    return asks[-1] if asks and asks[-1] else None


_POINTING = frozenset("it its them they those these that".split())


def _after_who(
    groups: Sequence[list[NameSpot]], spotted: Spotted, focus: frozenset[int]
) -> list[list[NameSpot]]:
    """Those named after the last "who" of the message: "Fargate runs it, but who scans the images in ECR"; but not where a
    pointing word leads back: "Macie jobs, who plans them over our buckets".
    """
    asks = _last_who(spotted, focus)
    if asks is None:
        return []
    after = [g for g in groups if g[-1].start > asks]
    first = min((n.start for g in after for n in g if n.start > asks), default=0)
    points = any(_points(spotted.tokens, at) for at in range(asks, first))
    return [] if points else after


_NOUN_BEGINS = frozenset("a an the our my your its any all each".split())


def _points(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word leads back; but not the "that" of "who tests that a backup comes back"."""
    is_clause = tokens[at].text == "that" and tokens[at + 1].text in _NOUN_BEGINS
    return tokens[at].text in _POINTING and not is_clause


def _lists(names: Sequence[NameSpot], spotted: Spotted) -> list[list[NameSpot]]:
    """The names, those of one list together; a service named twice joins what it stands with."""
    groups: list[list[NameSpot]] = []
    for at, name in enumerate(names):
        before = names[at - 1] if at and in_one_list(names[at - 1], name, spotted) else None
        joined = [g for g in groups if before in g or any(name.services & n.services for n in g)]
        groups = [g for g in groups if g not in joined]
        groups.append(sorted([*(n for g in joined for n in g), name], key=lambda n: n.start))
    return sorted(groups, key=lambda g: g[0].start)


def in_one_list(first: NameSpot, second: NameSpot, spotted: Spotted) -> bool:
    """Whether only the words of a list stand between."""
    between = spotted.tokens[first.end : second.start]
    if not between:
        return True
    joined = [i for i, t in enumerate(between) if t.text in JOINERS or _but_not(between[i:])]
    if joined:
        first_item = [t for t in between[: joined[-1]] if not t.is_function]
        return len(first_item) <= _ITEM and not _ties(between[joined[-1] + 1 :])
    marks = [i for i, t in enumerate((*between, spotted.tokens[second.start])) if t.word.joined_by]
    return bool(marks) and all(t.text in SMALL for t in between[marks[-1] :])


def _but_not(words: Sequence[Token]) -> bool:
    """ "On EC2 but not on RDS"."""
    return [t.text for t in words[:2]] == ["but", "not"]


def _ties(words: Sequence[Token]) -> bool:
    """Whether a verb ties what comes to what was: "(and) talks to", "(and) deploys", "(and) stores its files in"."""
    verb = words[1:2] if words and words[0].text in _THEN else words[:1]
    if any(t.text in _SCENE for t in verb):
        return True
    if not words or not words[0].text.endswith("s") or words[0].is_function:
        return False
    return len(words) == 1 or words[1].text in _WAY_THERE


_SCENE = frozenset(
    """
    stores stored writes reads sends puts keeps lands runs saves pushes pulls calls uses feeds talks streams dumps loads sits lives
    deploys forwards delivers archives uploads ships connects queries goes gets
    """.split()
)
"""Verbs by which one service is tied to another; whoever asks about both lists nouns."""
_THEN = frozenset("it that which then".split())


_NO_OWNER = frozenset(
    "front top instead out because outside inside ahead all both each one".split()
)
"""Words before "of" that make no owner of what comes: "in front of Aurora"."""


def _is_owner(name: NameSpot, spotted: Spotted) -> bool:
    """ "The EC2 hosts of Batch" are asked about as Batch's."""
    before = spotted.tokens[max(name.start - 2, 0) : name.start]
    return len(before) == 2 and before[1].text == "of" and before[0].text not in _NO_OWNER


def _word_before(name: NameSpot, spotted: Spotted) -> str:
    return spotted.tokens[name.start - 1].text if name.start else ""


def stand_apart(names: Sequence[NameSpot], spotted: Spotted) -> list[list[NameSpot]]:
    """The names by the lists that they are items of: in "EC2 and ECS" no way to run ECS is named, in "ECS on EC2" one is."""
    lists: list[list[NameSpot]] = []
    for name in sorted(names, key=lambda n: n.start):
        if lists and _is_next_item(lists[-1][-1], name, spotted):
            lists[-1].append(name)
        else:
            lists.append([name])
    return lists


def _is_next_item(first: NameSpot, second: NameSpot, spotted: Spotted) -> bool:
    between = spotted.tokens[first.end : second.start]
    joined = [at for at, token in enumerate(between) if token.text in AND]
    if joined:
        is_tied = any(t.text in _TIES for t in between[: joined[-1]])
        return not is_tied and in_one_list(first, second, spotted)
    mark = bool(spotted.tokens[second.start].word.joined_by)
    return mark and not any(t.text in _TIES for t in between)


_TIES = frozenset("on with in under using via by".split())


def own_places(
    services: Sequence[Match], spotted: Spotted, index: Lexicon
) -> tuple[frozenset[int], frozenset[int]]:
    """(where words stand that describe the service, where words stand that name a way to run it): the place, not the
    point.
    """
    own = {word for match in services for word in index.own_words[match.id]}
    describe = frozenset(i for i, token in enumerate(spotted.tokens) if token.stem in own)
    keys = {match.id for match in services}
    name = frozenset(
        place
        for words in spotted.option_words
        if any(meaning.id in keys for meaning in words.meanings)
        for place in words.positions
    )
    return describe, name

"""How much the words of a message, or of a part of it, speak for each area in the services that are named."""

from collections.abc import Callable, Collection, Mapping, Sequence
from heapq import nlargest

from bot.model import Knowledge, Match
from bot.model.lookup import duty, exists
from bot.understanding.english import CUSTOMER_WORDS, GENERIC_NOUNS, PROVIDER_WORDS
from bot.understanding.evidence import beliefs
from bot.understanding.parts import WHO
from bot.understanding.spotting import Spotted
from bot.understanding.ways import Way

_ABSENT_COST = 3.0
"""Evidence taken from an area that the named services do not have: "the Redshift cluster" has no control plane of ours."""
_OPTION_BONUS = 1.0
"""Evidence added for an area that the named option treats apart: whoever says "imported key material" means that."""
MOST_GUESSES = 4
"""How many of the likeliest areas are looked at, and offered."""
SAID = 0.5
"""What a word says at least for an area where it speaks for it at all."""
SIDES = PROVIDER_WORDS | CUSTOMER_WORDS


def where_it_is(
    scores: dict[str, float], services: Sequence[Match], knowledge: Knowledge
) -> dict[str, float]:
    """The `scores`, more for what a named option treats apart, less for what no named service has."""
    for match in services:
        options = knowledge.services[match.id].options
        told = options[match.option].duties.keys() if match.option else frozenset[str]()
        for area in told & scores.keys():
            scores[area] += _OPTION_BONUS
    if services:
        for area in nlargest(MOST_GUESSES, scores, key=scores.__getitem__):
            if _is_absent(area, services, knowledge):
                scores[area] -= _ABSENT_COST
    return scores


def _is_absent(area: str, services: Sequence[Match], knowledge: Knowledge) -> bool:
    """Whether none of the named services has the area."""
    if not services or area not in knowledge.areas:
        return False
    found = (duty(knowledge, knowledge.services[m.id], m.option, area) for m in services)
    return not any(exists(entry) for entry in found)


def lead_of(best: str, scores: Mapping[str, float], knowledge: Knowledge) -> float:
    """How much more speaks for `best` than for the next; a bundle's areas are no rivals of it."""
    bundle = knowledge.bundles.get(best)
    mine = {best, *(bundle.areas if bundle else ())}
    top = max(scores[area] for area in scores if area in mine)
    return top - max((scores[area] for area in scores if area not in mine), default=0.0)


_STANDS_OUT = 0.6
"""Share of a bundle's belief from which one area is meant and not the bundle."""
_RAISES = 0.5
"""Share of the best area's evidence that its bundle needs of its own: "keys" hints at rotation, but asks for no such thing."""


def raised(
    scores: Mapping[str, float],
    knowledge: Knowledge,
    is_said: Callable[[str], bool] = lambda _: True,
    alone: str | None = None,
) -> dict[str, float]:
    """The belief in each area, best first. A bundle takes that of its areas while none stands out among them, or when its own
    word is all that is `alone` said: "who patches EKS?" asks for every layer. Of two that could, the one that more speaks for.
    `is_said`: whether a word of substance speaks for a bundle.
    """
    ranked = beliefs(scores)
    best = next(iter(ranked), "")
    for id_ in sorted(knowledge.bundles, key=lambda bundle: -scores.get(bundle, 0.0)):
        mine = [area for area in (id_, *knowledge.bundles[id_].areas) if area in ranked]
        unsure = best in mine and ranked[best] < _STANDS_OUT * sum(ranked[a] for a in mine)
        is_asked = id_ == alone or (unsure and scores.get(id_, 0.0) >= _RAISES * scores[best])
        if is_asked and is_said(id_):
            whole = sum(ranked[area] for area in mine)
            rest = {area: much for area, much in ranked.items() if area not in mine}
            members = {area: ranked[area] for area in mine if area != id_}
            return {id_: whole, **members, **rest}
    return ranked


def is_task(area: str, knowledge: Knowledge) -> bool:
    """Whether it is an area or a bundle, not a term or the whole."""
    return area in knowledge.areas or area in knowledge.bundles


def has_substance(at: int, spotted: Spotted) -> bool:
    """Whether a word says more than whose job, and where."""
    token = spotted.tokens[at]
    is_word = not (token.is_function or token.text in SIDES or token.text.isdigit())
    return is_word and at not in spotted.hidden and token.text not in GENERIC_NOUNS


_ALL = frozenset(
    "responsibilities ownership duties split splits share overview breakdown everything full all raci chores".split()
)
_WHAT = frozenset({"what", "which"})


def asks_for_all(spotted: Spotted, said: Collection[Way]) -> bool:
    """Whether a message names places and ways to run them, and asks who does what there: "RDS for SQL Server, responsibilities"."""
    words = [token.text for token in spotted.tokens]
    asks_what = not _WHAT.isdisjoint(words[1:]) and sum(word in WHO for word in words) == 1
    if Way.OVERVIEW not in said and _ALL.isdisjoint(words) and not asks_what:
        return False
    named = {at for name in (*spotted.names, *spotted.option_words) for at in name.positions}
    return not any(
        has_substance(at, spotted) and at not in named and word not in _ALL
        for at, word in enumerate(words)
    )

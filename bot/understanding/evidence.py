"""What the words of a message say about areas, and about whether it asks whose job something is.

The evidence was learnt from knowledge/asked/ (see upkeep/learning.py): for each word, and each pair of words, how much
more often people use it when they ask for one area than for another. Here it is only added up.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from math import exp
from typing import NamedTuple

from bot.model import Evidence
from bot.understanding.english import FUNCTION_WORDS, OWNERSHIP_WORDS, PROVIDER_WORDS
from bot.understanding.spotting import Token

WHOLE = "whole"
"""Stands among the areas for the whole split of a service: "what do we have to do for Aurora?"."""
NAME = "NAME"
"""Stands for the name of any service, so that evidence for one holds for all."""
MAKER = "MAKER"

_SMALL_WORD = 0.5
"""Weight of a function word, or of one of asking whose job it is, as evidence for an area."""
_NEIGHBOURS = 0.5
"""Weight of two words side by side, small ones included: "log in", "who may"."""
_PAIR = 1.0
"""Weight of two content words with only small words between: "keep ... copies"."""
_SERVICE = 0.5
"""Weight of the service itself: what people mostly ask about it. These four weights: the best of five settings on the
dev half of tests/questions/outside.yaml and stories.yaml, 2026-11-29."""

_SKIPPED = frozenset("a an the this that these those there here it its of".split())


class Feature(NamedTuple):
    """A word or pair of words that can be evidence. A message has some sixty; a tuple is made fastest."""

    key: str
    weight: float
    places: tuple[int, ...]
    """Where its words stand; empty for the service itself."""


def features(
    tokens: Sequence[Token], names: Collection[int], services: Iterable[str]
) -> list[Feature]:
    """The words of a message, its neighbours and its pairs, as evidence may know them.

    `names`: places of words that only name a service.
    """
    found: list[Feature] = []
    last, last_at = "", -1
    content, content_at = "", -1
    for at, token in enumerate(tokens):
        if at in names:
            if last == NAME:
                continue
            word, is_small = NAME, True
        elif token.text in _SKIPPED or token.text.isdigit():
            continue
        else:
            is_maker = token.text in PROVIDER_WORDS
            word = MAKER if is_maker else token.stem
            is_small = is_maker or token.text in FUNCTION_WORDS
            weak = is_small or token.text in OWNERSHIP_WORDS
            found.append(Feature(word, _SMALL_WORD if weak else 1.0, (at,)))
        if last:
            found.append(Feature(f"{last} {word}", _NEIGHBOURS, (last_at, at)))
        last, last_at = word, at
        if word == NAME:
            content = ""
        elif not is_small:
            if content:
                found.append(Feature(f"{content}~{word}", _PAIR, (content_at, at)))
            content, content_at = word, at
    found.extend(Feature(f"@{key}", _SERVICE, ()) for key in services)
    return found


def weigh(
    found: Iterable[Feature], evidence: Evidence, shares: Sequence[float]
) -> dict[str, float]:
    """Area → how much speaks for it; areas for which nothing does are left out.

    `shares`: how much each word of the message counts.
    """
    known = evidence.words
    scores = [0.0] * len(evidence.areas)
    for key, weight, places in found:
        says = known.get(key)
        if says:
            share = weight
            for place in places:
                share *= shares[place]
            for number, much in says.items():
                scores[number] += much * share
    return {area: score for area, score in zip(evidence.areas, scores, strict=True) if score}


TEMPERATURE = 0.5
"""How fast belief grows with the evidence while it is learnt: words are not independent, so their sum overstates."""
_SHARPER = 0.8
"""The same of what was learnt: of 0.5, 0.6, 0.8 and 1.0 the likeliest on the dev halves, 2026-11-29."""


def beliefs(scores: Mapping[str, float]) -> dict[str, float]:
    """Area → share of belief, summing to 1 over the areas that have any evidence, best first."""
    if not scores:
        return {}
    best = max(scores.values())
    powers = {area: exp(_SHARPER * (score - best)) for area, score in scores.items()}
    total = sum(powers.values())
    return {
        area: powers[area] / total for area in sorted(powers, key=powers.__getitem__, reverse=True)
    }


_NOTHING: Mapping[int, float] = {}


def speakers(found: Iterable[Feature], evidence: Evidence, area: str) -> dict[int, float]:
    """Place of a word → how much it says for `area`; words that say nothing are left out."""
    if area not in evidence.areas:
        return {}
    index = evidence.areas.index(area)
    said: dict[int, float] = {}
    known = evidence.words
    for key, weight, places in found:
        much = known.get(key, _NOTHING).get(index)
        if much:
            for place in places:
                said[place] = said.get(place, 0.0) + much * weight
    return said


# --- is it for us at all -------------------------------------------------------------------------


def manner(tokens: Sequence[Token], names: Collection[int]) -> list[str]:
    """The words and neighbours of a message as they tell what kind of question it is; every service's name is the same NAME.

    Words of tasks stay as they are: who asks about "price" or "room" rarely asks us. With those masked, whether a message is for us is
    told less surely (area under the curve on 12,900 messages held back 0.952, with them 0.976; 2026-11-30).
    """
    said: list[str] = []
    for at, token in enumerate(tokens):
        if at in names:
            if said and said[-1] == NAME:
                continue
            said.append(NAME)
        elif token.text in PROVIDER_WORDS:
            said.append(MAKER)
        else:
            said.append(token.text)
    ends = ["<", *said, ">"]
    return [*dict.fromkeys(said), *(f"{a} {b}" for a, b in pairwise(ends))]


def is_for_us(words: Iterable[str], evidence: Evidence) -> float:
    """Log odds that a message asks whose job something is, by its way of asking."""
    known = evidence.ours
    return sum(known.get(word, 0.0) for word in words)

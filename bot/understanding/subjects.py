"""Which areas a message asks for: the weightiest phrase, what is joined to it, and what single words hint at."""

from collections.abc import Callable
from itertools import pairwise

from bot.model import Knowledge, Match
from bot.model.lookup import duty, exists
from bot.understanding.english import AUXILIARIES, LIST_JOINERS, LIST_MARKS
from bot.understanding.lexicon import Lexicon
from bot.understanding.spotting import AreaSpot, Spotted, Token

_VERB_BONUS = 2.5
"""For the area whose word follows "who": in "who encrypts our backups" the verb is the question."""

_BUNDLE_VERB_BONUS = 1.25
"""Half of it for a bundle: "updates" is a weak word beside "alternate contacts"."""

_OWN_SUBJECT = 0.55
"""For an area met only through words that describe the service itself: every question about Route 53 names DNS, so
beside "floods" it is the place, not the point."""

_AS_GOOD = 0.42
"""Share of the best weight from which an area in the same list counts as asked for as well."""
_BACKGROUND_SUBJECT = 0.6
"""For an area met only outside the sentence that asks: the story, not the question."""
_MOST_GUESSES = 3


def areas_asked(
    spotted: Spotted,
    own: frozenset[int],
    focus: frozenset[int],
    knowledge: Knowledge,
    is_absent: Callable[[str], bool],
) -> list[AreaSpot]:
    """The areas asked for: the weightiest, and those joined to it by a list or asked in a second "and who"."""
    there = tuple(s for s in spotted.areas if not is_absent(s.area)) or spotted.areas
    spots = [s for s in there if not _covered(s, there)]
    objects = [s for s in spots if not s.positions <= own]
    spots = [s for s in spots if not _has_object(s, objects, knowledge)]
    places = frozenset(i for name in spotted.names for i in name.positions)
    verbs = _verbs(spotted.tokens, places)

    def weight(spot: AreaSpot) -> float:
        share = len(spot.positions & own) / len(spot.positions)
        is_bundle = spot.area in knowledge.bundles
        told = {spotted.tokens[i].word.sentence for i in spot.positions}
        distance = 1.0 if told & focus else _BACKGROUND_SUBJECT
        full = _weight(spot, verbs, is_bundle=is_bundle)
        return full * distance * (1 - (1 - _OWN_SUBJECT) * share)

    weighed = sorted(spots, key=lambda s: (-weight(s), min(s.positions), s.area))
    if not weighed:
        return []
    best = weighed[0]
    asked = [best]
    for other in weighed[1:]:
        fresh = all(other.positions.isdisjoint(s.positions) for s in asked)
        new = fresh and other.area not in {s.area for s in asked}
        if new and other.weight >= _AS_GOOD * best.weight and _joined(spotted.tokens, best, other):
            asked.append(other)
    return asked


def is_absent_in(area: str, services: tuple[Match, ...], knowledge: Knowledge) -> bool:
    """Whether none of the named services has the area: "the Redshift cluster" has no control plane of ours."""
    if not services or area in knowledge.bundles:
        return False
    found = (duty(knowledge, knowledge.services[m.id], m.option, area) for m in services)
    return not any(exists(entry) for entry in found)


def own_places(services: tuple[Match, ...], spotted: Spotted, index: Lexicon) -> frozenset[int]:
    """Where words stand that describe the service or name its option: the place, not the point."""
    own = {word for match in services for word in index.own_words[match.id]}
    places = {i for i, token in enumerate(spotted.tokens) if token.stem in own}
    options = {(match.id, match.option) for match in services}
    for words in (*spotted.option_words, *spotted.names):
        if any(m.option and (m.id, m.option) in options for m in words.meanings):
            places |= words.positions
    return frozenset(places)


def _covered(spot: AreaSpot, others: tuple[AreaSpot, ...]) -> bool:
    """A phrase inside a longer one says less: {firewall} inside {host, firewall}."""
    return any(spot.positions < other.positions for other in others)


def _has_object(spot: AreaSpot, others: list[AreaSpot], knowledge: Knowledge) -> bool:
    """ "Patch" beside "control plane": the bundle's word is only the verb of one of its own areas."""
    bundle = knowledge.bundles.get(spot.area)
    return bundle is not None and any(other.area in bundle.areas for other in others)


def _weight(spot: AreaSpot, verbs: frozenset[int], *, is_bundle: bool) -> float:
    if not verbs & spot.positions:
        return spot.weight
    return spot.weight + (_BUNDLE_VERB_BONUS if is_bundle else _VERB_BONUS)


_WHO = frozenset({"who", "whos", "whose", "to", "job"})

_SUBJECTS = frozenset({"aws", "amazon", "we", "i", "they"})

_BEFORE_SUBJECT = AUXILIARIES | {"or", "that", "must"}


def _verbs(tokens: tuple[Token, ...], names: frozenset[int]) -> frozenset[int]:
    """The first content word after each "who", "does AWS", "do we", "to": what the asker wants done."""
    armed = False
    verbs = set()
    for i, token in enumerate(tokens):
        asks = i > 0 and token.text in _SUBJECTS and tokens[i - 1].text in _BEFORE_SUBJECT
        if asks or token.text in _WHO:
            armed = True
        elif armed and not token.is_function and i not in names:
            verbs.add(i)
            armed = False
    return frozenset(verbs)


def _joined(tokens: tuple[Token, ...], one: AreaSpot, other: AreaSpot) -> bool:
    """Whether a list holds both: only joiners and small words stand between them."""
    first, second = sorted((one, other), key=lambda s: min(s.positions))
    start, end = max(first.positions), min(second.positions)
    if start >= end:
        return False
    between = tokens[start + 1 : end + 1]
    if _asks_again(between):
        return True
    marks = any(t.word.joined_by in LIST_MARKS for t in between if t.word.joined_by)
    joiners = any(t.text in LIST_JOINERS for t in between[:-1])
    return (marks or joiners) and all(t.is_function for t in between[:-1])


def _asks_again(between: tuple[Token, ...]) -> bool:
    """ "..., and who ...": a second question in the same message."""
    pairs = pairwise(between)
    return any(a.text in ("and", "n") and b.text in ("who", "whos", "whose") for a, b in pairs)


def guesses(spotted: Spotted, used: frozenset[int], index: Lexicon) -> tuple[str, ...]:
    """The areas whose phrases the unused words occur in, by how much those words say."""
    votes: dict[str, float] = {}
    for i, token in enumerate(spotted.tokens):
        if i not in used and not token.is_function:
            for area in index.areas_of.get(token.stem, ()):
                votes[area] = votes.get(area, 0.0) + index.weights[token.stem]
    ranked = sorted(votes, key=lambda area: (-votes[area], area))
    return tuple(ranked[:_MOST_GUESSES])

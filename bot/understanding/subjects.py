"""Which areas a message asks for: what the evidence says of the whole, and of each part of a list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice

from bot.model import Knowledge, Match
from bot.model.lookup import duty, exists
from bot.understanding.english import CUSTOMER_WORDS, GENERIC_NOUNS, PROVIDER_WORDS
from bot.understanding.evidence import WHOLE, Feature, beliefs, features, speakers, weigh
from bot.understanding.lexicon import Lexicon
from bot.understanding.parts import parts
from bot.understanding.scenery import own_places
from bot.understanding.spotting import Spotted, Token, task_places

_OWN_SUBJECT = 0.85
"""Share of words that describe the service itself: every question about Route 53 names DNS, so beside "floods" it is
the place, not the point."""
_OPTION_WORD = 0.7
"""The same for words that name a way to run it: "node groups" beside EKS."""
_BACKGROUND = 0.9
"""Share of words outside the sentence that asks: the story, not the question."""
_ABSENT_COST = 3.0
"""Evidence taken from an area that the named services do not have: "the Redshift cluster" has no control plane of ours."""

_OPTION_BONUS = 1.0
"""Evidence added for an area that the named option treats apart: whoever says "imported key material" means that."""
_PART_BELIEF = 0.3
"""Belief by its own words from which a part of a list is a task of its own: of six settings the one that read most of 981 messages
with several tasks (knowledge/asked/messages/) rightly, at 3 of 793 others lost (2026-11-30)."""
_ITEM_BELIEF = 0.1
"""The same where two parts are tasks already, so that it surely is a list: of 300 such parts of new writers those believed in with
0.1 to 0.3 are right in 57 of 100 (2026-11-30); to leave one out is wrong in all."""
_LEAST_BELIEF = 0.00003
"""Belief on the whole that a part's area needs all the same, unless its own words are certain."""
_CERTAIN = 0.8
_HEARD_EVIDENCE = 1.5
"""Less than that is no speech."""
_LEAST_EVIDENCE = 0.8
"""Less than that is no subject at all: one small word that is a little more common somewhere."""
_STANDS_OUT = 0.6
"""Share of a bundle's belief from which one area is meant and not the bundle."""
_MOST_GUESSES = 4


_SIDES = PROVIDER_WORDS | CUSTOMER_WORDS


@dataclass(frozen=True, slots=True)
class Task:
    """One area that is asked for."""

    area: str
    belief: float
    """0 to 1: how surely this area and no other."""
    places: frozenset[int]
    """Where the words stand that speak for it."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a message is about."""

    tasks: tuple[Task, ...] = ()
    evidence: float = 0.0
    """How much speaks for the best area, in log odds."""
    lead: float = 0.0
    """How much more than for the next."""
    guesses: tuple[str, ...] = ()
    """The likeliest areas, best first; for asking back."""
    unheard: tuple[str, ...] = ()
    """What parts of a list speak for beside what was chosen, though not loudly enough, as they stand."""
    mute: int = 0
    """Parts of a list whose words speak for nothing."""
    concept: str | None = None
    """A term of the model that is asked to be explained."""


def subjects(
    spotted: Spotted,
    services: Sequence[Match],
    focus: frozenset[int],
    index: Lexicon,
    knowledge: Knowledge,
) -> Subjects:
    """The areas asked for, best first. `focus`: sentences that ask."""
    found = features(spotted.tokens, spotted.hidden, (match.id for match in services))
    own, options = own_places(services, spotted, index)
    shares = [_share(token, at, own, options, focus) for at, token in enumerate(spotted.tokens)]
    scores = _where_it_is(weigh(found, knowledge.evidence, shares), services, knowledge)
    alone = _bundle_alone(spotted, services, index, knowledge)
    ranked = _raised(scores, found, spotted, knowledge, alone)
    best = next(iter(ranked), None)
    if best and not _is_said(speakers(found, knowledge.evidence, best), spotted):
        best = None
    guesses = tuple(islice((a for a in ranked if _is_task(a, knowledge)), _MOST_GUESSES))
    if best is None or scores[best] < _LEAST_EVIDENCE or not _is_task(best, knowledge):
        lead = _lead(best, scores, knowledge) if best else 0.0
        is_term = best in knowledge.concepts
        evidence = scores[best] if best and is_term else 0.0
        return Subjects((), evidence, lead, guesses, concept=best if is_term else None)
    uncut = frozenset(at for some in task_places(spotted.tokens, index) for at in sorted(some)[1:])
    pieces = parts(spotted, focus, uncut)
    heard = list(_parts_of(pieces, spotted, found, shares, services, knowledge))
    loud = _loud(heard, ranked, _PART_BELIEF)
    if len(loud) > 1:
        loud = _loud(heard, ranked, _ITEM_BELIEF)
    else:
        whole = _Part(best, ranked[best], scores[best], _lead(best, scores, knowledge))
        loud = {best: whole}
    covered = _covered(tuple(loud), knowledge)
    unheard = dict.fromkeys(p.area for p in heard if p.area and p.area not in covered)
    tasks = (_task(part, found, spotted, knowledge) for part in loud.values())
    return Subjects(
        tuple(tasks),
        min(part.evidence for part in loud.values()),
        min(part.lead for part in loud.values()),
        guesses,
        tuple(unheard),
        sum(not part.area for part in heard),
    )


def _loud(
    heard: Sequence["_Part"], ranked: Mapping[str, float], least: float
) -> dict[str, "_Part"]:
    """The parts that are tasks of their own, by area."""
    return {
        part.area: part
        for part in heard
        if part.belief >= least
        and (part.belief >= _CERTAIN or ranked.get(part.area, 0.0) >= _LEAST_BELIEF)
    }


def _covered(chosen: Sequence[str], knowledge: Knowledge) -> set[str]:
    bundled = (knowledge.bundles[id_].areas for id_ in chosen if id_ in knowledge.bundles)
    return {*chosen, *(area for areas in bundled for area in areas)}


def _lead(best: str, scores: Mapping[str, float], knowledge: Knowledge) -> float:
    """How much more speaks for `best` than for the next; a bundle's areas are no rivals of it."""
    bundle = knowledge.bundles.get(best)
    mine = {best, *(bundle.areas if bundle else ())}
    top = max(scores[area] for area in scores if area in mine)
    return top - max((scores[area] for area in scores if area not in mine), default=0.0)


_RAISES = 0.5
"""Share of the best area's evidence that its bundle needs of its own: "keys" hints at rotation, but asks for no such thing."""


def _raised(
    scores: Mapping[str, float],
    found: Sequence[Feature],
    spotted: Spotted,
    knowledge: Knowledge,
    alone: str | None,
) -> dict[str, float]:
    """The belief in each area. A bundle takes that of its areas while none stands out among them, or when its own word is
    all that is `alone` said: "who patches EKS?" asks for every layer.
    """
    ranked = beliefs(scores)
    best = next(iter(ranked), "")
    for id_, bundle in knowledge.bundles.items():
        mine = [area for area in (id_, *bundle.areas) if area in ranked]
        unsure = best in mine and ranked[best] < _STANDS_OUT * sum(ranked[a] for a in mine)
        is_asked = id_ == alone or (unsure and scores.get(id_, 0.0) >= _RAISES * scores[best])
        if is_asked and _is_said(speakers(found, knowledge.evidence, id_), spotted):
            whole = sum(ranked[area] for area in mine)
            rest = {area: much for area, much in ranked.items() if area not in mine}
            members = {area: ranked[area] for area in mine if area != id_}
            return {id_: whole, **members, **rest}
    return ranked


def _bundle_alone(
    spotted: Spotted, services: Sequence[Match], index: Lexicon, knowledge: Knowledge
) -> str | None:
    """The bundle whose phrase is all that a message says beside names: "upgrading on RDS", "is encryption on us?". Not beside
    an option that treats something else apart: who updates "AWS managed policies" is a matter of access.
    """
    options = (knowledge.services[m.id].options[m.option] for m in services if m.option)
    apart = frozenset(area for option in options for area in option.duties)
    said = frozenset(
        token.stem
        for at, token in enumerate(spotted.tokens)
        if at not in spotted.hidden
        and (not token.is_function or token.text != token.word.text)
        and token.text not in GENERIC_NOUNS
        and token.text not in _SIDES
    )
    fitting = (b for b in knowledge.bundles.values() if said in index.phrases[b.id])
    return next((b.id for b in fitting if not apart or apart & {*b.areas}), None)


_SAID = 0.5


def _is_said(said: Mapping[int, float], spotted: Spotted) -> bool:
    """Whether a word of substance speaks for it: the name of the service alone, or "our part of it", asks for the whole, and
    so does "AWS or us?" beside a name.
    """
    sides = _SIDES if spotted.hidden else frozenset[str]()
    return any(
        much >= _SAID and not (at in spotted.hidden or token.is_function or token.text in sides)
        for at, token, much in ((at, spotted.tokens[at], much) for at, much in said.items())
    )


def _is_task(area: str, knowledge: Knowledge) -> bool:
    return area in knowledge.areas or area in knowledge.bundles


def _share(
    token: Token, at: int, own: frozenset[int], options: frozenset[int], focus: frozenset[int]
) -> float:
    distance = 1.0 if token.word.sentence in focus else _BACKGROUND
    if at in options:
        return distance * _OPTION_WORD
    return distance * (_OWN_SUBJECT if at in own else 1.0)


def _where_it_is(
    scores: dict[str, float], services: Sequence[Match], knowledge: Knowledge
) -> dict[str, float]:
    for match in services:
        options = knowledge.services[match.id].options
        told = options[match.option].duties.keys() if match.option else frozenset[str]()
        for area in told & scores.keys():
            scores[area] += _OPTION_BONUS
    if services:
        for area in nlargest(_MOST_GUESSES, scores, key=scores.__getitem__):
            if _is_absent(area, services, knowledge):
                scores[area] -= _ABSENT_COST
    return scores


def _is_absent(area: str, services: Sequence[Match], knowledge: Knowledge) -> bool:
    """Whether none of the named services has the area."""
    if not services or area not in knowledge.areas:
        return False
    found = (duty(knowledge, knowledge.services[m.id], m.option, area) for m in services)
    return not any(exists(entry) for entry in found)


def _task(part: "_Part", found: list[Feature], spotted: Spotted, knowledge: Knowledge) -> Task:
    said = speakers(found, knowledge.evidence, part.area)
    loud = {p for p, much in said.items() if much >= _SAID and p not in spotted.hidden}
    content = {p for p in loud if not spotted.tokens[p].is_function}
    return Task(part.area, part.belief, frozenset(content or loud))


# --- lists ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """What a part of a list speaks for, judged by its own words alone."""

    area: str
    belief: float
    evidence: float
    lead: float


def _parts_of(
    pieces: Iterable[tuple[int, int]],
    spotted: Spotted,
    found: Sequence[Feature],
    shares: Sequence[float],
    services: Sequence[Match],
    knowledge: Knowledge,
) -> Iterator[_Part]:
    for start, end in pieces:
        mine = [f for f in found if f.places and start <= f.places[0] and f.places[-1] < end]
        scores = _where_it_is(weigh(mine, knowledge.evidence, shares), services, knowledge)
        best = max(scores, key=scores.__getitem__, default=WHOLE)
        if not _is_task(best, knowledge) or scores[best] < _HEARD_EVIDENCE:
            if any(_has_substance(at, spotted) for at in range(start, end)):
                yield _Part("", 0.0, 0.0, 0.0)
            continue
        lead = _lead(best, scores, knowledge)
        yield _Part(best, beliefs(scores)[best], scores[best], lead)


def _has_substance(at: int, spotted: Spotted) -> bool:
    token = spotted.tokens[at]
    is_word = not (token.is_function or token.text in _SIDES or token.text.isdigit())
    return is_word and at not in spotted.hidden and token.text not in GENERIC_NOUNS

"""Which areas a message asks for: what the evidence says of the whole, and of each part of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import fmean

from bot.model import Knowledge, Match
from bot.understanding.english import GENERIC_NOUNS
from bot.understanding.evidence import Feature, features, speakers, weigh
from bot.understanding.items import Part, are_short, asked_before, items, tasks_in
from bot.understanding.lexicon import Lexicon
from bot.understanding.parts import AND, WHO, parts
from bot.understanding.scenery import own_places
from bot.understanding.spotting import Spotted, Token, task_places
from bot.understanding.standing import (
    MOST_GUESSES,
    SAID,
    SIDES,
    has_substance,
    is_task,
    lead_of,
    raised,
    where_it_is,
)

_OWN_SUBJECT = 0.85
"""Share of words that describe the service itself: every question about Route 53 names DNS, so beside "floods" it is
the place, not the point."""
_OPTION_WORD = 0.7
"""The same for words that name a way to run it: "node groups" beside EKS."""
_BACKGROUND = 0.9
"""Share of words outside the sentence that asks: the story, not the question."""

_OWN_SHARE = 0.25
"""Share of what is said for an area that stands in the sentences that ask, where these ask for it themselves."""
_LEAST_EVIDENCE = 0.8
"""Less than that is no subject at all: one small word that is a little more common somewhere."""


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
    missed: tuple[tuple[int, ...], ...] = ()
    """Where the words stand of each part that is none of the tasks, where there are several."""
    words_each: float = 0.0
    """How many words of substance each of several tasks is told in, on average; 0 for one."""
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
    scores = where_it_is(weigh(found, knowledge.evidence, shares), services, knowledge)
    bundle = _bundle_alone(spotted, services, index, knowledge)

    def is_said(area: str) -> bool:
        return _is_said(speakers(found, knowledge.evidence, area), spotted)

    ranked = raised(scores, knowledge, is_said, bundle)
    best = next(iter(ranked), None)
    if best and not is_said(best):
        best = None
    guesses = tuple(islice((a for a in ranked if is_task(a, knowledge)), MOST_GUESSES))
    if best is None or scores[best] < _LEAST_EVIDENCE or not is_task(best, knowledge):
        lead = lead_of(best, scores, knowledge) if best else 0.0
        is_term = best in knowledge.concepts
        evidence = scores[best] if best and is_term else 0.0
        return Subjects((), evidence, lead, guesses, concept=best if is_term else None)
    uncut = _uncut(spotted.tokens, index, knowledge)

    def heard_in(sentences: frozenset[int]) -> list[Part]:
        pieces = parts(spotted, sentences, uncut)
        return list(items(pieces, spotted, found, shares, services, knowledge))

    heard = heard_in(focus)
    asks = _asks_itself(best, found, spotted, focus, knowledge)
    if back := asked_before(spotted, focus, asks_itself=asks):
        more = heard_in(back)
        more = more if back & focus or are_short(more) else []
        is_more = len(tasks_in(more, ranked, spotted)) > len(tasks_in(heard, ranked, spotted))
        heard = more if is_more else heard
    lead = lead_of(best, scores, knowledge)
    alone = {best: Part(best, ranked[best], scores[best], lead, ())}
    loud = tasks_in(heard, ranked, spotted) or alone
    tasks = tuple(_task(part, found, spotted, knowledge) for part in loud.values())
    return _with_what_is_left(tasks, loud, heard, guesses, knowledge)


def _asks_itself(
    area: str,
    found: list[Feature],
    spotted: Spotted,
    focus: frozenset[int],
    knowledge: Knowledge,
) -> bool:
    """Whether the sentences that ask name what they ask for; "who does all that?" only points."""
    said = speakers(found, knowledge.evidence, area)
    loud = {at: much for at, much in said.items() if has_substance(at, spotted)}
    here = sum(much for at, much in loud.items() if spotted.tokens[at].word.sentence in focus)
    return here >= _OWN_SHARE * sum(loud.values())


def _uncut(tokens: tuple[Token, ...], index: Lexicon, knowledge: Knowledge) -> frozenset[int]:
    """Where no list goes on: inside an area's own name, and after a single verb, "who trains and maintains the models". A verb that
    is a task in itself is an item: "who patches and backs up RDS".
    """
    named = frozenset(at for some in task_places(tokens, index) for at in sorted(some)[1:])
    broad = {phrase for id_ in knowledge.bundles for phrase in index.phrases[id_]}
    ands = (at for at, token in enumerate(tokens) if at > 1 and token.text in AND)
    verbs = (at for at in ands if tokens[at - 2].text in WHO)
    return named.union(at for at in verbs if frozenset({tokens[at - 1].stem}) not in broad)


def _with_what_is_left(
    tasks: tuple[Task, ...],
    loud: Mapping[str, Part],
    heard: Sequence[Part],
    guesses: tuple[str, ...],
    knowledge: Knowledge,
) -> Subjects:
    """The tasks, and what was `heard` beside them."""
    covered = _covered(tuple(loud), knowledge)
    left = [part for part in heard if part.area not in covered]
    return Subjects(
        tasks,
        min(part.evidence for part in loud.values()),
        min(part.lead for part in loud.values()),
        guesses,
        tuple(dict.fromkeys(part.area for part in left if part.area)),
        sum(not part.area for part in left),
        tuple(part.places for part in left) if len(loud) > 1 else (),
        fmean(len(part.places) for part in loud.values()) if len(loud) > 1 else 0.0,
    )


def _covered(chosen: Sequence[str], knowledge: Knowledge) -> set[str]:
    bundled = (knowledge.bundles[id_].areas for id_ in chosen if id_ in knowledge.bundles)
    return {*chosen, *(area for areas in bundled for area in areas)}


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
        and token.text not in SIDES
    )
    fitting = (b for b in knowledge.bundles.values() if said in index.phrases[b.id])
    return next((b.id for b in fitting if not apart or apart & {*b.areas}), None)


def _is_said(said: Mapping[int, float], spotted: Spotted) -> bool:
    """Whether a word of substance speaks for it: the name of the service alone, or "our part of it", asks for the whole, and
    so does "AWS or us?" beside a name.
    """
    sides = SIDES if spotted.hidden else frozenset[str]()
    return any(
        much >= SAID and not (at in spotted.hidden or token.is_function or token.text in sides)
        for at, token, much in ((at, spotted.tokens[at], much) for at, much in said.items())
    )


def _share(
    token: Token, at: int, own: frozenset[int], options: frozenset[int], focus: frozenset[int]
) -> float:
    distance = 1.0 if token.word.sentence in focus else _BACKGROUND
    if at in options:
        return distance * _OPTION_WORD
    return distance * (_OWN_SUBJECT if at in own else 1.0)


def _task(part: Part, found: list[Feature], spotted: Spotted, knowledge: Knowledge) -> Task:
    said = speakers(found, knowledge.evidence, part.area)
    loud = {p for p, much in said.items() if much >= SAID and p not in spotted.hidden}
    content = {p for p in loud if not spotted.tokens[p].is_function}
    return Task(part.area, part.belief, frozenset(content or loud))

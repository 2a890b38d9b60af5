"""Follow-ups: which messages of a thread lean on what it was about, and what that makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from bot.model import Knowledge, Level, Topic
from bot.model.lookup import duty
from bot.understanding.carrying import (
    ALSO,
    AT_LARGE,
    CORRECTIONS,
    POINTERS,
    Leaning,
    asks_again,
    asks_their_part,
    belief,
    carried,
    names,
)
from bot.understanding.choosing import Chosen
from bot.understanding.spotting import Spotted
from bot.understanding.together import beside_before, of_several

_MOST_WORDS = 30
"""A longer message is a new question, whatever it begins with."""
_FEW = 9
"""Up to so many words a pointing word may be all that the message is about."""
_SHORT = 3
"""A message of so few words says only what is new, however it begins."""

_OPENERS = frozenset(
    "and but also so ok okay or then no nope nah sorry sry hm hmm same even except just only actually wait well still plus"
    " oh ah haha lol cool great right alright yes yeah yep thx thanks nvm".split()
)
"""Who begins so goes on with what was said."""
_ASKERS = frozenset({"what", "how"})
_BACK = frozenset("it its there those them em they".split())
"""The pointing words that point back in a long message too."""
_POINTING = POINTERS | CORRECTIONS
_OTHER = frozenset("other another different diff dif separate new next unrelated".split())
_THING = frozenset("topic thing things matter question q subject story issue".split())

_OWN = 50.0
"""Belief, in per cent, from which the words of a message tell its task by themselves."""
_ALIKE = 0.95
"""Share of the services that have no entry of their own for a task, and the owner whom it has in general, from which it is told for all alike."""
_NARROW = (Level.OPTION, Level.SERVICE)


def changes_topic(words: Sequence[str]) -> bool:
    """Whether a message says that it is about something else: "totally different thing, ..."."""
    pairs = pairwise(words)
    return "unrelated" in words or any(a in _OTHER and b in _THING for a, b in pairs)


def still_there(topic: Topic | None, knowledge: Knowledge) -> Topic | None:
    """What is left of the topic: a thread may be older than the knowledge. None when nothing is."""
    if topic is None:
        return None
    services = tuple(
        (key, option if option in knowledge.services[key].options else None)
        for key, option in topic.services
        if key in knowledge.services
    )
    areas = tuple(a for a in topic.areas if a in knowledge.areas or a in knowledge.bundles)
    earlier = (still_there(one, knowledge) for one in topic.earlier)
    left = Topic(services, areas, tuple(one for one in earlier if one))
    return left if services or areas else None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A message that leans on what was said before."""

    chosen: Chosen
    """What it is about, with what it left out."""
    repeats: bool
    """Whether it asks what was asked before, of something else: "is that also true for the replicas?"."""
    compares: bool = False
    """Whether it sets something beside what was asked about before."""


def follow_up(
    chosen: Chosen, spotted: Spotted, leaning: Leaning, previous: Topic, knowledge: Knowledge
) -> FollowUp | None:
    """What a message asks in a thread about `previous`; None for one that stands alone."""
    if changes_topic(leaning.words):
        return None
    keys = {key for key, _ in previous.services}
    loose = tuple(m for m in chosen.loose_options if m.id in keys)
    chosen = replace(chosen, loose_options=loose)
    if pair := beside_before(chosen, spotted, leaning, previous, knowledge):
        return FollowUp(pair, repeats=True, compares=True)
    previous = of_several(previous, spotted)
    is_there = not leaning.lists and _is_asked_there(leaning.words, chosen, previous, knowledge)
    is_told_more = _names_only(chosen, leaning) and previous.areas != ()
    words = leaning.words
    is_of_before = asks_again(words) or asks_their_part(words)
    leans = is_of_before or _leans(words, chosen, is_asking=leaning.asks)
    if not (is_there or is_told_more or leans):
        return None
    repeats = names(chosen) or not ALSO.isdisjoint(words) or is_of_before
    return FollowUp(carried(chosen, spotted, leaning, previous, knowledge), repeats)


def _names_only(chosen: Chosen, leaning: Leaning) -> bool:
    """Whether nothing but a service or a way to run it is said: "next, Neptune and MemoryDB, please", "we're on serverless v2"."""
    is_whole = leaning.for_all or leaning.lists or bool(chosen.concepts)
    is_short = len(leaning.words) <= _MOST_WORDS
    return is_short and bool(chosen.services) and not chosen.areas and not is_whole


def _leans(words: Sequence[str], chosen: Chosen, *, is_asking: bool) -> bool:
    """Whether a message leaves something to what was said before: "and on Fargate?", "is that true for Redshift too"."""
    if len(words) > _MOST_WORDS:
        return False
    if words[0] in _OPENERS or not _BACK.isdisjoint(words):
        return True
    terms = [match for match in chosen.concepts if match.text]  # named, not guessed
    own = chosen.services or chosen.rivals or terms or belief(chosen) >= _OWN
    if len(words) <= _SHORT:
        return bool(own or is_asking or chosen.loose_options)
    if len(words) <= _FEW and (words[0] in _ASKERS or not _POINTING.isdisjoint(words)):
        return True
    return not own and (is_asking or bool(chosen.loose_options))


def _is_asked_there(
    words: Sequence[str], chosen: Chosen, previous: Topic, knowledge: Knowledge
) -> bool:
    """Whether a task that is named without a service is asked of what the thread is about, however the message begins: whenever
    its owner there is not told for every service alike. "Who guards the data centre?" is answered the same wherever it is asked.
    """
    if len(words) > _MOST_WORDS or chosen.services or chosen.rivals or chosen.concepts:
        return False
    if not AT_LARGE.isdisjoint(words):
        return False
    bundles = knowledge.bundles
    areas = [a for m in chosen.areas for a in (bundles[m.id].areas if m.id in bundles else [m.id])]
    return any(
        not _is_told_alike(area, knowledge)
        or duty(knowledge, knowledge.services[key], option, area).level in _NARROW
        for key, option in previous.services
        for area in areas
    )


@lru_cache(maxsize=500)
def _is_told_alike(area: str, knowledge: Knowledge) -> bool:
    """Whether who does it hardly depends on the service."""
    general = knowledge.areas[area].general.owner
    found = [duty(knowledge, service, None, area) for service in knowledge.services.values()]
    alike = sum(one.level not in _NARROW and one.owner == general for one in found)
    return alike >= _ALIKE * len(found)

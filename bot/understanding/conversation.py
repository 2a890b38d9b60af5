"""Follow-ups: what a short message leaves out is taken from what the thread was about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.model import Knowledge, Level, Match, Topic
from bot.model.lookup import duty
from bot.understanding.choosing import Chosen
from bot.understanding.english import CUSTOMER_WORDS, PREPOSITIONS, PROVIDER_WORDS
from bot.understanding.naming import NameSpot
from bot.understanding.services import option_of
from bot.understanding.spotting import Spotted, Token

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
_POINTERS = frozenset(
    "it its that there those them em they this same too also either ones one which".split()
)
"""Words that lean on what was said before."""
_BACK = frozenset("it its there those them em they".split())
"""Those of them that point back in a long message too."""
_ASIDE = frozenset(
    "sorry sry wait wrong one service meant mean asking asked question actually seriously haha lol specifically concretely"
    " exactly included instead though tho whole thing itself themselves correct just only please pls".split()
)
"""What people say around a follow-up; it asks for nothing of its own."""
_ECHOES = frozenset("so wait same true applies apply cover covers too similar".split())
"""Words of a message that says again, or of something else, what was just answered: "so nothing for us to do?"."""

_ACTING = frozenset(
    "touch touches touching flip flips click clicks tick default watch watches act acts react reacts involved bother bothers"
    " opt happen happens matter matters depend depends differ differs apply applies test tests tested testing checks checked"
    " checking verify verifies trigger triggers start starts schedule schedules approve approves".split()
)
"""What may be said of any task, so that a message may consist of it and lean on the task before."""
_WHOSE = frozenset({"who", "whose", "whos", "ours", "theirs"})
_CORRECTIONS = frozenset({"mean", "meant", "wrong"})
_POINTING = _POINTERS | _CORRECTIONS


def corrects(words: Sequence[str]) -> bool:
    """Whether the message says that it was taken wrongly: "sorry, not ECS, Redshift"."""
    return not (_CORRECTIONS | {"sorry", "sry", "nope", "instead"}).isdisjoint(words)


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
    return Topic(services, areas) if services or areas else None


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a message asks, as far as it matters for what it may leave out."""

    words: Sequence[str]
    asks: bool
    """It has a question mark, or a word of asking or of a side: "so nothing for us then" can lean, "nice one" cannot."""
    confirms: bool
    """It claims a side: "so AWS never does it?"."""
    for_all: bool
    """It asks for the whole split: "what stays ours?"."""
    lists: bool
    """It asks for services."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A message that leans on what was said before."""

    chosen: Chosen
    """What it is about, with what it left out."""
    repeats: bool
    """Whether it asks what was asked before, of something else: "is that also true for the replicas?"."""


def follow_up(
    chosen: Chosen, spotted: Spotted, leaning: Leaning, previous: Topic, knowledge: Knowledge
) -> FollowUp | None:
    """What a message asks in a thread about `previous`; None for one that stands alone."""
    keys = {key for key, _ in previous.services}
    loose = tuple(m for m in chosen.loose_options if m.id in keys)
    chosen = replace(chosen, loose_options=loose)
    is_own = not leaning.lists and _is_asked_there(leaning.words, chosen, previous, knowledge)
    named = {match.id for match in chosen.services}
    is_told_more = bool(named) and named <= keys and not chosen.areas  # "we're on serverless v2"
    if not (is_own or is_told_more) and not _leans(leaning.words, chosen, is_asking=leaning.asks):
        return None
    repeats = _names(chosen) or not _ALSO.isdisjoint(leaning.words)
    return FollowUp(_carried(chosen, spotted, leaning, previous, knowledge), repeats)


def _leans(words: Sequence[str], chosen: Chosen, *, is_asking: bool) -> bool:
    """Whether a message leaves something to what was said before: "and on Fargate?", "is that true for Redshift too"."""
    if len(words) > _MOST_WORDS:
        return False
    if words[0] in _OPENERS or not _BACK.isdisjoint(words):
        return True
    terms = [match for match in chosen.concepts if match.text]  # named, not guessed
    own = chosen.services or chosen.rivals or terms or _belief(chosen) >= _OWN
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
    if not _AT_LARGE.isdisjoint(words) or changes_topic(words):
        return False
    bundles = knowledge.bundles
    areas = [a for m in chosen.areas for a in (bundles[m.id].areas if m.id in bundles else [m.id])]
    return any(
        not _is_told_alike(area, knowledge)
        or duty(knowledge, knowledge.services[key], option, area).level in _NARROW
        for key, option in previous.services
        for area in areas
    )


_ALIKE = 0.95
"""Share of the services that have no entry of their own for a task, and the owner whom the task has in general, from which it is told for all alike."""


@lru_cache(maxsize=500)
def _is_told_alike(area: str, knowledge: Knowledge) -> bool:
    """Whether who does it hardly depends on the service."""
    general = knowledge.areas[area].general.owner
    found = [duty(knowledge, service, None, area) for service in knowledge.services.values()]
    alike = sum(one.level not in _NARROW and one.owner == general for one in found)
    return alike >= _ALIKE * len(found)


_NARROW = (Level.OPTION, Level.SERVICE)


def changes_topic(words: Sequence[str]) -> bool:
    """Whether a message says that it is about something else: "totally different thing, ..."."""
    pairs = zip(words, words[1:], strict=False)
    return "unrelated" in words or any(a in _OTHER and b in _THING for a, b in pairs)


_OTHER = frozenset("other another different diff dif separate new next unrelated".split())
_THING = frozenset("topic thing things matter question q subject story issue".split())

_AT_LARGE = frozenset("general generally overall anywhere everywhere".split())

_OWN = 50.0
"""Belief, in per cent, from which the words of a message tell its task by themselves."""
_GUESSED = 32.0
"""Belief below which a task that was just spoken of is likelier than the one that the words speak for."""
_ECHOED = 65.0
"""The same for a message that only says again what was answered."""


def _belief(chosen: Chosen) -> float:
    return max((match.score for match in chosen.areas), default=0.0)


def _carried(
    chosen: Chosen, spotted: Spotted, leaning: Leaning, previous: Topic, knowledge: Knowledge
) -> Chosen:
    """Fill in the service, option or area that was left out of a message that leans on the one before.

    Whoever names nothing asks on only where the message confirms, in words that fit any task ("so nothing for us then?"), or
    asks for all. "So annoying", and whatever else people say in a thread, is left as it is.
    """
    if chosen.elsewhere:
        return chosen
    words = [token.text for token in spotted.tokens]
    chosen = _as_option(_without_denied(chosen, spotted), previous, knowledge)
    names = _names(chosen)
    own = sum(_is_of_substance(token) for token in spotted.tokens)
    points = not _POINTERS.isdisjoint(words) and not _WHOSE.isdisjoint(words)
    # "so nothing for us then?"; "who tampers with them", "the hourly ones are theirs?"
    is_bare = not own or (own == 1 and points)
    again = (is_bare and leaning.confirms) or (own and not _CORRECTIONS.isdisjoint(words))
    is_open = _belief(chosen) < _least(words, chosen) or _asks_nothing_new(chosen, spotted)
    if previous.areas and (names or again) and is_open and not leaning.for_all:
        areas = tuple(Match(a, "", 100.0) for a in previous.areas)
        chosen = replace(chosen, areas=areas, evidence=_SURE, lead=_SURE)
    is_large = not _AT_LARGE.isdisjoint(words)
    is_passing = bool(chosen.areas) and not is_large and _only_passing(chosen, knowledge)
    is_more = (chosen.loose_options or leaning.for_all) and not chosen.services
    if previous.services and (is_passing or is_more):
        chosen = replace(chosen, services=_carried_services(chosen, previous, knowledge))
    aside = {at for at, word in enumerate(words) if word in _ASIDE}
    chosen = replace(chosen, explained=chosen.explained | aside)
    return replace(chosen, concepts=()) if chosen.services else chosen


def _only_passing(chosen: Chosen, knowledge: Knowledge) -> bool:
    """Whether no service of its own is named: none, a word that may mean anything, or whose rules are made for others ("and who
    writes the IAM roles?").
    """
    return all(match.weak or knowledge.services[match.id].for_others for match in chosen.services)


def _names(chosen: Chosen) -> bool:
    """Whether a service or a way to run one is named, not by a word that may mean anything ("support")."""
    return any(not match.weak for match in chosen.services) or bool(chosen.loose_options)


_ALSO = frozenset(
    "also too same true applies apply cover covers include includes similar either".split()
)


def _asks_nothing_new(chosen: Chosen, spotted: Spotted) -> bool:
    """Whether the task is all but the name of a way to run it, or what may be done in any: "and with managed node groups?",
    "and who tests it?".
    """
    spots = (*spotted.names, *spotted.option_words) if chosen.loose_options else ()
    named = {spotted.tokens[at].word.text for name in spots for at in name.positions}
    told = {word for match in chosen.areas for word in match.text.split()}
    return bool(told) and told <= named | _ACTING


def _is_of_substance(token: Token) -> bool:
    """Whether a word says more than could be said of any task."""
    return not (
        token.is_function
        or token.text in _ACTING
        or token.text in _ASIDE
        or token.text in CUSTOMER_WORDS
        or token.text in PROVIDER_WORDS
    )


def _least(words: Sequence[str], chosen: Chosen) -> float:
    """The belief that a task needs to stand beside the one before."""
    if not chosen.areas:
        return 1.0
    return _GUESSED if _ECHOES.isdisjoint(words) and not chosen.loose_options else _ECHOED


def _without_denied(chosen: Chosen, spotted: Spotted) -> Chosen:
    """ "I meant the VPN, not the transit gateway", "not on EC2": without the latter."""
    tokens = spotted.tokens
    denied = {
        meaning.id
        for name in spotted.names
        if _is_denied(name, tokens)
        for meaning in name.meanings
    }
    left = tuple(match for match in chosen.services if match.id not in denied)
    return replace(chosen, services=left) if left else chosen


def _is_denied(name: NameSpot, tokens: Sequence[Token]) -> bool:
    before = [token.text for token in tokens[max(name.start - 2, 0) : name.start]]
    if len(before) > 1 and before[-1] in PREPOSITIONS | {"about", "the"}:
        before = before[:-1]
    return bool(before) and before[-1] in _DENIALS


_DENIALS = frozenset({"not", "no"})


_SURE = 10.0
"""Evidence for what the thread is about: it was said and answered."""


def _carried_services(chosen: Chosen, previous: Topic, knowledge: Knowledge) -> tuple[Match, ...]:
    found = []
    for key, option in previous.services:
        named = option_of(knowledge.services[key], chosen.loose_options)
        found.append(Match(key, "", 100.0, named or option))
    return tuple(found)


def _as_option(chosen: Chosen, previous: Topic, knowledge: Knowledge) -> Chosen:
    """ "What about on Fargate?" after ECS: a way to run ECS, not the service Fargate. "And MSK Serverless?" after ElastiCache is MSK."""
    for key, _ in previous.services:
        option = option_of(knowledge.services[key], chosen.loose_options)
        named = chosen.services[0].id if len(chosen.services) == 1 else key
        if named != key and named.rpartition("/")[2] == option:
            return replace(chosen, services=(Match(key, chosen.services[0].text, 100.0, option),))
    return chosen

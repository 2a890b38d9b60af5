"""What a message in a thread leaves out, filled in from what the thread is about: the service, the way to run it, the task."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.model import Knowledge, Match, Topic
from bot.understanding.choosing import Chosen
from bot.understanding.english import CUSTOMER_WORDS, PREPOSITIONS, PROVIDER_WORDS
from bot.understanding.naming import NameSpot
from bot.understanding.services import option_of
from bot.understanding.spotting import Spotted, Token
from bot.understanding.ways import Way

POINTERS = frozenset(
    "it its that there those them em they this same too also either ones one which".split()
)
"""Words that lean on what was said before."""
CORRECTIONS = frozenset({"mean", "meant", "wrong"})
ALSO = frozenset(
    "also too same true applies apply cover covers include includes similar either".split()
)
AT_LARGE = frozenset("general generally overall anywhere everywhere".split())
_WHOSE = frozenset({"who", "whose", "whos", "ours", "theirs"})
_ASIDE = frozenset(
    "sorry sry wait wrong one service meant mean asking asked question actually seriously haha lol specifically concretely"
    " exactly included instead though tho whole thing itself themselves correct just only please pls".split()
)
"""What people say around a follow-up; it asks for nothing of its own."""
_ECHOES = frozenset(
    "so wait same true applies apply cover covers too similar likewise hold holds answer answers change changes different still"
    " statement wording spared".split()
)
"""Words of a message that says again, or of something else, what was just answered: "so nothing for us to do?"."""
_ACTING = frozenset(
    "touch touches touching flip flips click clicks tick default watch watches act acts react reacts involved bother bothers"
    " opt happen happens matter matters depend depends differ differs apply applies test tests tested testing checks checked"
    " checking verify verifies trigger triggers start starts schedule schedules approve approves".split()
)
"""What may be said of any task, so that a message may consist of it and lean on the task before."""

GUESSED = 32.0
"""Belief below which a task that was just spoken of is likelier than the one that the words speak for."""
ECHOED = 65.0
"""The same for a message that only says again what was answered."""
_ALWAYS = 101.0
"""Where the answer before is spoken of, whatever else is."""
SURE = 10.0
"""Evidence for what the thread is about: it was said and answered."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a message asks, as far as it matters for what it may leave out."""

    words: Sequence[str]
    """Those of the sentences that ask."""
    said: frozenset[Way]
    """The ways heard in the whole message."""
    asks: bool
    """It has a question mark, or a word of asking or of a side: "so nothing for us then" can lean, "nice one" cannot."""
    confirms: bool
    """It claims a side: "so AWS never does it?"."""
    for_all: bool
    """It asks for the whole split: "what stays ours?"."""
    lists: bool
    """It asks for services."""


def carried(
    chosen: Chosen, spotted: Spotted, leaning: Leaning, previous: Topic, knowledge: Knowledge
) -> Chosen:
    """`chosen` with the service, option or area that was left out of a message that leans on the one before.

    Whoever names nothing asks on only where the message confirms, in words that fit any task ("so nothing for us then?"), or
    asks for all. "So annoying", and whatever else people say in a thread, is left as it is.
    """
    if chosen.elsewhere:
        return chosen
    words = [token.text for token in spotted.tokens]
    chosen = _as_written(_without_denied(chosen, spotted), spotted)
    chosen = _at_large(as_option(chosen, spotted, previous, knowledge), words, previous)
    chosen = _with_areas(chosen, spotted, leaning, previous)
    is_large = not AT_LARGE.isdisjoint(words)
    is_passing = bool(chosen.areas) and not is_large and _only_passing(chosen, knowledge)
    is_more = (chosen.loose_options or leaning.for_all) and not chosen.services
    if previous.services and not leaning.lists and (is_passing or is_more):
        chosen = replace(chosen, services=_carried_services(spotted, previous, knowledge))
    aside = {at for at, word in enumerate(words) if word in _ASIDE}
    chosen = replace(chosen, explained=chosen.explained | aside)
    return replace(chosen, concepts=()) if chosen.services else chosen


def _with_areas(chosen: Chosen, spotted: Spotted, leaning: Leaning, previous: Topic) -> Chosen:
    """With the areas that the thread is about, where the message has none that is surely its own."""
    words = [token.text for token in spotted.tokens]
    own = sum(_is_of_substance(token) for token in spotted.tokens)
    points = not POINTERS.isdisjoint(words) and not _WHOSE.isdisjoint(words)
    # "so nothing for us then?"; "who tampers with them", "the hourly ones are theirs?"
    is_bare = not own or (own == 1 and points)
    is_corrected = own and not CORRECTIONS.isdisjoint(words)
    theirs = asks_their_part(words)
    again = (is_bare and leaning.confirms) or is_corrected or asks_again(words)
    again = again or theirs or not AT_LARGE.isdisjoint(words)
    again = again or (leaning.lists and not _KINDS.isdisjoint(words))
    is_open = belief(chosen) < _least(words, chosen) or _asks_nothing_new(chosen, spotted)
    is_whole = leaning.for_all and not theirs
    if is_whole or not (previous.areas and (names(chosen) or again) and is_open):
        return chosen
    return replace(chosen, areas=tasks_of(previous), evidence=SURE, lead=SURE)


def tasks_of(previous: Topic) -> tuple[Match, ...]:
    """The tasks that a thread is about, as matches without words of their own."""
    return tuple(Match(area, "", 100.0) for area in previous.areas)


def belief(chosen: Chosen) -> float:
    """In per cent, that of the likeliest task; 0 without one."""
    return max((match.score for match in chosen.areas), default=0.0)


def names(chosen: Chosen) -> bool:
    """Whether a service or a way to run one is named, not by a word that may mean anything ("support")."""
    return any(not match.weak for match in chosen.services) or bool(chosen.loose_options)


def _only_passing(chosen: Chosen, knowledge: Knowledge) -> bool:
    """Whether no service of its own is named: none, a word that may mean anything, or whose rules are made for others ("and who
    writes the IAM roles?").
    """
    return all(match.weak or knowledge.services[match.id].for_others for match in chosen.services)


def asks_their_part(words: Sequence[str]) -> bool:
    """Whether a message asks what the provider's part of it is: "what do THEY do then?"."""
    is_what = not _WHAT.isdisjoint(words[:_EARLY])
    return is_what and not _THEY.isdisjoint(words) and CUSTOMER_WORDS.isdisjoint(words)


_WHAT = frozenset("what whats which anything nothing zero".split())
_THEY = PROVIDER_WORDS | {"they", "them", "their", "theirs"}
_EARLY = 4
_KINDS = frozenset("service services else".split())
"""What a list asks for that says nothing else: "any service where AWS does that for us?"."""


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
    if asks_again(words):
        return _ALWAYS
    return GUESSED if _ECHOES.isdisjoint(words) and not chosen.loose_options else ECHOED


def _as_written(chosen: Chosen, spotted: Spotted) -> Chosen:
    """With the names that are written like one ("does Inspector do that?"), or are all that is said ("inspector"), for names: not only a word that
    may mean anything.
    """
    told = {word for match in chosen.areas for word in match.text.split()}
    spoken = {
        meaning.id
        for name in spotted.names
        for meaning in name.named
        if _is_written(name, spotted) or told <= {*name.text.split()}
    }
    services = tuple(
        replace(match, weak=match.weak and match.id not in spoken) for match in chosen.services
    )
    return replace(chosen, services=services)


def _is_written(name: NameSpot, spotted: Spotted) -> bool:
    return any(token.word.capital for token in spotted.tokens[name.start : name.end])


def asks_again(words: Sequence[str]) -> bool:
    """Whether a message speaks of the answer before: "does that change the answer?", "is it true for the replicas?"."""
    return not _ANSWERS.isdisjoint(words) or any(pair in _AGAIN for pair in pairwise(words))


_ANSWERS = frozenset("likewise statement reasoning spared".split())
_AGAIN = frozenset(
    tuple(pair.split())
    for pair in (
        "any different",
        "be so",
        "so if",
        "true for",
        "true of",
        "true there",
        "same for",
        "the answer",
        "same answer",
        "same answers",
        "two answers",
        "same on",
        "same with",
        "same question",
        "same questions",
        "same two",
        "same both",
        "hold for",
        "holds for",
        "hold if",
        "apply to",
        "applies to",
        "apply for",
        "anything different",
    )
)


def _without_denied(chosen: Chosen, spotted: Spotted) -> Chosen:
    """ "I meant the VPN, not the transit gateway", "not on EC2", "forget Aurora": without the latter."""
    tokens = spotted.tokens
    denied = {
        meaning.id
        for name in spotted.names
        if _is_denied(name, tokens)
        for meaning in name.meanings
    }
    if denied.isdisjoint(match.id for match in chosen.services):
        return chosen
    left = tuple(match for match in chosen.services if match.id not in denied)
    others = sorted(spotted.services - denied)
    return replace(chosen, services=left or tuple(Match(key, "", 100.0) for key in others))


def _is_denied(name: NameSpot, tokens: Sequence[Token]) -> bool:
    before = [token.text for token in tokens[max(name.start - 2, 0) : name.start]]
    if len(before) > 1 and before[-1] in PREPOSITIONS | {"about", "the"}:
        before = before[:-1]
    return bool(before) and before[-1] in _DENIALS


_DENIALS = frozenset("not no forget skip".split())


def _carried_services(spotted: Spotted, previous: Topic, knowledge: Knowledge) -> tuple[Match, ...]:
    """Those of the thread, each with the way to run it that is named now, else the one before."""
    found = {
        (key, option_of(knowledge.services[key], spotted) or option): None
        for key, option in previous.services
    }
    return tuple(Match(key, "", 100.0, option) for key, option in found)


def as_option(chosen: Chosen, spotted: Spotted, previous: Topic, knowledge: Knowledge) -> Chosen:
    """ "What about on Fargate?" after ECS: a way to run ECS, not the service Fargate. "And MSK Serverless?" after ElastiCache is MSK."""
    for key, _ in previous.services:
        option = option_of(knowledge.services[key], spotted)
        named = chosen.services[0].id if len(chosen.services) == 1 else key
        if named != key and option and named.rpartition("/")[2] in option.split("-"):
            return replace(chosen, services=(Match(key, chosen.services[0].text, 100.0, option),))
    return chosen


def _at_large(chosen: Chosen, words: Sequence[str], previous: Topic) -> Chosen:
    """ "Who does so generally, not just for RDS?" is not asked of RDS."""
    if AT_LARGE.isdisjoint(words):
        return chosen
    known = {key for key, _ in previous.services}
    is_passed = "not" in words or {match.id for match in chosen.services} <= known
    return replace(chosen, services=()) if is_passed else chosen

"""Several services of a thread at once: what a message sets beside the service before, and "both of them"."""

from dataclasses import replace
from itertools import pairwise

from bot.model import Knowledge, Match, Topic
from bot.understanding.carrying import ECHOED, GUESSED, SURE, Leaning, as_option, belief, tasks_of
from bot.understanding.choosing import Chosen
from bot.understanding.english import PREPOSITIONS
from bot.understanding.parts import AND
from bot.understanding.services import option_of
from bot.understanding.spotting import Spotted
from bot.understanding.ways import Way

_AGAINST = frozenset("vs versus compared".split())
_ARRIVES = frozenset("to onto into for".split())
_REACH = 3
"""Words before a name in which "to" leads there."""
_NUMBERS = {"two": 2, "three": 3, "four": 4}
_OF_THEM = frozenset("the those these all of them either".split())
"""What stands before the number of things that a thread is about: "those two"."""


def beside_before(
    chosen: Chosen, spotted: Spotted, leaning: Leaning, previous: Topic, knowledge: Knowledge
) -> Chosen | None:
    """`chosen` with the service before, where the message sets one against it: "vs Firehose?", "if we left it for EKS, what would come
    back to us?"; with another way to run it, "what drops off my list if we go serverless?". None where it does not.
    """
    if chosen.elsewhere or chosen.rivals:
        return None
    if not chosen.services and _speaks_of_both(spotted, leaning):
        return _side_by_side(chosen, leaning, previous)
    if len(previous.services) != 1:
        return None
    (key, option), *_ = previous.services
    chosen = as_option(chosen, spotted, previous, knowledge)
    others = [match for match in chosen.services if match.id != key and not match.weak]
    compares = _compares(spotted, leaning)
    if len(chosen.services) == 1 and others:
        new = others[0] if compares or _leads_to(others[0], spotted, leaning) else None
    else:
        way = _way(chosen, spotted, previous, knowledge)
        new = Match(key, "", 100.0, way) if compares and way and not others else None
    if new is None:
        return None
    return replace(
        chosen,
        services=(Match(key, "", 100.0, option), new),
        areas=_compared(chosen, leaning, previous),
        concepts=(),
        evidence=SURE,
        lead=SURE,
    )


_PAIR = 2
_NEXT_TO = ("next", "to", "each", "other")


def _speaks_of_both(spotted: Spotted, leaning: Leaning) -> bool:
    """Whether what was spoken of before shall be compared: "side by side please", "compare those two"."""
    words = tuple(token.text for token in spotted.tokens)
    runs = zip(words, words[1:], words[2:], words[3:], strict=False)
    return len(words) <= _FEW and (Way.COMPARE in leaning.said or _NEXT_TO in runs)


def _side_by_side(chosen: Chosen, leaning: Leaning, previous: Topic) -> Chosen | None:
    """The last two services, or ways to run one, of the thread, for what was asked of them or for everything."""
    spoken = [*previous.services]
    for topic in previous.earlier:
        spoken = [*(one for one in topic.services if one not in spoken), *spoken]
    pair = spoken[-_PAIR:]
    if len(pair) < _PAIR:
        return None
    asks_all = leaning.for_all or not _EVERYTHING.isdisjoint(leaning.words)
    own = chosen.areas if belief(chosen) >= GUESSED else ()
    areas = own or (() if asks_all else tasks_of(previous))
    services = tuple(Match(key, "", 100.0, option) for key, option in pair)
    return replace(chosen, services=services, areas=areas, concepts=(), evidence=SURE, lead=SURE)


_FEW = 12
_EVERYTHING = frozenset({"everything", "all"})


def _compared(chosen: Chosen, leaning: Leaning, previous: Topic) -> tuple[Match, ...]:
    """The tasks to compare: the message's own, else those before; none where it asks for all that is otherwise."""
    if Way.CHANGES in leaning.said:
        return ()
    if belief(chosen) >= ECHOED:
        return chosen.areas
    return tasks_of(previous)


def _compares(spotted: Spotted, leaning: Leaning) -> bool:
    words = [token.text for token in spotted.tokens]
    against = not _AGAINST.isdisjoint(words) or ("no", "difference") in pairwise(words)
    return against or Way.CHANGES in leaning.said or Way.COMPARE in leaning.said


def _leads_to(match: Match, spotted: Spotted, leaning: Leaning) -> bool:
    """Whether it is where something is moved to: "when we move these servers to Fargate, do we still ...?"."""
    if Way.MOVE not in leaning.said:
        return False
    starts = [name.start for name in spotted.names if any(m.id == match.id for m in name.named)]
    before = (token.text for at in starts for token in spotted.tokens[max(at - _REACH, 0) : at])
    return not _ARRIVES.isdisjoint(before)


def _way(chosen: Chosen, spotted: Spotted, previous: Topic, knowledge: Knowledge) -> str | None:
    """Another way to run the service before that is named."""
    (key, option), *_ = previous.services
    told = [match.option for match in chosen.services if match.id == key and match.option]
    named = told[0] if told else option_of(knowledge.services[key], spotted)
    return named if named != option else None


def of_several(previous: Topic, spotted: Spotted) -> Topic:
    """What the thread is about, with earlier services or tasks where the message speaks of several: "and who rotates the keys on all three?",
    "the same two questions for EFS".
    """
    words = [token.text for token in spotted.tokens]
    if not _SAME_BOTH.isdisjoint(pairwise(words)):
        return _with_the_last_task(previous)
    wanted = _how_many(words)
    if len(previous.services) >= wanted:
        return previous
    found = dict(previous.services)
    for topic in previous.earlier:
        for key, option in topic.services:
            if len(found) < wanted:
                found.setdefault(key, option)
    return replace(previous, services=tuple(found.items()))


def _with_the_last_task(previous: Topic) -> Topic:
    """With what was asked before of the same services."""
    if len(previous.areas) > 1:
        return previous
    mine = {*previous.services}
    last = (topic for topic in previous.earlier if not mine.isdisjoint(topic.services))
    areas = next((topic.areas for topic in last if topic.areas), ())
    return replace(previous, areas=tuple(dict.fromkeys((*areas, *previous.areas))))


_SAME_BOTH = frozenset(
    {
        ("same", "two"),
        ("same", "both"),
        ("two", "questions"),
        ("both", "questions"),
        ("two", "answers"),
        ("both", "answers"),
    }
)


def _how_many(words: list[str]) -> int:
    """How many services a message speaks of without naming them; 0 where it does not."""
    if any(_is_of_two(words, at) for at, word in enumerate(words) if word in _TWO):
        return 2
    pairs = pairwise(words)
    return max((_NUMBERS[b] for a, b in pairs if a in _OF_THEM and b in _NUMBERS), default=0)


def _is_of_two(words: list[str], at: int) -> bool:
    """ "On both", "both of them", "in either one"; but not "both the system and the engine"."""
    before, after = words[max(at - 1, 0) : at], words[at + 1 : at + 1 + _ITEMS]
    if not AND.isdisjoint(after):
        return False
    return not after or after[0] in _THEM or not PREPOSITIONS.isdisjoint(before)


_TWO = frozenset({"both", "either"})
_THEM = frozenset("of them services ones one cases too then please pls".split())
_ITEMS = 6
"""Words in which the second of two tasks would follow."""

"""Whether a message asks for the reasons, or for the source, of the answer before."""

from collections.abc import Sequence
from itertools import pairwise

from bot.model import Intent, Match, Question, Topic
from bot.understanding.carrying import tasks_of
from bot.understanding.lexicon import Lexicon
from bot.understanding.spotting import spot
from bot.understanding.text import Message

_WHY = frozenset({"why", "how come", "says who", "how do you know", "according to whom"})
_WHY_WORDS = frozenset(
    "why and but so though tho ok is that it exactly not us we me them aws amazon our their job".split()
)
_BEFORE_WHY = frozenset(
    "and but so then ok okay or oh ah hm hmm huh ugh lol wait well same sorry wow yes no right".split()
)
"""What may stand before the "why" that a sentence begins with."""
_BROKEN = frozenset(
    "down slow fail failing failed fails broken break breaks error errors crash crashed crashing timeout unreachable hang hangs cost costs"
    " bill billed charged".split()
)
"""Why something is so today, or what it costs, is no reason of an answer."""
_GRASPS = frozenset("see understand get follow".split())
_BEING = frozenset({"be", "is", "are"})
_OURS = frozenset("ours theirs us our their we responsibility job problem duty".split())
_REASONS = frozenset("reason reasons reasoning rationale justification".split())
_SAME = frozenset("same apply applies for".split())

_SOURCES = frozenset(
    "source sources link links reference references citation proof docs documentation url".split()
)
_WRITTEN = frozenset(
    "says say said written states stated documented promise promises promised".split()
)
_PAPERS = frozenset("document documents basis".split())
"""What is asked of a source that is not called one: "where is that written down?"."""
_WHERE = frozenset({"where", "which"})
_SAYS = frozenset({"says", "said"})
_POINTS = frozenset("that this it so those".split())
_ASKS_FOR = frozenset(
    "got give need want wants show see point demand share send provide cite quote have any official please pls like".split()
)
_LONGEST = 16
"""Words of a sentence that asks for no more than a source."""


def asks_why(words: Sequence[str]) -> bool:
    """Whether reasons are asked for, whatever stands before: "why though"."""
    return " ".join(words) in _WHY or ("why" in words and _WHY_WORDS.issuperset(words))


def asks_for_reasons(message: Message, previous: Topic, index: Lexicon) -> bool:
    """Whether a message in a thread asks why the answer before is as it is, or where that stands: "why is that ours when ACM issued it?",
    "got a link for that?". A source is asked for only of what the thread is about.
    """
    sentences = _sentences(message).items()
    if any(_asks_for_cause(said) for _, said in sentences):
        return True
    known = {key for key, _ in previous.services}
    asks = any(_asks_for_source(said, is_question=n in message.asks) for n, said in sentences)
    return asks and spot(message, index).services <= known


def reasons(message: Message, previous: Topic | None, index: Lexicon) -> Question:
    """The question before once more, to be answered with its reasons; of another service, where one is named. Without a question
    before, help.
    """
    if previous is None:
        return Question(message.text, Intent.HELP, decision="answer", reason="help")
    others = spot(message, index).services - {key for key, _ in previous.services}
    about = previous.services if not others else tuple((key, None) for key in sorted(others))
    return Question(
        message.text,
        Intent.WHY,
        services=tuple(Match(key, "", 100.0, option) for key, option in about),
        areas=tasks_of(previous),
        confidence=1.0,
        decision="answer",
    )


def _sentences(message: Message) -> dict[int, list[str]]:
    sentences = dict[int, list[str]]()
    for word in message.words:
        sentences.setdefault(word.sentence, []).append(word.text)
    return sentences


def _asks_for_cause(words: Sequence[str]) -> bool:
    start = next((at for at, word in enumerate(words) if word not in _BEFORE_WHY), 0)
    said = words[start:]
    is_past = said[:2] == ["why", "did"] and "you" not in said
    if is_past or not _BROKEN.isdisjoint(said):
        return False
    if said[:1] == ["why"] or said[:2] == ["how", "come"]:
        return True
    if any(a in _GRASPS and b == "why" for a, b in pairwise(said)):
        return True
    if not _REASONS.isdisjoint(said):
        return _SAME.isdisjoint(said)
    at = said.index("how") if "how" in said else len(said)
    can_be = said[at + 1 : at + 2] in (["can"], ["could"]) and not _BEING.isdisjoint(said[at + 2 :])
    return can_be and not _OURS.isdisjoint(said[at + 2 :])


def _asks_for_source(words: Sequence[str], *, is_question: bool) -> bool:
    if len(words) > _LONGEST:
        return False
    said = frozenset(words)
    if not _SOURCES.isdisjoint(said):
        is_short = len(words) <= _NOTHING_ELSE
        return "code" not in said and (
            is_question or is_short or not said.isdisjoint(_ASKS_FOR | _WHERE)
        )
    is_told = not (_WHERE.isdisjoint(said) or _WRITTEN.isdisjoint(said))
    is_told = is_told or ("what" in said and not _PAPERS.isdisjoint(said)) or "based" in said
    is_said = words[:1] == ["who"] and not _SAYS.isdisjoint(said)
    return (is_told or is_said) and not _POINTS.isdisjoint(said)


_NOTHING_ELSE = 3

"""`whosejob explain`: what was found in a message, word by word, and what its confidence is the sum of.

Nothing is decided here. understanding/ reads and judges; this takes its sums apart, so that whoever tends the knowledge
sees which word to add, and whoever tends the code sees which weight spoke.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Evidence, Intent, Knowledge, Question, Repair, Topic
from bot.understanding.confidence import ANSWER_FROM, CLARIFY_FROM, SURE_FROM, weights_for
from bot.understanding.deciding import Judgement
from bot.understanding.english import CUSTOMER_WORDS, PROVIDER_WORDS
from bot.understanding.evidence import WHOLE, Feature, beliefs, features, weigh
from bot.understanding.naming import NameSpot, Role
from bot.understanding.question import Reading, read, understand
from bot.understanding.signals import SIGNALS, START
from bot.understanding.spotting import Spotted, Token
from bot.understanding.text import clean

MOST_AREAS = 5
"""Areas that are taken apart; the ones asked for are always among them."""
MOST_SPEAKERS = 6
_LEAST_SAID = 0.05
"""Less than that is not worth a line."""


class Use(StrEnum):
    """What became of a word."""

    NAME = "name"
    TASK = "task"
    SMALL = "small"
    """A function word, or one of asking whose job it is."""
    SIDE = "side"
    """The provider, or us."""
    FAMILIAR = "familiar"
    """Known, but beside the point."""
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the message."""

    wrote: str
    read: str
    """Another word where it was taken for misspelt."""
    use: Use
    could_be: tuple[str, ...] = ()
    """Equally near readings, so that none was taken."""


@dataclass(frozen=True, slots=True)
class Name:
    """Words that can name something."""

    text: str
    start: int
    """The number of its first word; `end` is one past its last."""
    end: int
    what: str
    """`service`, `option`, `option word`, `concept` or `elsewhere`."""
    id: str
    option: str | None
    used: bool
    """Whether the reading is about it."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Words, and how much they say for an area, in log odds."""

    text: str
    much: float


@dataclass(frozen=True, slots=True)
class Likely:
    """An area that the words speak for."""

    id: str
    asked: bool
    """Whether it was read as asked for; `whole` (the whole split) where a service alone was."""
    part_of: str | None
    """The bundle that was read as asked for and holds it."""
    evidence: float
    """All that the words say for it, in log odds."""
    share: float
    """0 to 1, of all areas, by the words alone: before the story, the service's own words and what the service does not
    have are discounted, and before a bundle takes over from its areas."""
    belief: float | None
    """0 to 1, after that; for areas asked for, 1 where it came from the question before."""
    speakers: tuple[Speaker, ...]
    """Who says most of it, loudest first."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One term of the sum that confidence is computed from."""

    name: str
    value: float
    weight: float
    """0 where it does not count in such a case."""

    @property
    def adds(self) -> float:
        """Log odds."""
        return self.value * self.weight or 0.0


@dataclass(frozen=True, slots=True)
class Explained:
    """How a message was understood. `words`, `names`, `likely` and `signals` are empty where nothing had to be read."""

    question: Question
    words: tuple[Word, ...] = ()
    names: tuple[Name, ...] = ()
    repairs: tuple[Repair, ...] = ()
    """Every one; the question's own are those worth saying."""
    likely: tuple[Likely, ...] = ()
    case: str = ""
    """What was found, which decides the weights: `both`, `several`, `area`, `service`, `concept`, `carried` or `nothing`."""
    signals: tuple[Signal, ...] = ()
    odds: float = 0.0
    """Their sum; confidence is its logistic."""
    answer_from: float = ANSWER_FROM
    clarify_from: float = CLARIFY_FROM
    sure_from: float = SURE_FROM


def explained(text: str, knowledge: Knowledge, previous: Topic | None = None) -> Explained:
    """What `understand` does with `text`, taken apart."""
    question = understand(text, knowledge, previous)
    message = clean(text)
    if not message.words or question.intent is Intent.HELP:
        return Explained(question)
    reading = read(message, knowledge, previous)
    signals = tuple(_signals(reading.judgement))
    return Explained(
        question=question,
        words=tuple(_words(reading)),
        names=tuple(_names(reading.spotted, question)),
        repairs=reading.spotted.repairs,
        likely=_likely(reading, question, knowledge),
        case=reading.judgement.case.value,
        signals=signals,
        odds=sum(signal.adds for signal in signals),
        answer_from=question.needed or ANSWER_FROM,
    )


# --- words and names -----------------------------------------------------------------------------


def _words(reading: Reading) -> Iterable[Word]:
    spotted = reading.spotted
    named = frozenset(i for name in spotted.names for i in name.positions)
    for at, token in enumerate(spotted.tokens):
        yield Word(token.word.text, token.text, _use(at, token, named, reading), token.tie)


def _use(at: int, token: Token, named: frozenset[int], reading: Reading) -> Use:
    if at in named and (at in reading.chosen.explained or reading.chosen.elsewhere):
        return Use.NAME
    if at in reading.chosen.explained:
        return Use.TASK
    if token.word.text in reading.judgement.leftovers:
        return Use.UNEXPLAINED
    if token.text in PROVIDER_WORDS or token.text in CUSTOMER_WORDS:
        return Use.SIDE
    return Use.SMALL if token.is_function else Use.FAMILIAR


def _names(spotted: Spotted, question: Question) -> Iterable[Name]:
    services = {match.id for match in question.services}
    options = {(match.id, match.option) for match in question.services}
    concepts = {match.id for match in question.concepts}

    def used(role: Role, id_: str, option: str | None) -> bool:
        if role is Role.CONCEPT:
            return id_ in concepts
        if role is Role.ELSEWHERE:
            return question.reason == "elsewhere"
        return (id_, option) in options if option else id_ in services

    for spot in sorted((*spotted.names, *spotted.option_words), key=_place):
        for one in spot.meanings:
            about = used(one.role, one.id, one.option)
            yield Name(spot.text, spot.start, spot.end, one.role.value, one.id, one.option, about)


def _place(spot: NameSpot) -> tuple[int, int]:
    return spot.start, -spot.end


# --- areas ---------------------------------------------------------------------------------------


def _likely(reading: Reading, question: Question, knowledge: Knowledge) -> tuple[Likely, ...]:
    """The areas asked for, then the others by what the words say for them."""
    spotted = reading.spotted
    found = features(spotted.tokens, spotted.hidden, (m.id for m in reading.chosen.services))
    scores = weigh(found, knowledge.evidence, [1.0] * len(spotted.tokens))
    shares = beliefs(scores)
    asked: dict[str, float | None] = {m.id: m.score / 100 for m in question.areas}
    asked |= dict.fromkeys(match.id for match in question.concepts)
    if question.services and not asked:
        asked = {WHOLE: None}
    ranked = list(dict.fromkeys((*asked, *shares)))[: max(MOST_AREAS, len(asked))]
    bundles = [knowledge.bundles[id_] for id_ in asked if id_ in knowledge.bundles]
    return tuple(
        Likely(
            id=id_,
            asked=id_ in asked,
            part_of=next((bundle.id for bundle in bundles if id_ in bundle.areas), None),
            evidence=scores.get(id_, 0.0),
            share=shares.get(id_, 0.0),
            belief=asked.get(id_),
            speakers=_speakers(found, knowledge.evidence, id_, spotted.tokens),
        )
        for id_ in ranked
    )


def _speakers(
    found: Iterable[Feature], evidence: Evidence, area: str, tokens: Sequence[Token]
) -> tuple[Speaker, ...]:
    number = evidence.areas.index(area) if area in evidence.areas else -1
    said: dict[str, float] = {}
    for feature in found:
        much = feature.weight * dict(evidence.words.get(feature.key, ())).get(number, 0.0)
        if abs(much) >= _LEAST_SAID:
            text = _spoken(feature, tokens)
            said[text] = said.get(text, 0.0) + much
    loudest = sorted(said.items(), key=lambda item: (-abs(item[1]), item[0]))
    return tuple(Speaker(text, much) for text, much in loudest[:MOST_SPEAKERS])


def _spoken(feature: Feature, tokens: Sequence[Token]) -> str:
    """ "patches", "who patches", "keep … copies"; the service's id where the service itself speaks."""
    words = [tokens[place].text for place in feature.places]
    if not words:
        return feature.key.removeprefix("@")
    return (" … " if "~" in feature.key else " ").join(words)


# --- confidence ----------------------------------------------------------------------------------


def _signals(judgement: Judgement) -> Iterable[Signal]:
    weights = weights_for(judgement.case, judgement.signals)
    if not weights:
        return
    yield Signal(START, 1.0, weights.get(START, 0.0))
    for name in SIGNALS:
        value = judgement.signals.value(name)
        yield Signal(name, value, weights.get(name, 0.0))

"""Text → Question: the front of this room. Pure; the same text and knowledge give the same Question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model import Intent, Knowledge, Match, Question, Repair, Topic
from bot.understanding.asking import Asking, Found, asking, claims_a_side
from bot.understanding.at_large import asked_at_large
from bot.understanding.carrying import Leaning
from bot.understanding.choosing import Chosen, choose
from bot.understanding.confidence import ANSWER_FROM, CLARIFY_FROM, HARMLESS_FROM
from bot.understanding.conversation import (
    FollowUp,
    follow_up,
    still_there,
)
from bot.understanding.deciding import Judgement, Manner, judge
from bot.understanding.english import (
    ASKING_WORDS,
    AUXILIARIES,
    CUSTOMER_SUBJECTS,
    PROVIDER_WORDS,
    stem,
)
from bot.understanding.everywhere import asked_everywhere
from bot.understanding.lexicon import Lexicon, lexicon
from bot.understanding.listing import asks_for_services
from bot.understanding.naming import Role
from bot.understanding.pairing import from_to, is_pair, moves, sets_against
from bot.understanding.parts import tells_both_sides
from bot.understanding.reasons import asks_for_reasons, asks_why, reasons
from bot.understanding.sides import side_of_list
from bot.understanding.signals import Case
from bot.understanding.spotting import Spotted, spot
from bot.understanding.text import Message, clean
from bot.understanding.ways import Way, heard

_HELP = frozenset({"help", "usage", "commands", "menu"})


def understand(text: str, knowledge: Knowledge, previous: Topic | None = None) -> Question:
    """What `text` asks, how sure we are of it, and whether to answer, ask back or decline."""
    message = clean(text)
    previous = still_there(previous, knowledge)
    said = [word.text for word in message.words]
    if not said:
        return Question(message.text, Intent.HELP, decision="answer", reason="empty")
    if len(said) <= 2 and said[-1] in _HELP:
        return Question(message.text, Intent.HELP, decision="answer", reason="help")
    if asked := asked_everywhere(message.text, said, in_thread=previous is not None):
        return asked
    index = lexicon(knowledge)
    if asks_why(said) or (previous and asks_for_reasons(message, previous, index)):
        return reasons(message, previous, index)
    reading = read(message, knowledge, previous)
    asked = _question(reading)
    at_large = None
    if not reading.chosen.elsewhere:
        at_large = asked_at_large(asked, said, reading.judgement, knowledge)
    return at_large or _decided(asked, reading, index)


_SIDES = CUSTOMER_SUBJECTS | PROVIDER_WORDS | {"who", "whose", "theirs", "them"}


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was found in a message, before anything is decided."""

    message: Message
    spotted: Spotted
    chosen: Chosen
    ways: Asking
    judgement: Judgement


def read(message: Message, knowledge: Knowledge, previous: Topic | None = None) -> Reading:
    """Find names, areas and the way of asking, and weigh them. `message` has at least one word."""
    index = lexicon(knowledge)
    spotted = spot(message, index)
    focus = _focus(message, spotted)
    words = spotted.said(focus)
    said = _ways(words, spotted, focus)
    lists = asks_for_services(words)
    chosen = choose(spotted, knowledge, index, focus, said, lists=lists)
    follow = None
    if previous:
        leaning = _leaning(message, words, said, lists=lists)
        follow = follow_up(chosen, spotted, leaning, previous, knowledge)
    chosen = follow.chosen if follow else chosen
    if chosen.concepts and not chosen.services:
        words = spotted.said(focus, without=chosen.terms)  # "responsibility model" asks for no duty
        said = heard(words)
    ways, follows = _asked(words, said, chosen, follow, lists=lists)
    if ways.intent is Intent.LIST and ways.side is None:
        ways = replace(ways, side=side_of_list([token.text for token in spotted.tokens]))
    orders = ways.intent is Intent.LIST and ways.side is not None  # an order needs no question mark
    mark = bool(message.asks) or orders
    asked = Manner(ways.cue or orders, mark, bool(ways.reason), follows, focus)
    judgement = judge(spotted, chosen, index, knowledge, asked)
    return Reading(message, spotted, chosen, ways, judgement)


def _ways(words: Sequence[str], spotted: Spotted, focus: frozenset[int]) -> frozenset[Way]:
    """The ways heard in the sentences that ask, in `words`; and that a service is left for another, or compared with it, where
    that is told and then asked about: "We swap RabbitMQ on EC2 for SQS. What do we stop doing?"
    """
    whole = heard([token.text for token in spotted.tokens])
    asked = whole if len(words) == len(spotted.tokens) else heard(words)
    said = asked - {Way.MOVE}
    if moves(spotted, whole):
        return said | {Way.MOVE}
    if sets_against(spotted) or (Way.DIFFERS in whole and is_pair(spotted)):
        return said | {Way.COMPARE}
    names = (n for n in spotted.names if any(not m.weak for m in n.of(Role.SERVICE)))
    if any(spotted.tokens[name.start].word.sentence in focus for name in names):
        return said
    return said | (whole & {Way.COMPARE})


def _leaning(
    message: Message, words: Sequence[str], said: frozenset[Way], *, lists: bool
) -> Leaning:
    whole = heard([word.text for word in message.words])
    return Leaning(
        words=words,
        said=whole,
        asks=bool(message.asks) or Way.CUES in said or not _SIDES.isdisjoint(words),
        confirms=claims_a_side(words, said),
        for_all=Way.OVERVIEW in said or Way.CHANGES in whole,
        lists=lists,
    )


def _asked(
    words: Sequence[str],
    said: frozenset[Way],
    chosen: Chosen,
    follow: FollowUp | None,
    *,
    lists: bool,
) -> tuple[Asking, bool]:
    """The way of asking, and whether the question before in the thread tells it."""
    follows = follow is not None and bool(chosen.services or chosen.areas)
    repeats = follow is not None and follows and follow.repeats
    tells_side = not _SIDES.isdisjoint(words)
    is_on = repeats or (follows and tells_side and bool(chosen.areas) and Way.EXPLAIN not in said)
    ways = asking(words, said, found=_found(chosen, lists=lists), follows=is_on)
    if follow is None or not follows or ways.reason:
        return ways, False
    ids = [match.id for match in chosen.services]
    is_pair = len(set(ids)) < len(ids)  # ways to run one service, compared before
    intent = Intent.COMPARE if follow.compares or is_pair else ways.intent
    return replace(ways, cue=True, intent=intent), True


def _found(chosen: Chosen, *, lists: bool) -> Found:
    return Found(
        lists=lists,
        service=bool(chosen.services or chosen.rivals),
        area=bool(chosen.areas),
        concept=bool(chosen.concepts),
        term=bool(chosen.terms),
        ways=max(len(chosen.services), len(chosen.named)),
    )


def _focus(message: Message, spotted: Spotted) -> frozenset[int]:
    """The sentences that ask: with a question mark, words of asking whose job it is, or a verb in front ("does AWS do it or do
    we. and the backups?"); else all.

    One that only says "please help?" or "ours?" beside the real one does not push it out.
    """
    asks = message.asks | {t.word.sentence for t in spotted.tokens if t.text in ASKING_WORDS}
    first = {t.word.sentence: t.text for t in reversed(spotted.tokens)}
    asks |= {sentence for sentence, word in first.items() if word in AUXILIARIES}
    everything = frozenset(word.sentence for word in message.words)
    focus = frozenset(asks & everything)
    has_content = any(
        t.word.sentence in focus and not t.is_function and t.text not in _SIDES
        for t in spotted.tokens
    )
    return focus if has_content else everything


def _question(reading: Reading) -> Question:
    chosen, ways = reading.chosen, reading.ways
    return Question(
        text=reading.message.text,
        intent=ways.intent,
        services=chosen.services,
        areas=chosen.areas,
        concepts=chosen.concepts,
        repairs=_told(reading.spotted, chosen),
        leftovers=reading.judgement.leftovers,
        assertion=None if tells_both_sides(reading.spotted) else ways.assertion,
        confidence=round(reading.judgement.confidence, 3),
        rivals=chosen.rivals,
        guesses=chosen.guesses,
        beside=chosen.unheard,
        missed=chosen.missed,
        side=ways.side,
        team=ways.team,
        legal=ways.legal,
    )


def _told(spotted: Spotted, chosen: Chosen) -> tuple[Repair, ...]:
    """The corrections worth saying: of names and subjects, not of small words."""
    told = {
        (t.word.text, t.text)
        for i, t in enumerate(spotted.tokens)
        if i in chosen.explained and t.word.text not in (t.text, t.stem)
    }
    return tuple(r for r in spotted.repairs if (r.wrote, r.read) in told)


def _decided(question: Question, reading: Reading, index: Lexicon) -> Question:
    """Answer, ask back or decline."""
    chosen, sure = reading.chosen, question.confidence
    if chosen.elsewhere and not (chosen.services or chosen.terms):
        return replace(question, decision="decline", reason="elsewhere", leftovers=chosen.elsewhere)
    needed = _needed(reading)
    question = replace(question, needed=needed)
    reason = reading.ways.reason
    if reason and (sure < needed or not _asks_all_the_same(reading, reason)):
        return replace(question, decision="decline", reason=reason)
    tied = _tied(reading.spotted, index)
    if tied and not chosen.services:
        return replace(question, decision="clarify", reason="tie", rivals=tied)
    if reading.judgement.case is Case.NOTHING:
        return replace(question, decision="decline", reason="nothing_found")
    if sure < needed:
        decision = "decline" if sure < CLARIFY_FROM else "clarify"
        return replace(question, decision=decision, reason="unknown_words")
    question = _side_by_side(question, reading)
    if question.rivals:
        return replace(question, decision="clarify", reason="tie")
    return replace(question, decision="answer")


def _asks_all_the_same(reading: Reading, reason: str) -> bool:
    """Whether a message that sounds like another's asks whose job it is besides. "S3 is down again" and "who encrypted this
    bucket?" do not, whatever they name.
    """
    is_whole = reading.judgement.case is Case.SERVICE and reason == "how_to"
    return (reading.ways.cue and reason not in _NEVER_OURS) or is_whole


_NEVER_OURS = ("history", "chat")


def _needed(reading: Reading) -> float:
    """The confidence from which this reading is answered."""
    if reading.judgement.case is Case.CONCEPT and reading.chosen.terms:
        return CLARIFY_FROM  # a term that is named: to explain it claims nothing
    is_list = reading.ways.intent is Intent.LIST and bool(reading.chosen.areas)
    is_harmless = reading.judgement.case in (Case.SERVICE, Case.CONCEPT) or is_list
    return HARMLESS_FROM if is_harmless else ANSWER_FROM


def _side_by_side(question: Question, reading: Reading) -> Question:
    """Two ways to run one service ("Auto Mode vs managed node groups") are no tie when they are to be compared, and neither
    are a service and a way to run it that stand side by side ("RDS and RDS Custom").
    """
    chosen, intent = reading.chosen, question.intent
    asks_either = " or " in question.text.casefold() and bool(chosen.rivals)
    asks_both = any(match.option is None for match in chosen.named)
    if intent not in (Intent.MOVE, Intent.COMPARE) and not asks_either and not asks_both:
        return question
    if len(chosen.services) == 1 and len(chosen.named) > 1:
        intent = Intent.MOVE if intent is Intent.MOVE else Intent.COMPARE
        question = replace(question, intent=intent, services=chosen.named, rivals=())
    if intent is Intent.MOVE:
        question = replace(question, services=from_to(question.services, reading.spotted))
    return question


def _tied(spotted: Spotted, index: Lexicon) -> tuple[Match, ...]:
    """The services that equally near readings of a misspelt word would mean."""
    readings = (word for token in spotted.tokens for word in token.tie)
    meanings = ((word, m) for word in readings for m in index.names.get((stem(word),), ()))
    named = {m.id: Match(m.id, word, 50.0, m.option) for word, m in meanings if m.role in _NAMED}
    return tuple(named.values())


_NAMED = (Role.SERVICE, Role.OPTION)

"""Text → Question: the front of this room. Pure; the same text and knowledge give the same Question."""

from dataclasses import replace

from bot.model import Intent, Knowledge, Match, Question, Repair, Topic
from bot.understanding.asking import Asking, Found, asking
from bot.understanding.choosing import Chosen, choose
from bot.understanding.conversation import carry_over
from bot.understanding.deciding import ANSWER_FROM, CLARIFY_FROM, Judgement, judge
from bot.understanding.english import ASKING_WORDS, stem
from bot.understanding.lexicon import Lexicon, Role, lexicon
from bot.understanding.spotting import Spotted, spot
from bot.understanding.text import Message, clean

_HELP = frozenset({"help", "usage", "commands", "menu"})


def understand(text: str, knowledge: Knowledge, previous: Topic | None = None) -> Question:
    """What `text` asks, how sure we are of it, and whether to answer, ask back or decline."""
    message = clean(text)
    said = [word.text for word in message.words]
    if not said:
        return Question(message.text, Intent.HELP, decision="answer", reason="empty")
    if len(said) <= 2 and said[-1] in _HELP:
        return Question(message.text, Intent.HELP, decision="answer", reason="help")
    index = lexicon(knowledge)
    spotted = spot(message, index)
    focus = _focus(message, spotted)
    chosen = choose(spotted, knowledge, index, focus)
    chosen = carry_over(chosen, previous, knowledge, len(said))
    ways = asking(_words_of(spotted, focus), found=_found(chosen))
    judgement = judge(spotted, chosen, index, cue=ways.cue or bool(message.asks), focus=focus)
    question = _question(message, spotted, chosen, ways, judgement)
    return _decided(question, chosen, ways, _tied(spotted, index))


def _found(chosen: Chosen) -> Found:
    return Found(
        service=bool(chosen.services or chosen.rivals),
        area=bool(chosen.areas),
        concept=bool(chosen.concepts),
    )


def _words_of(spotted: Spotted, focus: frozenset[int]) -> tuple[str, ...]:
    return tuple(token.text for token in spotted.tokens if token.word.sentence in focus)


def _focus(message: Message, spotted: Spotted) -> frozenset[int]:
    """The sentences that ask: with a question mark, or with words of asking whose job it is; else all.

    One that only says "please help?" beside the real one does not push it out.
    """
    asks = message.asks | {t.word.sentence for t in spotted.tokens if t.text in ASKING_WORDS}
    everything = frozenset(word.sentence for word in message.words)
    return frozenset(asks & everything) or everything


def _question(
    message: Message, spotted: Spotted, chosen: Chosen, ways: Asking, judgement: Judgement
) -> Question:
    return Question(
        text=message.text,
        intent=ways.intent,
        services=chosen.services,
        areas=chosen.areas,
        concepts=chosen.concepts,
        repairs=_told(spotted, chosen),
        leftovers=judgement.leftovers,
        assertion=ways.assertion,
        confidence=round(judgement.confidence, 3),
        rivals=chosen.rivals,
        guesses=chosen.guesses,
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


def _decided(question: Question, chosen: Chosen, ways: Asking, tied: tuple[Match, ...]) -> Question:
    """Answer, ask back or decline."""
    if ways.reason:
        return replace(question, decision="decline", reason=ways.reason)
    if chosen.elsewhere and not chosen.services:
        return replace(question, decision="decline", reason="elsewhere", leftovers=chosen.elsewhere)
    if tied and not chosen.services:
        return replace(question, decision="clarify", reason="tie", rivals=tied)
    if not (_found(chosen).service or chosen.areas or chosen.concepts):
        return replace(question, decision="decline", reason="nothing_found")
    if question.confidence < CLARIFY_FROM and not (ways.cue and chosen.services):
        return replace(question, decision="decline", reason="unknown_words")
    if question.confidence < ANSWER_FROM:
        return replace(question, decision="clarify", reason="unknown_words")
    either = " or " in question.text.casefold() and bool(chosen.rivals)
    if (question.intent is Intent.COMPARE or either) and _ways_to_run_one(chosen):
        question = replace(question, intent=Intent.COMPARE, services=chosen.named, rivals=())
        return replace(question, decision="answer")
    if chosen.rivals:
        return replace(question, decision="clarify", reason="tie")
    return replace(question, decision="answer")


def _ways_to_run_one(chosen: Chosen) -> bool:
    """ "Auto Mode vs managed node groups": two options of the one service that is named."""
    return len(chosen.services) == 1 and len(chosen.named) > 1


def _tied(spotted: Spotted, index: Lexicon) -> tuple[Match, ...]:
    """The services that equally near readings of a misspelt word would mean."""
    readings = (word for token in spotted.tokens for word in token.tie)
    meanings = ((word, m) for word in readings for m in index.names.get((stem(word),), ()))
    named = {m.id: Match(m.id, word, 50.0, m.option) for word, m in meanings if m.role in _NAMED}
    return tuple(named.values())


_NAMED = (Role.SERVICE, Role.OPTION)

"""What is said when there is no answer: help, asking back, declining. One friendly line each."""

from bot.model import Answer, Kind, Question

TITLES = {
    Kind.HELP: "Whose Job?",
    Kind.CLARIFY: "Which one do you mean?",
    Kind.DECLINE: "That one I cannot answer",
    Kind.ERROR: "Something went wrong",
}

EXAMPLES = (
    "who patches RDS?",
    "do we have to back up DynamoDB?",
    "EKS auto mode node patching",
    "who guards the data centre?",
)

_HELP = "Ask whose job something is and I say which part the provider does, which part is ours, and where that is written."
_DECLINES = {
    "how_to": "I say whose job something is, not how it is done.",
    "price": "I know whose job things are, not what they cost.",
    "live_state": "I do not see running systems; I only know whose job things are.",
    "history": "I do not know who did something; the audit trail does. I know whose job it is.",
    "chat": "I only know one thing: whose job something is.",
    "nothing_found": "I found no service and no task in that.",
}


def sentence(answer: Answer) -> str:
    """The one line of a help, clarify or decline reply."""
    question = answer.question
    if answer.kind is Kind.HELP:
        start = "That was empty. " if question.reason == "empty" else ""
        return f"{start}{_HELP} Try: {_examples()}"
    if answer.kind is Kind.CLARIFY:
        return _ask_back(answer)
    if question.reason == "elsewhere":
        what = question.leftovers[0]
        return f"I know {answer.provider.name} only; nothing here covers “{what}”."
    if question.reason == "unknown_words":
        return f"I do not know {_unknown(question)}, so I would be guessing."
    text = _DECLINES.get(question.reason, _DECLINES["nothing_found"])
    return text if answer.suggestions else f"{text} Try: {EXAMPLES[0]}"


def _examples() -> str:
    return " · ".join(EXAMPLES)


_SHOWN = 30
"""Letters of an unknown word that are worth repeating."""


def _unknown(question: Question) -> str:
    shown = (
        word if len(word) <= _SHOWN else f"{word[:_SHOWN]}…" for word in question.leftovers[:3]
    )
    return ", ".join(f"“{word}”" for word in shown) or "enough of these words"


def _ask_back(answer: Answer) -> str:
    question = answer.question
    names = " or ".join(s.label for s in answer.suggestions)
    if question.reason == "tie" and names:
        return f"That fits more than one: {names}."
    if question.leftovers:
        return f"I understood part of it, but not {_unknown(question)}. Did you mean: {names}?"
    return f"I am not sure I understood. Did you mean: {names}?"

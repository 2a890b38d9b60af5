"""The nouns of a question: what a message is understood to ask."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.model.facts import Owner


class Intent(StrEnum):
    """What the asker wants to know."""

    WHO = "who"
    YES_NO = "yes_no"
    OVERVIEW = "overview"
    COMPARE = "compare"
    LIST = "list"
    MOVE = "move"
    """From one way of running things to another."""
    EXPLAIN = "explain"
    WHY = "why"
    """Why the answer before was given."""
    TEAM = "team"
    HELP = "help"
    OTHER = "other"
    """How-to, price, live state, small talk: nothing about ownership."""


@dataclass(frozen=True, slots=True)
class Match:
    """One name found in a message."""

    id: str
    text: str
    """What the person wrote."""
    score: float
    """0 to 100; 100 is an exact name."""
    option: str | None = None
    weak: bool = False
    """Found by a name that also means other products."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A word read as another: "rsd" as "rds"."""

    wrote: str
    read: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a yes/no question puts to us: "so AWS does NOT patch it, right?" """

    side: Owner
    """Whose job it is said to be (PROVIDER or CUSTOMER)."""
    negated: bool = False


MOST_EARLIER = 3
"""Topics of a thread that are kept beside the last."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation is about: enough to understand "and on Fargate?"."""

    services: tuple[tuple[str, str | None], ...] = ()
    """(service key, option id or None)."""
    areas: tuple[str, ...] = ()
    """Area or bundle ids."""
    earlier: tuple["Topic", ...] = ()
    """What it was about before, latest first, so that "for both of them" is understood; these hold none of their own."""

    @property
    def is_empty(self) -> bool:
        """Whether it is about nothing: then what the thread was about before still stands."""
        return not self.services and not self.areas

    def after(self, before: "Topic | None") -> "Topic":
        """The same, with what the thread was about `before` as the latest of what is earlier. Nothing stays nothing."""
        if self.is_empty or before is None or before.is_empty:
            return self
        last = replace(before, earlier=())
        is_new = (last.services, last.areas) != (self.services, self.areas)
        earlier = (last, *before.earlier) if is_new else before.earlier
        return replace(self, earlier=earlier[:MOST_EARLIER])


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question we offer back, ready to be asked."""

    label: str
    """For a button, at most 75 characters."""
    question: str
    exactly: Topic | None = None
    """What a click asks, whatever the words could mean; None where the words alone say it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a message was understood to ask."""

    text: str
    """The message as it was read: cut, markup removed."""
    intent: Intent
    services: tuple[Match, ...] = ()
    areas: tuple[Match, ...] = ()
    """Area or bundle ids, best first."""
    concepts: tuple[Match, ...] = ()
    repairs: tuple[Repair, ...] = ()
    leftovers: tuple[str, ...] = ()
    """Content words that nothing explains."""
    assertion: Assertion | None = None
    confidence: float = 0.0
    """0 to 1."""
    needed: float = 0.0
    """The confidence from which such a reading is answered."""
    decision: str = "decline"
    """`answer`, `clarify` or `decline`."""
    reason: str = ""
    """Why not `answer`: how_to, price, live_state, history, chat, elsewhere, unknown_words, nothing_found, tie;
    or for help: empty, help."""
    rivals: tuple[Match, ...] = ()
    """Services or areas that tied, for asking back."""
    guesses: tuple[str, ...] = ()
    """Areas that single words hint at, best first."""
    beside: tuple[str, ...] = ()
    """Areas that other parts of the message hint at, as they stand."""
    missed: tuple[str, ...] = ()
    """The words of those parts of a list of tasks that are none of the areas."""
    side: Owner | None = None
    """For lists and overviews: whose part is asked for."""
    team: bool = False
    """Whether a team or a person of ours is asked for."""
    legal: bool = False
    """Whether liability is asked for."""

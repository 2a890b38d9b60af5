"""The nouns of an answer, before anyone decides how it looks."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.asked import Question, Suggestion, Topic
from bot.model.facts import Bundle, Concept, Duty, Lifecycle, Owner, Provider, Service


class Kind(StrEnum):
    """What a reply is. A public value: see docs/ask-json.md."""

    OWNERSHIP = "ownership"
    OVERVIEW = "overview"
    LIST = "list"
    COMPARISON = "comparison"
    EXPLANATION = "explanation"
    TEAM = "team"
    HELP = "help"
    CLARIFY = "clarify"
    DECLINE = "decline"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Flip:
    """An option whose owner, or only its work, differs from the answer given."""

    option: str
    name: str
    owner: Owner


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One claim: in this service (and option), this area is done so."""

    provider: str
    service: str | None
    service_name: str | None
    option: str | None
    option_name: str | None
    area: str
    area_name: str
    label: str
    noun: str
    duty: Duty
    flips: tuple[Flip, ...] = ()
    lifecycle: Lifecycle | None = None

    @property
    def owner(self) -> Owner:
        return self.duty.owner


@dataclass(frozen=True, slots=True)
class Move:
    """One area before and after a move from one way of running things to another."""

    before: Breakdown
    after: Breakdown

    @property
    def ours_before(self) -> bool:
        return bool(self.before.duty.customer)

    @property
    def ours_after(self) -> bool:
        return bool(self.after.duty.customer)

    @property
    def is_gone(self) -> bool:
        """Whether the area does not exist after the move."""
        return self.after.duty.absent_because is not None


@dataclass(frozen=True, slots=True)
class Everywhere:
    """An area that is one side's in all or nearly all services."""

    claim: Breakdown
    """The general rule."""
    of: int
    """How many services have the area at all."""
    others: tuple[str, ...]
    """The names of those in which that side does not work alone, as they are commonly run."""

    @property
    def services(self) -> int:
        """In how many that side alone works."""
        return self.of - len(self.others)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole reply as facts; rendering/ puts it into words and makes it look."""

    kind: Kind
    question: Question
    provider: Provider
    owner: Owner | None = None
    """The side the headline names; None where no single claim is made."""
    breakdowns: tuple[Breakdown, ...] = ()
    """The claims, best first."""
    bundles: tuple[Bundle, ...] = ()
    """The words such as "patch" that were asked for."""
    headline_of: tuple[Breakdown, ...] = ()
    """The breakdowns that the headline speaks of; a part of `breakdowns`."""
    concepts: tuple[Concept, ...] = ()
    services: tuple[Service, ...] = ()
    by_model: tuple[tuple[str, Owner], ...] = ()
    """For a general claim whose owner moves with the service: (kind of service, owner)."""
    moves: tuple[Move, ...] = ()
    """For a comparison that is a move: what changes hands first, then what stays."""
    everywhere: tuple[Everywhere, ...] = ()
    """For a list of what is one side's whatever the service."""
    suggestions: tuple[Suggestion, ...] = ()
    topic: Topic = field(default_factory=Topic)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the text of a message."""

    previous: Topic | None = None
    """What the thread was about before."""
    exactly: Topic | None = None
    """Set by a click that knows what it asks about; then nothing is read from the text."""

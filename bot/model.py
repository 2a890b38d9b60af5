"""The nouns: frozen data that travels between the rooms. No behaviour beyond what can be derived from the data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Owner(StrEnum):
    """The side that must act. Derived from who does the work, never stored."""

    PROVIDER = "provider"
    CUSTOMER = "customer"
    SHARED = "shared"
    THIRD_PARTY = "third_party"
    NONE = "none"


class Level(StrEnum):
    """Where an answer comes from, narrowest first. The narrowest always wins."""

    OPTION = "option"
    SERVICE = "service"
    MODEL = "model"
    GENERAL = "general"


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


# --- the knowledge -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line of an answer was written."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Source:
    """An official page and the day somebody held the entry against it."""

    title: str
    url: str
    reviewed: date


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """Somebody who is neither the provider nor us: a Marketplace seller, a runtime's publisher."""

    name: str
    does: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one official page says where two of them disagree."""

    says: str
    source: Source


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A service or option that is closing or has ended."""

    stage: str
    """`closed_to_new`, `ending` or `ended`."""
    note: str
    source: Source
    on: date | None = None
    """The day it closes, closed, or ends."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Who does what in one area: the work of each side, and apart from it what we may decide."""

    area: str
    level: Level
    defined_at: Place
    provider: tuple[str, ...] = ()
    """What the provider does: third person, e.g. "Installs operating system updates"."""
    customer: tuple[str, ...] = ()
    """What we do: base form, e.g. "Roll out the new node image"."""
    choices: tuple[str, ...] = ()
    """What we may set or decide; noun phrases. If nobody decides, the work still gets done."""
    third_party: ThirdParty | None = None
    absent_because: str | None = None
    """Set when the area does not exist there; then nobody works."""
    default_state: str | None = None
    if_we_do_nothing: str | None = None
    contested: tuple[Claim, ...] = ()
    sources: tuple[Source, ...] = ()
    verified: bool = True
    """False when the entry was written from memory and not yet held against its source."""

    @property
    def owner(self) -> Owner:
        """Whose job it is. A third party counts when neither side, or only one beside it, works."""
        if self.provider and self.customer:
            return Owner.SHARED
        if self.third_party and not self.provider:
            return Owner.SHARED if self.customer else Owner.THIRD_PARTY
        if self.provider:
            return Owner.PROVIDER
        return Owner.CUSTOMER if self.customer else Owner.NONE


@dataclass(frozen=True, slots=True)
class Area:
    """One thing that can have a different owner in at least one service."""

    id: str
    name: str
    layer: str
    noun: str
    """How the area reads inside a sentence: "the guest operating system"."""
    label: str
    """How it reads as the first column of a table: "Operating system"."""
    means: str
    phrases: tuple[str, ...]
    control_kind: str
    """`inherited`, `shared` or `customer_specific`, as the shared-responsibility page has it."""
    controls: Mapping[str, tuple[str, ...]]
    """Control ids by standard: nist, ccm, pci. Ids only."""
    general: Duty
    place: Place


@dataclass(frozen=True, slots=True)
class Bundle:
    """A word that stands for several areas: "patch" is host, guest, engine, runtime and image."""

    id: str
    name: str
    verb: str
    """Third person, for "AWS patches ...". """
    areas: tuple[str, ...]
    headline_areas: tuple[str, ...]
    """The areas people mean first; their owners make the headline's owner."""
    phrases: tuple[str, ...]
    general: Duty
    place: Place


@dataclass(frozen=True, slots=True)
class Concept:
    """A term of the model that people ask to have explained."""

    id: str
    name: str
    phrases: tuple[str, ...]
    text: str
    owner: Owner | None
    sources: tuple[Source, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class ServiceModel:
    """How a kind of service splits the work; it fills every area."""

    id: str
    name: str
    means: str
    duties: Mapping[str, Duty]
    place: Place


@dataclass(frozen=True, slots=True)
class Option:
    """One way to run a service. Owners differ by option inside one service."""

    id: str
    name: str
    aliases: tuple[str, ...]
    """Names that stand on their own: "rds custom for oracle"."""
    words: tuple[str, ...]
    """Words that mean this option only beside the service's name: "auto mode", "self managed"."""
    default: bool
    duties: Mapping[str, Duty]
    described_by: str | None
    """Another service whose entries describe this option (ECS on Fargate → fargate)."""
    lifecycle: Lifecycle | None
    place: Place


@dataclass(frozen=True, slots=True)
class Example:
    """A question that must come back to its own entry; `whosejob check` asks it."""

    ask: str
    area: str | None
    option: str | None
    owner: Owner | None
    place: Place


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the provider, with what differs from its model."""

    id: str
    provider: str
    name: str
    means: str
    model: str
    aliases: tuple[str, ...]
    weak_aliases: tuple[str, ...]
    """Names that also mean other products ("postgres"): they lose to any other service named, and the
    answer says which product was assumed."""
    duties: Mapping[str, Duty]
    options: Mapping[str, Option]
    lifecycle: Lifecycle | None
    examples: tuple[Example, ...]
    place: Place

    @property
    def key(self) -> str:
        """`aws/rds`: unique over all providers."""
        return f"{self.provider}/{self.id}"


@dataclass(frozen=True, slots=True)
class Provider:
    """Who runs the services: its short name is what answers say."""

    id: str
    name: str
    hosts: tuple[str, ...]
    """Hosts that count as official for a source."""
    general_source: Source


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Products of others. They are recognised so that they are never mistaken for a near name of ours."""

    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Everything the bot knows; swapped whole, never changed. Compared by identity."""

    provider: Provider
    areas: Mapping[str, Area]
    bundles: Mapping[str, Bundle]
    concepts: Mapping[str, Concept]
    models: Mapping[str, ServiceModel]
    services: Mapping[str, Service]
    """By key: `aws/rds`."""
    elsewhere: Elsewhere
    prose: frozenset[str] = field(default=frozenset(), repr=False)
    """Every word the files use. A message word among them is less foreign than one that is not."""


# --- a question ----------------------------------------------------------------------------------


class Intent(StrEnum):
    """What the asker wants to know."""

    WHO = "who"
    YES_NO = "yes_no"
    OVERVIEW = "overview"
    COMPARE = "compare"
    LIST = "list"
    EXPLAIN = "explain"
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


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation is about: enough to understand "and on Fargate?"."""

    services: tuple[tuple[str, str | None], ...] = ()
    """(service key, option id or None)."""
    areas: tuple[str, ...] = ()
    """Area or bundle ids."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question we offer back, ready to be asked."""

    label: str
    """For a button, at most 75 characters."""
    question: str


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
    decision: str = "decline"
    """`answer`, `clarify` or `decline`."""
    reason: str = ""
    """Why not `answer`: how_to, price, live_state, history, chat, elsewhere, unknown_words, nothing_found, tie;
    or for help: empty, help."""
    rivals: tuple[Match, ...] = ()
    """Services or areas that tied, for asking back."""
    side: Owner | None = None
    """For lists and overviews: whose part is asked for."""
    team: bool = False
    """Whether a team or a person of ours is asked for."""
    legal: bool = False
    """Whether liability is asked for."""


# --- an answer -----------------------------------------------------------------------------------


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
    suggestions: tuple[Suggestion, ...] = ()
    topic: Topic = field(default_factory=Topic)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the text of a message."""

    previous: Topic | None = None
    """What the thread was about before."""

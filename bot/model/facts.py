"""The nouns of the knowledge: what the YAML files become."""

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
    """What means it wherever it stands: "shared controls"."""
    only_explained: tuple[str, ...]
    """What means it only where it is to be explained: "what is a guest OS?" does, "who patches the guest OS?" does not."""
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
    plain_name: bool
    """Its bare name is an ordinary word ("Backup"), so it counts as a weak alias."""
    for_others: bool
    """Its rules are made for other services (IAM): named beside one, that one is asked about."""
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
class CommonNames:
    """Names that also mean other things and are accepted all the same."""

    names: tuple[str, ...]
    because: str
    place: Place


@dataclass(frozen=True, slots=True)
class Provider:
    """Who runs the services: its short name is what answers say."""

    id: str
    name: str
    hosts: tuple[str, ...]
    """Hosts that count as official for a source."""
    general_source: Source
    near_names: frozenset[frozenset[str]] = frozenset()
    """Pairs of names one slip of the finger apart that are known and accepted."""
    common_names: tuple[CommonNames, ...] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Products of others. They are recognised so that they are never mistaken for a near name of ours."""

    names: tuple[str, ...]
    makers: frozenset[str] = frozenset()
    """Those of the names that stand before a product's own: "Akamai WAF" is Akamai's."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """What words say, learnt from the questions in knowledge/asked/."""

    areas: tuple[str, ...] = ()
    words: Mapping[str, Mapping[int, float]] = field(default_factory=dict, repr=False)
    """Word or pair → (number of the area, how much it says for it), in units of log odds."""
    ours: Mapping[str, float] = field(default_factory=dict, repr=False)
    """Word or pair → log odds that the message asks whose job something is."""
    spoken: tuple[str, ...] = field(default=(), repr=False)
    """The words that people use often, the commonest first: what a misspelt word may be meant to be."""
    learnt_from: str = ""
    """A digest of the files it was learnt from."""


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
    evidence: Evidence = field(default_factory=Evidence, repr=False)

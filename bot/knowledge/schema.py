"""The form of the knowledge files: one pydantic model each, which checks them and writes the JSON Schemas.

The descriptions are what an editor shows while somebody types. `json_schemas()` gives the schemas that stand in
knowledge/schema/ (draft-07 style, generated, committed, checked).
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

DUTY_LIMIT = 110
"""Characters of a duty line: it is one row of a reply on a phone."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
OptionId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Line = Annotated[str, StringConstraints(min_length=3, max_length=DUTY_LIMIT)]
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=80)]
ProviderLine = Annotated[
    Line, Field(description='Third person, starts with a verb: "Installs operating system updates"')
]
CustomerLine = Annotated[
    Line, Field(description='What we do, base form: "Roll out the new node image"')
]
ChoiceLine = Annotated[
    Line, Field(description='What we may decide, a noun phrase: "The maintenance window"')
]
OwnerWord = Literal["provider", "customer", "shared", "third_party", "none"]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_URL = r"^https://[a-z0-9.-]+(/[A-Za-z0-9._~:/?#@!$&'()*+,;=%\[\]-]*)?$"
"""No user name, no port, nothing that a browser reads otherwise than we do."""


class SourceForm(_Form):
    title: Annotated[Text, Field(description="The page's title")]
    url: Annotated[
        str,
        StringConstraints(pattern=_URL, max_length=300),
        Field(description="https only, on a host that aws/provider.yaml lists"),
    ]
    reviewed: Annotated[date, Field(description="The day you held the entry against the page")]


class ThirdPartyForm(_Form):
    name: Text
    does: Annotated[list[ProviderLine], Field(min_length=1, max_length=6)]


class ClaimForm(_Form):
    says: Line
    source: Annotated[Id, Field(description="A source of this file, by its short name")]


class LifecycleForm(_Form):
    stage: Literal["closed_to_new", "ending", "ended"]
    on: Annotated[date | None, Field(description="The day it closes, closed, or ends")] = None
    note: Line
    source: Id


class DutyForm(_Form):
    """Who does what in one area. Replaces the wider entry whole."""

    provider: Annotated[
        list[ProviderLine], Field(max_length=6, description="The provider's work")
    ] = []
    customer: Annotated[
        list[CustomerLine],
        Field(
            max_length=6,
            description="Our work: what does not get done unless somebody on our side does it",
        ),
    ] = []
    choices: Annotated[
        list[ChoiceLine],
        Field(max_length=6, description="What we may set; it gets done even if we never do"),
    ] = []
    third_party: ThirdPartyForm | None = None
    absent: Annotated[
        Line | None,
        Field(description="Why the area does not exist here; then no work may be listed"),
    ] = None
    default_state: Annotated[Line | None, Field(description="How it is if nobody touches it")] = (
        None
    )
    if_we_do_nothing: Annotated[
        Line | None, Field(description="What happens in the end if our side never acts")
    ] = None
    contested: Annotated[
        list[ClaimForm],
        Field(max_length=4, description="Two official pages disagree: what each one says"),
    ] = []
    sources: Annotated[
        list[Id], Field(max_length=5, description="Sources of this file, by short name")
    ] = []
    verified: Annotated[
        Literal["docs", "memory"],
        Field(description="memory = not yet held against the source; counted by `whosejob check`"),
    ] = "docs"


class ControlsForm(_Form):
    nist: Annotated[list[Phrase], Field(description="NIST SP 800-53 r5 ids")] = []
    ccm: Annotated[list[Phrase], Field(description="CSA CCM v4.0 ids")] = []
    pci: Annotated[list[Phrase], Field(description="PCI DSS v4.0.1 ids")] = []


class AreaForm(_Form):
    name: Text
    label: Annotated[Phrase, Field(description='First column of a reply: "Operating system"')]
    noun: Annotated[Phrase, Field(description='Inside a sentence: "the guest operating system"')]
    layer: Literal[
        "foundation", "compute", "network", "identity", "data", "operations", "governance"
    ]
    means: Line
    control_kind: Literal["inherited", "shared", "customer_specific"]
    controls: ControlsForm = ControlsForm()
    phrases: Annotated[
        list[Phrase],
        Field(min_length=1, description="What people say for it; several words match in any order"),
    ]
    general: Annotated[
        DutyForm,
        Field(description="The answer when no service is named: the model's own statement"),
    ]


class BundleForm(_Form):
    name: Phrase
    verb: Annotated[Phrase, Field(description='Third person: "patches"')]
    areas: Annotated[list[Id], Field(min_length=2)]
    headline: Annotated[list[Id], Field(min_length=1, description="The areas people mean first")]
    phrases: Annotated[list[Phrase], Field(min_length=1)]
    general: DutyForm


class ConceptForm(_Form):
    name: Text
    phrases: Annotated[
        list[Phrase], Field(description="What means the term wherever it stands")
    ] = []
    only_explained: Annotated[
        list[Phrase],
        Field(description="What means it only where it is to be explained: 'what is a guest OS?'"),
    ] = []
    text: Annotated[str, StringConstraints(min_length=20, max_length=900)]
    owner: OwnerWord | None = None
    sources: Annotated[list[Id], Field(min_length=1)]


class AreasFile(_Form):
    sources: dict[Id, SourceForm]
    areas: dict[Id, AreaForm]
    bundles: dict[Id, BundleForm]
    concepts: dict[Id, ConceptForm]


class CommonNamesForm(_Form):
    names: Annotated[list[Phrase], Field(min_length=1, description="Names, written as aliases are")]
    because: Annotated[Line, Field(description="Why whoever writes them means the service")]


class ProviderFile(_Form):
    id: Id
    name: Text
    hosts: Annotated[list[Phrase], Field(min_length=1)]
    general_source: Id
    near_names: Annotated[
        list[Annotated[list[Phrase], Field(min_length=2, max_length=2)]],
        Field(description="Pairs of names one slip apart that are known and accepted"),
    ] = []
    common_names: Annotated[
        list[CommonNamesForm],
        Field(description="Names that also mean other things and are accepted, with the reason"),
    ] = []
    sources: dict[Id, SourceForm]


class ElsewhereFile(_Form):
    names: Annotated[list[Phrase], Field(min_length=1)]
    makers: Annotated[
        list[Phrase],
        Field(
            description="More names; these stand before a product's own: 'Alibaba Cloud ECS', 'Akamai WAF'"
        ),
    ] = []


class ModelFile(_Form):
    id: Id
    name: Text
    means: Text
    based_on: Annotated[
        Id | None, Field(description="Another model whose entries hold unless replaced here")
    ] = None
    sources: dict[Id, SourceForm]
    areas: dict[Id, DutyForm]


class OptionForm(_Form):
    name: Text
    default: Annotated[
        bool, Field(description="The way most people run it; exactly one option has it")
    ] = False
    aliases: Annotated[
        list[Phrase], Field(description='Names that stand alone: "rds custom for oracle"')
    ] = []
    words: Annotated[
        list[Phrase], Field(description='Mean this option only beside the service: "auto mode"')
    ] = []
    described_by: Annotated[
        Id | None, Field(description="Another service whose entries describe this option")
    ] = None
    lifecycle: LifecycleForm | None = None
    absent: Annotated[
        dict[Id, Line], Field(description="Areas that do not exist in this option, with the reason")
    ] = {}
    areas: dict[Id, DutyForm] = {}


class ExampleForm(_Form):
    ask: Annotated[Text, Field(description="A question as somebody would type it")]
    area: Annotated[Id | None, Field(description="The area or bundle it must come back to")] = None
    option: OptionId | None = None
    owner: OwnerWord | None = None


class ServiceFile(_Form):
    id: Annotated[Id, Field(description="The file's own name")]
    name: Annotated[Text, Field(description="The provider's official name")]
    means: Annotated[Line, Field(description="What it is, in one line of our own")]
    model: Annotated[Id, Field(description="The service model whose entries hold by default")]
    plain_name: Annotated[
        bool, Field(description='Its bare name is an ordinary word ("Backup", "Config")')
    ] = False
    for_others: Annotated[
        bool,
        Field(
            description="Its rules are made for other services (IAM): beside one, that one is asked about"
        ),
    ] = False
    aliases: Annotated[
        list[Phrase], Field(description="Other names people type; matched without case")
    ] = []
    weak_aliases: Annotated[
        list[Phrase], Field(description="Names that other products share; the answer says so")
    ] = []
    lifecycle: LifecycleForm | None = None
    sources: dict[Id, SourceForm]
    absent: Annotated[
        dict[Id, Line],
        Field(description="Areas that do not exist in this service, with the reason"),
    ] = {}
    areas: Annotated[dict[Id, DutyForm], Field(description="Only what differs from the model")] = {}
    options: dict[OptionId, OptionForm] = {}
    examples: Annotated[list[ExampleForm], Field(min_length=1)]


FORMS: dict[str, type[_Form]] = {
    "areas": AreasFile,
    "elsewhere": ElsewhereFile,
    "model": ModelFile,
    "provider": ProviderFile,
    "service": ServiceFile,
}


def json_schemas() -> dict[str, dict[str, Any]]:
    """One JSON Schema (as plain data) for each kind of file, by its name: areas, service, ..."""
    return {name: _schema(form) for name, form in FORMS.items()}


def _schema(form: type[_Form]) -> dict[str, Any]:
    schema = form.model_json_schema()
    return {"$schema": "http://json-schema.org/draft-07/schema#", **_draft7(schema)}


def _draft7(value: Any) -> Any:
    """Pydantic writes draft 2020-12; the only difference in our forms is the name of `$defs`."""
    if isinstance(value, dict):
        renamed = {("definitions" if k == "$defs" else k): _draft7(v) for k, v in value.items()}
        if isinstance(renamed.get("$ref"), str):
            renamed["$ref"] = renamed["$ref"].replace("#/$defs/", "#/definitions/")
        return renamed
    return [_draft7(item) for item in value] if isinstance(value, list) else value

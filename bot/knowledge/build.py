"""Checked forms → the frozen nouns, with every cross-reference resolved.

Whatever points at something that does not exist becomes a Problem with file:line and the nearest name.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from bot.errors import Problem
from bot.knowledge import schema
from bot.knowledge.strict_yaml import Document, Path_
from bot.model import (
    Area,
    Bundle,
    Claim,
    Concept,
    Duty,
    Elsewhere,
    Example,
    Knowledge,
    Level,
    Lifecycle,
    Option,
    Owner,
    Place,
    Provider,
    Service,
    ServiceModel,
    Source,
    ThirdParty,
)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Loaded:
    """Every file with its checked form."""

    areas: tuple[Document, schema.AreasFile] | None
    elsewhere: tuple[Document, schema.ElsewhereFile] | None
    provider: tuple[Document, schema.ProviderFile] | None
    models: list[tuple[Document, schema.ModelFile]]
    services: list[tuple[Document, schema.ServiceFile]]


@dataclass(slots=True)
class _File:
    """One file while it is being built: where things stand and what it may cite."""

    document: Document
    problems: list[Problem]
    areas: frozenset[str]
    sources: dict[str, Source] = field(default_factory=dict)

    def place(self, *path: str | int) -> Place:
        return Place(self.document.file, self.document.line(tuple(path)))

    def wrong(self, path: Path_, what: str) -> None:
        self.problems.append(Problem(self.document.file, self.document.line(path), what))

    def known(self, wanted: str, known: Iterable[str], kind: str, path: Path_) -> bool:
        """Whether `wanted` exists; says what is near when it does not."""
        names = list(known)
        if wanted in names:
            return True
        near = difflib.get_close_matches(wanted, names, n=1, cutoff=0.6)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        self.wrong(path, f"{kind} '{wanted}' is unknown{hint}")
        return False

    def source(self, name: str, path: Path_) -> Source | None:
        return self.sources[name] if self.known(name, self.sources, "source", path) else None


class Builder:
    """Builds the Knowledge once; problems go into the list it was given."""

    def __init__(self, loaded: Loaded, problems: list[Problem]) -> None:
        self._loaded = loaded
        self._problems = problems
        assert loaded.areas is not None  # noqa: S101 - for mypy; load() checked it
        self._area_ids = frozenset(loaded.areas[1].areas)

    def build(self, prose: frozenset[str]) -> Knowledge:
        assert self._loaded.areas and self._loaded.provider and self._loaded.elsewhere  # noqa: S101, PT018
        provider = self._provider(*self._loaded.provider)
        models = self._models()
        return Knowledge(
            provider=provider,
            areas=self._areas(*self._loaded.areas),
            bundles=self._bundles(*self._loaded.areas),
            concepts=self._concepts(*self._loaded.areas),
            models=models,
            services=self._services(provider, models),
            elsewhere=Elsewhere(tuple(self._loaded.elsewhere[1].names)),
            prose=prose,
        )

    def _file(self, document: Document, sources: Mapping[str, schema.SourceForm]) -> _File:
        file = _File(document, self._problems, self._area_ids)
        file.sources = {k: Source(s.title, s.url, s.reviewed) for k, s in sources.items()}
        return file

    def _provider(self, document: Document, form: schema.ProviderFile) -> Provider:
        file = self._file(document, form.sources)
        source = file.source(form.general_source, ("general_source",))
        return Provider(
            form.id, form.name, tuple(form.hosts), source or next(iter(file.sources.values()))
        )

    # --- areas, bundles, concepts -----------------------------------------------------------

    def _areas(self, document: Document, form: schema.AreasFile) -> Mapping[str, Area]:
        file = self._file(document, form.sources)
        return frozen({id_: self._area(file, id_, area) for id_, area in form.areas.items()})

    def _area(self, file: _File, id_: str, form: schema.AreaForm) -> Area:
        controls = {k: tuple(v) for k, v in form.controls.model_dump().items()}
        return Area(
            id=id_,
            name=form.name,
            layer=form.layer,
            noun=form.noun,
            label=form.label,
            means=form.means,
            phrases=tuple(form.phrases),
            control_kind=form.control_kind,
            controls=frozen(controls),
            general=_duty(file, id_, form.general, Level.GENERAL, ("areas", id_, "general")),
            place=file.place("areas", id_),
        )

    def _bundles(self, document: Document, form: schema.AreasFile) -> Mapping[str, Bundle]:
        file = self._file(document, form.sources)
        return frozen({id_: self._bundle(file, id_, b) for id_, b in form.bundles.items()})

    def _bundle(self, file: _File, id_: str, form: schema.BundleForm) -> Bundle:
        path = ("bundles", id_)
        for area in (*form.areas, *form.headline):
            file.known(area, self._area_ids, "area", path)
        return Bundle(
            id=id_,
            name=form.name,
            verb=form.verb,
            areas=tuple(form.areas),
            headline_areas=tuple(form.headline),
            phrases=tuple(form.phrases),
            general=_duty(file, id_, form.general, Level.GENERAL, (*path, "general")),
            place=file.place(*path),
        )

    def _concepts(self, document: Document, form: schema.AreasFile) -> Mapping[str, Concept]:
        file = self._file(document, form.sources)
        found = {}
        for id_, concept in form.concepts.items():
            path = ("concepts", id_, "sources")
            sources = [file.source(name, path) for name in concept.sources]
            found[id_] = Concept(
                id=id_,
                name=concept.name,
                phrases=tuple(concept.phrases),
                text=" ".join(concept.text.split()),
                owner=Owner(concept.owner) if concept.owner else None,
                sources=tuple(source for source in sources if source),
                place=file.place("concepts", id_),
            )
        return frozen(found)

    # --- models -----------------------------------------------------------------------------

    def _models(self) -> Mapping[str, ServiceModel]:
        forms = {form.id: (document, form) for document, form in self._loaded.models}
        models = {}
        for document, form in self._loaded.models:
            file = self._file(document, form.sources)
            _same_as_file_name(file, form.id)
            duties = self._model_duties(form, forms, file, ())
            for area in sorted(self._area_ids - duties.keys()):
                file.wrong(("areas",), f"area '{area}' is missing; a model fills every area")
            models[form.id] = ServiceModel(
                form.id, form.name, form.means, frozen(duties), file.place("id")
            )
        return frozen(models)

    def _model_duties(
        self,
        form: schema.ModelFile,
        forms: Mapping[str, tuple[Document, schema.ModelFile]],
        file: _File,
        seen: tuple[str, ...],
    ) -> dict[str, Duty]:
        """The model's own entries over those of the model it is based on."""
        base: dict[str, Duty] = {}
        if form.based_on and form.based_on in seen:
            file.wrong(("based_on",), f"the models {', '.join(seen)} are based on each other")
        elif form.based_on and file.known(form.based_on, forms, "model", ("based_on",)):
            document, base_form = forms[form.based_on]
            base_file = self._file(document, base_form.sources)
            base = self._model_duties(base_form, forms, base_file, (*seen, form.id))
        return base | _duties(file, form.areas, Level.MODEL, ("areas",))

    # --- services ---------------------------------------------------------------------------

    def _services(
        self, provider: Provider, models: Mapping[str, ServiceModel]
    ) -> Mapping[str, Service]:
        ids = [form.id for _, form in self._loaded.services]
        services = {}
        for document, form in self._loaded.services:
            file = self._file(document, form.sources)
            _same_as_file_name(file, form.id)
            file.known(form.model, models, "model", ("model",))
            service = self._service(file, form, provider, ids)
            services[service.key] = service
        return frozen(services)

    def _service(
        self, file: _File, form: schema.ServiceFile, provider: Provider, ids: list[str]
    ) -> Service:
        options = {
            id_: self._option(file, id_, option, ids) for id_, option in form.options.items()
        }
        defaults = [id_ for id_, option in options.items() if option.default]
        if options and len(defaults) != 1:
            file.wrong(("options",), f"{len(defaults)} options are marked default; mark exactly one")
        return Service(
            id=form.id,
            provider=provider.id,
            name=form.name,
            means=form.means,
            model=form.model,
            aliases=tuple(form.aliases),
            weak_aliases=tuple(form.weak_aliases),
            duties=frozen(
                _absent(file, form.absent, Level.SERVICE, ("absent",))
                | _duties(file, form.areas, Level.SERVICE, ("areas",))
            ),
            options=frozen(options),
            lifecycle=_lifecycle(file, form.lifecycle, ("lifecycle",)),
            examples=tuple(self._example(file, i, e, options) for i, e in enumerate(form.examples)),
            place=file.place("id"),
        )

    def _option(self, file: _File, id_: str, form: schema.OptionForm, ids: list[str]) -> Option:
        path = ("options", id_)
        if form.described_by:
            file.known(form.described_by, ids, "service", (*path, "described_by"))
        return Option(
            id=id_,
            name=form.name,
            aliases=tuple(form.aliases),
            words=tuple(form.words),
            default=form.default,
            duties=frozen(
                _absent(file, form.absent, Level.OPTION, (*path, "absent"))
                | _duties(file, form.areas, Level.OPTION, (*path, "areas"))
            ),
            described_by=form.described_by,
            lifecycle=_lifecycle(file, form.lifecycle, (*path, "lifecycle")),
            place=file.place(*path),
        )

    def _example(
        self, file: _File, index: int, form: schema.ExampleForm, options: Mapping[str, Option]
    ) -> Example:
        path: Path_ = ("examples", index)
        if form.option:
            file.known(form.option, options, "option", path)
        if form.area:
            assert self._loaded.areas  # noqa: S101 - for mypy
            bundles = self._loaded.areas[1].bundles
            file.known(form.area, self._area_ids | set(bundles), "area", path)
        owner = Owner(form.owner) if form.owner else None
        return Example(form.ask, form.area, form.option, owner, file.place(*path))


# --- what every file shares -----------------------------------------------------------------


def _duties(
    file: _File, forms: Mapping[str, schema.DutyForm], level: Level, path: Path_
) -> dict[str, Duty]:
    for area in forms:
        file.known(area, file.areas, "area", (*path, area))
    return {area: _duty(file, area, form, level, (*path, area)) for area, form in forms.items()}


def _absent(
    file: _File, reasons: Mapping[str, str], level: Level, path: Path_
) -> dict[str, Duty]:
    for area in reasons:
        file.known(area, file.areas, "area", (*path, area))
    return {
        area: Duty(area, level, file.place(*path, area), absent_because=reason)
        for area, reason in reasons.items()
    }


def _duty(file: _File, area: str, form: schema.DutyForm, level: Level, path: Path_) -> Duty:
    _sound(file, form, level, path)
    sources = [file.source(name, (*path, "sources")) for name in form.sources]
    third = form.third_party
    return Duty(
        area=area,
        level=level,
        defined_at=file.place(*path),
        provider=tuple(form.provider),
        customer=tuple(form.customer),
        choices=tuple(form.choices),
        third_party=ThirdParty(third.name, tuple(third.does)) if third else None,
        absent_because=form.absent,
        default_state=form.default_state,
        if_we_do_nothing=form.if_we_do_nothing,
        contested=_claims(file, form.contested, (*path, "contested")),
        sources=tuple(source for source in sources if source),
        verified=form.verified == "docs",
    )


def _sound(file: _File, form: schema.DutyForm, level: Level, path: Path_) -> None:
    """An entry says who works, or why nobody does; and cites its source."""
    works = form.provider or form.customer or form.third_party
    if form.absent and works:
        file.wrong(path, "says 'absent' and lists work; keep one of the two")
    if not form.absent and not works:
        file.wrong(path, "names nobody's work; fill in 'provider' or 'customer', or say 'absent'")
    if level in (Level.SERVICE, Level.OPTION) and not form.sources and not form.absent:
        file.wrong(path, "has no source; name one from this file's 'sources'")
    for name in ("provider", "customer", "choices"):
        for i, line in enumerate(getattr(form, name)):
            if line[0].islower():
                file.wrong((*path, name, i), f"'{line}' starts small: did a comma split a line? Quote it")
    if len(form.contested) == 1:
        file.wrong(path, "'contested' needs both pages' claims")


def _claims(file: _File, forms: Iterable[schema.ClaimForm], path: Path_) -> tuple[Claim, ...]:
    claims = ((form.says, file.source(form.source, path)) for form in forms)
    return tuple(Claim(says, source) for says, source in claims if source)


def _lifecycle(file: _File, form: schema.LifecycleForm | None, path: Path_) -> Lifecycle | None:
    source = file.source(form.source, path) if form else None
    return Lifecycle(form.stage, form.note, source, form.on) if form and source else None


def _same_as_file_name(file: _File, id_: str) -> None:
    stem = file.document.file.rsplit("/", 1)[-1].removesuffix(".yaml")
    if stem != id_:
        file.wrong(("id",), f"the id '{id_}' differs from the file's name '{stem}'")


def frozen(items: Mapping[str, _T]) -> Mapping[str, _T]:
    """A read-only view of a copy."""
    return MappingProxyType(dict(items))

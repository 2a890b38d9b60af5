"""Checked forms → the frozen nouns, with every cross-reference resolved.

Whatever points at something that does not exist becomes a Problem with file:line and the nearest name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.errors import Problem
from bot.knowledge import schema
from bot.knowledge.entries import (
    File,
    absent,
    duties,
    duty,
    frozen,
    lifecycle,
    same_as_file_name,
)
from bot.knowledge.strict_yaml import Document, Path_
from bot.model import (
    Area,
    Bundle,
    CommonNames,
    Concept,
    Duty,
    Elsewhere,
    Evidence,
    Example,
    Knowledge,
    Level,
    Option,
    Owner,
    Provider,
    Service,
    ServiceModel,
    Source,
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Every file with its checked form."""

    areas: tuple[Document, schema.AreasFile] | None
    elsewhere: tuple[Document, schema.ElsewhereFile] | None
    provider: tuple[Document, schema.ProviderFile] | None
    models: list[tuple[Document, schema.ModelFile]]
    services: list[tuple[Document, schema.ServiceFile]]


class Builder:
    """Builds the Knowledge once; problems go into the list it was given."""

    def __init__(self, loaded: Loaded, problems: list[Problem]) -> None:
        self._loaded = loaded
        self._problems = problems
        assert loaded.areas is not None  # noqa: S101 - for mypy; load() checked it
        self._area_ids = frozenset(loaded.areas[1].areas)

    def build(self, prose: frozenset[str], evidence: Evidence) -> Knowledge:
        assert self._loaded.areas and self._loaded.provider and self._loaded.elsewhere  # noqa: S101, PT018
        self._refuse_strange_hosts(self._loaded.areas, self._loaded.provider)
        provider = self._provider(*self._loaded.provider)
        models = self._models()
        return Knowledge(
            provider=provider,
            areas=self._areas(*self._loaded.areas),
            bundles=self._bundles(*self._loaded.areas),
            concepts=self._concepts(*self._loaded.areas),
            models=models,
            services=self._services(provider, models),
            elsewhere=_elsewhere(self._loaded.elsewhere[1]),
            prose=prose,
            evidence=evidence,
        )

    def _refuse_strange_hosts(
        self,
        areas: tuple[Document, schema.AreasFile],
        provider: tuple[Document, schema.ProviderFile],
    ) -> None:
        """Only pages of the provider's own hosts are cited: nothing else ever becomes a link."""
        hosts = provider[1].hosts
        cited = [(document, form.sources) for document, form in self._loaded.models]
        cited += [(document, form.sources) for document, form in self._loaded.services]
        cited += [(areas[0], areas[1].sources), (provider[0], provider[1].sources)]
        for document, sources in cited:
            for name, source in sources.items():
                host = source.url.split("/")[2]
                if host not in hosts:
                    what = f"source '{name}' is on {host}; cite an official page of the provider's"
                    self._problems.append(
                        Problem(document.file, document.line(("sources", name, "url")), what)
                    )

    def _file(self, document: Document, sources: Mapping[str, schema.SourceForm]) -> File:
        file = File(document, self._problems, self._area_ids)
        file.sources = {k: Source(s.title, s.url, s.reviewed) for k, s in sources.items()}
        return file

    def _provider(self, document: Document, form: schema.ProviderFile) -> Provider:
        file = self._file(document, form.sources)
        source = file.source(form.general_source, ("general_source",))
        return Provider(
            id=form.id,
            name=form.name,
            hosts=tuple(form.hosts),
            general_source=source or next(iter(file.sources.values())),
            near_names=frozenset(frozenset(pair) for pair in form.near_names),
            common_names=tuple(
                CommonNames(tuple(some.names), some.because, file.place("common_names", index))
                for index, some in enumerate(form.common_names)
            ),
        )

    # --- areas, bundles, concepts -----------------------------------------------------------

    def _areas(self, document: Document, form: schema.AreasFile) -> Mapping[str, Area]:
        file = self._file(document, form.sources)
        return frozen({id_: self._area(file, id_, area) for id_, area in form.areas.items()})

    def _area(self, file: File, id_: str, form: schema.AreaForm) -> Area:
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
            general=duty(file, id_, form.general, Level.GENERAL, ("areas", id_, "general")),
            place=file.place("areas", id_),
        )

    def _bundles(self, document: Document, form: schema.AreasFile) -> Mapping[str, Bundle]:
        file = self._file(document, form.sources)
        return frozen({id_: self._bundle(file, id_, b) for id_, b in form.bundles.items()})

    def _bundle(self, file: File, id_: str, form: schema.BundleForm) -> Bundle:
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
            general=duty(file, id_, form.general, Level.GENERAL, (*path, "general")),
            place=file.place(*path),
        )

    def _concepts(self, document: Document, form: schema.AreasFile) -> Mapping[str, Concept]:
        file = self._file(document, form.sources)
        found = {}
        for id_, concept in form.concepts.items():
            path = ("concepts", id_, "sources")
            if not concept.phrases and not concept.only_explained:
                file.wrong(path[:2], "has no name; write 'phrases', or 'only_explained'")
            sources = [file.source(name, path) for name in concept.sources]
            found[id_] = Concept(
                id=id_,
                name=concept.name,
                phrases=tuple(concept.phrases),
                only_explained=tuple(concept.only_explained),
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
            same_as_file_name(file, form.id)
            filled = self._model_duties(form, forms, file, ())
            for area in sorted(self._area_ids - filled.keys()):
                file.wrong(("areas",), f"area '{area}' is missing; a model fills every area")
            models[form.id] = ServiceModel(
                form.id, form.name, form.means, frozen(filled), file.place("id")
            )
        return frozen(models)

    def _model_duties(
        self,
        form: schema.ModelFile,
        forms: Mapping[str, tuple[Document, schema.ModelFile]],
        file: File,
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
        return base | duties(file, form.areas, Level.MODEL, ("areas",))

    # --- services ---------------------------------------------------------------------------

    def _services(
        self, provider: Provider, models: Mapping[str, ServiceModel]
    ) -> Mapping[str, Service]:
        ids = [form.id for _, form in self._loaded.services]
        services = {}
        for document, form in self._loaded.services:
            file = self._file(document, form.sources)
            same_as_file_name(file, form.id)
            file.known(form.model, models, "model", ("model",))
            service = self._service(file, form, provider, ids)
            services[service.key] = service
        return frozen(services)

    def _service(
        self, file: File, form: schema.ServiceFile, provider: Provider, ids: list[str]
    ) -> Service:
        options = {
            id_: self._option(file, id_, option, ids) for id_, option in form.options.items()
        }
        defaults = [id_ for id_, option in options.items() if option.default]
        if options and len(defaults) != 1:
            file.wrong(
                ("options",), f"{len(defaults)} options are marked default; mark exactly one"
            )
        return Service(
            id=form.id,
            provider=provider.id,
            name=form.name,
            means=form.means,
            model=form.model,
            aliases=tuple(form.aliases),
            weak_aliases=tuple(form.weak_aliases),
            plain_name=form.plain_name,
            for_others=form.for_others,
            duties=frozen(
                absent(file, form.absent, Level.SERVICE, ("absent",))
                | duties(file, form.areas, Level.SERVICE, ("areas",))
            ),
            options=frozen(options),
            lifecycle=lifecycle(file, form.lifecycle, ("lifecycle",)),
            examples=tuple(self._example(file, i, e, options) for i, e in enumerate(form.examples)),
            place=file.place("id"),
        )

    def _option(self, file: File, id_: str, form: schema.OptionForm, ids: list[str]) -> Option:
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
                absent(file, form.absent, Level.OPTION, (*path, "absent"))
                | duties(file, form.areas, Level.OPTION, (*path, "areas"))
            ),
            described_by=form.described_by,
            lifecycle=lifecycle(file, form.lifecycle, (*path, "lifecycle")),
            place=file.place(*path),
        )

    def _example(
        self, file: File, index: int, form: schema.ExampleForm, options: Mapping[str, Option]
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


def _elsewhere(file: schema.ElsewhereFile) -> Elsewhere:
    return Elsewhere((*file.names, *file.makers), frozenset(file.makers))

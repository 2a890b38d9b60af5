"""One file while it is built: where things stand, what it may cite, and its entries → Duty."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from bot.errors import Problem
from bot.knowledge import schema
from bot.knowledge.strict_yaml import Document, Path_
from bot.model import Claim, Duty, Level, Lifecycle, Place, Source, ThirdParty

_T = TypeVar("_T")

MOST_PROBLEMS = 50
"""Of one file: nobody reads more at once."""


@dataclass(slots=True)
class File:
    """One file while it is being built: where things stand and what it may cite."""

    document: Document
    problems: list[Problem]
    areas: frozenset[str]
    sources: dict[str, Source] = field(default_factory=dict)
    found: int = 0

    def place(self, *path: str | int) -> Place:
        return Place(self.document.file, self.document.line(tuple(path)))

    def wrong(self, path: Path_, what: str) -> None:
        """Note a problem; after MOST_PROBLEMS of this file no more."""
        self.found += 1
        if self.found <= MOST_PROBLEMS:
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


def duties(
    file: File, forms: Mapping[str, schema.DutyForm], level: Level, path: Path_
) -> dict[str, Duty]:
    for area in forms:
        file.known(area, file.areas, "area", (*path, area))
    return {area: duty(file, area, form, level, (*path, area)) for area, form in forms.items()}


def absent(file: File, reasons: Mapping[str, str], level: Level, path: Path_) -> dict[str, Duty]:
    for area in reasons:
        file.known(area, file.areas, "area", (*path, area))
    return {
        area: Duty(area, level, file.place(*path, area), absent_because=reason)
        for area, reason in reasons.items()
    }


def duty(file: File, area: str, form: schema.DutyForm, level: Level, path: Path_) -> Duty:
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


def _sound(file: File, form: schema.DutyForm, level: Level, path: Path_) -> None:
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
            if line[0].islower() or line.count("(") != line.count(")"):
                file.wrong(
                    (*path, name, i), f"'{line}' is half a line: did a comma split it? Quote it"
                )
    if len(form.contested) == 1:
        file.wrong(path, "'contested' needs both pages' claims")


def _claims(file: File, forms: Iterable[schema.ClaimForm], path: Path_) -> tuple[Claim, ...]:
    claims = ((form.says, file.source(form.source, path)) for form in forms)
    return tuple(Claim(says, source) for says, source in claims if source)


def lifecycle(file: File, form: schema.LifecycleForm | None, path: Path_) -> Lifecycle | None:
    source = file.source(form.source, path) if form else None
    return Lifecycle(form.stage, form.note, source, form.on) if form and source else None


def same_as_file_name(file: File, id_: str) -> None:
    stem = file.document.file.rsplit("/", 1)[-1].removesuffix(".yaml")
    if stem != id_:
        file.wrong(("id",), f"the id '{id_}' differs from the file's name '{stem}'")


def frozen(items: Mapping[str, _T]) -> Mapping[str, _T]:
    """A read-only view of a copy."""
    return MappingProxyType(dict(items))

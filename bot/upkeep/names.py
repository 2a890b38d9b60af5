"""The lints over names: what people type for a service must mean it and nothing else.

One bad name spoils answers about every service. What is wrong here the index mostly leaves out (understanding/everyday.py),
so nothing breaks before somebody runs `whosejob check`; but then nobody can ask by that name either.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import Problem
from bot.model import Knowledge, Place, Service
from bot.understanding.english import common_words
from bot.understanding.everyday import stems_of
from bot.understanding.lexicon import lexicon
from bot.understanding.matching import one_edit_apart
from bot.understanding.naming import is_plain_name, short_name, words

_ACCEPT = "accept it in provider.yaml under common_names"


class _Kind(StrEnum):
    """How a file gives a name."""

    OFFICIAL = "name"
    ALIAS = "alias"
    WEAK = "weak alias"
    OPTION_ALIAS = "option alias"
    OPTION_WORD = "option word"


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    kind: _Kind
    service: Service
    place: Place

    @property
    def words(self) -> tuple[str, ...]:
        return words(self.text)

    @property
    def is_weak(self) -> bool:
        """Whether its file says that it also means other things."""
        return self.kind is _Kind.WEAK or is_plain_name(self.text, self.service)

    def clashes_with(self, other: "_Name") -> bool:
        """Whether two services cannot both be called so; two that call it weak are asked about."""
        return self.service is not other.service and not (self.is_weak and other.is_weak)

    def wrong(self, what: str) -> Problem:
        return Problem(self.place.file, self.place.line, f"{self.kind.value} '{self.text}' {what}")


def name_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """Names that are everyday words, too short, somebody else's, or too near to another's."""
    written = [name for service in knowledge.services.values() for name in _names(service)]
    names = [name for name in written if name.kind is not _Kind.OPTION_WORD]
    yield from _everyday(written, knowledge)
    yield from _short_or_common(names, knowledge)
    yield from _of_two(names)
    yield from _of_others(names, knowledge)
    yield from _near(names, knowledge)
    yield from _idle(written, knowledge)


def _names(service: Service) -> Iterator[_Name]:
    at = service.place
    yield _Name(short_name(service), _Kind.OFFICIAL, service, at)
    for text in service.aliases:
        yield _Name(text, _Kind.ALIAS, service, at)
    for text in service.weak_aliases:
        yield _Name(text, _Kind.WEAK, service, at)
    for option in service.options.values():
        for text in option.aliases:
            yield _Name(text, _Kind.OPTION_ALIAS, service, option.place)
        for text in option.words:
            yield _Name(text, _Kind.OPTION_WORD, service, option.place)


# --- a name that is a word -----------------------------------------------------------------------


def _everyday(names: Iterable[_Name], knowledge: Knowledge) -> Iterator[Problem]:
    """What questions are made of: the index leaves it out, so it must not look as if it were a name."""
    ordinary = lexicon(knowledge).everyday
    for name in names:
        beside = name.kind is _Kind.OPTION_WORD
        reason = ordinary.instead_of_a_name(name.words, beside_service=beside)
        if reason and not is_plain_name(name.text, name.service):
            mend = "set plain_name: true" if name.kind is _Kind.OFFICIAL else "remove it"
            yield name.wrong(f"is {reason} and is left out; {mend}, or {_ACCEPT}")


def _short_or_common(names: Iterable[_Name], knowledge: Knowledge) -> Iterator[Problem]:
    """Two letters stand for many things; an ordinary English word mostly means itself."""
    ordinary = lexicon(knowledge).everyday
    for name in names:
        if ordinary.accepts(name.words) or ordinary.instead_of_a_name(name.words):
            continue
        if len("".join(name.words)) == _SHORT:
            yield name.wrong(f"is {_SHORT} letters; write a longer one, or {_ACCEPT}")
        elif _is_common(name.words) and not name.is_weak:
            official = name.kind is _Kind.OFFICIAL
            mend = "set plain_name: true" if official else "move it to weak_aliases"
            yield name.wrong(f"is an everyday English word; {mend}, or {_ACCEPT}")


_SHORT = 2


def _is_common(spoken: tuple[str, ...]) -> bool:
    return len(spoken) == 1 and spoken[0] in common_words()


# --- a name that is somebody else's --------------------------------------------------------------


def _of_two(names: Iterable[_Name]) -> Iterator[Problem]:
    """One name, two services: the bot would have to guess. The same after stemming, or written as one word."""
    earlier: dict[str, list[_Name]] = {}
    told: set[tuple[str, str, str]] = set()
    for name in names:
        for spelling in sorted(_spellings(name)):
            for other in earlier.setdefault(spelling, []):
                one = (name.service.key, other.service.key, "".join(stems_of(other.words)))
                if other.clashes_with(name) and one not in told:
                    told.add(one)
                    yield _clash(name, other)
            earlier[spelling].append(name)


def _clash(one: _Name, other: _Name) -> Problem:
    """Said of the name that is not official, where one is."""
    wrong, right = (other, one) if one.kind is _Kind.OFFICIAL else (one, other)
    what = f"also belongs to {right.service.key}, as '{right.text}'; keep it in one file"
    return wrong.wrong(f"{what}, or make it weak in both")


def _spellings(name: _Name) -> set[str]:
    """As one word: "secretsmanager" and "secret managers" are both read as "secrets manager"."""
    return {"".join(name.words), "".join(stems_of(name.words))}


def _of_others(names: Iterable[_Name], knowledge: Knowledge) -> Iterator[Problem]:
    """A product of others, or a term of the model."""
    taken = {stems_of(words(text)): "elsewhere.yaml" for text in knowledge.elsewhere.names}
    for concept in knowledge.concepts.values():
        where = f"areas.yaml as a phrase of the term '{concept.id}'"
        taken |= {stems_of(words(text)): where for text in concept.phrases}
    for name in names:
        key = stems_of(name.words)
        if key in taken:
            yield name.wrong(f"also stands in {taken[key]}; keep it in one of the two")


_SLIPS_FROM = 4
"""Letters from which a slip is repaired; shorter names are only ever repaired by swapping two neighbours."""


def _near(names: Iterable[_Name], knowledge: Knowledge) -> Iterator[Problem]:
    """Two services one slip of the finger apart: a misspelling of one may be read as the other."""
    owners = _single_words(names)
    for one, other in one_edit_apart(owners):
        accepted = frozenset((one, other)) in knowledge.provider.near_names
        long = max(len(one), len(other)) >= _SLIPS_FROM
        strangers = owners[one].keys().isdisjoint(owners[other])
        if strangers and long and not accepted:
            first = next(iter(owners[one].values()))
            what = f"'{one}' and '{other}' ({', '.join(owners[other])}) are one slip apart; declare them in provider.yaml"
            yield Problem(first.file, first.line, f"{what} under near_names, or drop one")


def _single_words(names: Iterable[_Name]) -> Mapping[str, dict[str, Place]]:
    """Name of one word → the services it names, with the place."""
    owners: dict[str, dict[str, Place]] = {}
    for name in names:
        if len(name.words) == 1:
            owners.setdefault(name.words[0], {}).setdefault(name.service.key, name.place)
    return owners


def _idle(names: Iterable[_Name], knowledge: Knowledge) -> Iterator[Problem]:
    """A declaration whose name is gone would let the next one slip through."""
    known = {stems_of(name.words) for name in names}
    for some in knowledge.provider.common_names:
        for text in some.names:
            if stems_of(words(text)) not in known:
                what = f"common_names accepts '{text}', which no service is called; remove it"
                yield Problem(some.place.file, some.place.line, what)

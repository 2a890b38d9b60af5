"""What each service and option is called, and how far each name is to be believed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property, lru_cache
from itertools import chain, permutations, takewhile

from bot.model import Service
from bot.understanding.english import common_words
from bot.understanding.everyday import Everyday, content_of, stems_of
from bot.understanding.text import spoken


class Role(Enum):
    """What a name stands for."""

    SERVICE = "service"
    OPTION = "option"
    OPTION_WORD = "option word"
    CONCEPT = "concept"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a name can stand for."""

    role: Role
    id: str
    """Service key, concept id, or the product's own name."""
    option: str | None = None
    weak: bool = False
    plain: bool = False
    """An ordinary word ("Backup", "Config"): where it is also what people say for an area, a name only if written like one."""
    shy: bool = False
    """An English word that its file does not declare as one ("file"): a name only where it is written like one."""


@dataclass(frozen=True, eq=False)
class NameSpot:
    """A name found at tokens[start:end]. Compared by identity: a message of names is compared pair by pair."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]
    text: str

    @cached_property
    def positions(self) -> frozenset[int]:
        return frozenset(range(self.start, self.end))

    @cached_property
    def named(self) -> tuple[Meaning, ...]:
        """The services, and the ways to run one, that it may mean."""
        return self.of(Role.SERVICE, Role.OPTION)

    @cached_property
    def services(self) -> frozenset[str]:
        """The services that it names, itself or by a way to run one."""
        return frozenset(meaning.id for meaning in self.named)

    def of(self, *roles: Role) -> tuple[Meaning, ...]:
        return tuple(meaning for meaning in self.meanings if meaning.role in roles)


Written = tuple[str, Meaning]
"""A name as it is written, with what it means."""


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The text as the words a message would have."""
    return spoken(text)


@lru_cache(maxsize=20_000)
def stems(text: str) -> tuple[str, ...]:
    """The text as stems."""
    return stems_of(words(text))


def short_name(service: Service) -> str:
    """ "Amazon RDS" → "RDS": the maker's name is optional."""
    for maker in ("Amazon ", "AWS "):
        if service.name.startswith(maker):
            return service.name.removeprefix(maker)
    return service.name


def service_names(service: Service, ordinary: Everyday) -> Iterator[Written]:
    """Every name of a service and its options that can be one, with what it means."""
    for text, meaning in _written_names(service):
        beside = meaning.role is Role.OPTION_WORD
        can_be = not ordinary.instead_of_a_name(words(text), beside_service=beside)
        if can_be or is_plain_name(text, service):
            is_shy = _is_shy(text, meaning, ordinary)
            yield text, replace(meaning, shy=True) if is_shy else meaning


def _is_shy(text: str, meaning: Meaning, ordinary: Everyday) -> bool:
    """Whether the linter would refuse the name for being an English word."""
    if meaning.weak or meaning.plain or meaning.role is Role.OPTION_WORD:
        return False
    return ordinary.is_english(words(text)) and not ordinary.accepts(words(text))


def is_plain_name(text: str, service: Service) -> bool:
    """Whether it is the official name of a service that declares its name an ordinary word ("AWS Backup", "backup")."""
    mine, said = (stems_of(content_of(words(t))) for t in (short_name(service), text))
    return service.plain_name and said == mine


_EVERYWHERE = frozenset({"services", "support", "health", "files"})
"""Last words of names that mean one only where they are written as one: managed services, support, health and files in S3 are
everywhere."""


def _written_names(service: Service) -> Iterator[Written]:
    key, plain = service.key, service.plain_name
    yield service.name, Meaning(Role.SERVICE, key, plain=plain)
    short = short_name(service)
    shy = plain and words(short)[-1] in _EVERYWHERE
    yield short, Meaning(Role.SERVICE, key, weak=plain, plain=plain, shy=shy)
    for alias in service.aliases:
        yield alias, Meaning(Role.SERVICE, key, plain=is_plain_name(alias, service))
    for alias in service.weak_aliases:
        is_word = all(word in common_words() for word in words(alias))
        yield alias, Meaning(Role.SERVICE, key, weak=True, plain=is_word)
    for option in service.options.values():
        for alias in option.aliases:
            yield alias, Meaning(Role.OPTION, key, option.id)
        for word in option.words:
            yield word, Meaning(Role.OPTION_WORD, key, option.id)


_EXPLAINS = """
what is {} | what is a {} | what is an {} | what is the {} | what are {} | what are the {} | whats {} | whats a {} | whats an {} | whats the {}
| what exactly is {} | what exactly is a {} | define {} | define a {} | definition of {} | explain {} | explain a {} | explain the {} | eli5 {}
| meaning of {} | mean by {} | meant by {} | mean with {} | tell me about {} | {} mean | {} explained | {} like im five
| {} whats that | {} what is that | {} whats meant | {} what is meant | {} what is it | {} whats it | {} what does that mean | {} what do these mean
| {} what do they mean | {} what does it mean | {} in one sentence | {} in plain english | {} definition | the term {} | term {} | concept of {}
"""


def explaining(name: str) -> Iterator[str]:
    """How people ask to have a term explained."""
    return (form.strip().format(name) for form in _EXPLAINS.split("|"))


_JOINED_BY = (("and",), ("or",), ("vs",), ("versus",), ())
_AT_ONCE = 3
_OWN_WORDS = 2
"""Words of each name that the others do not have: "customer-specific" beside "shared controls"; of names with more nobody speaks so."""
_Stems = tuple[str, ...]


def said_at_once(names: Iterable[tuple[str, str]]) -> Iterator[tuple[_Stems, tuple[str, ...]]]:
    """Two or three names (id, text) that end alike as one says them together, as stems, with their ids: "inherited and shared
    controls", "security of vs in the cloud".
    """
    ending: dict[str, list[tuple[str, _Stems]]] = {}
    for id_, text in names:
        ending.setdefault(stems(text)[-1], []).append((id_, stems(text)))
    groups = (
        some for alike in ending.values() for n in (2, _AT_ONCE) for some in permutations(alike, n)
    )
    joiners = [stems_of(joiner) for joiner in _JOINED_BY]
    for group in groups:
        ids, spoken = zip(*group, strict=True)
        if len({*ids}) == len(ids):
            yield from ((said, ids) for said in _together(spoken, joiners))


def _together(spoken: Sequence[_Stems], joiners: Sequence[_Stems]) -> Iterator[_Stems]:
    start = _alike(spoken)
    rests = [some[start:] for some in spoken]
    end = _alike([rest[::-1] for rest in rests])
    *before, last = own = [rest[: len(rest) - end] for rest in rests]
    if all(0 < len(words_of_its_own) <= _OWN_WORDS for words_of_its_own in own):
        head, tail = spoken[0][:start], spoken[0][len(spoken[0]) - end :]
        first = (*head, *chain.from_iterable(before))
        for joiner in joiners:
            yield (*first, *joiner, *last, *tail)


def _alike(spoken: Sequence[_Stems]) -> int:
    """How many words are the same from the start."""
    return sum(1 for _ in takewhile(lambda at: len({*at}) == 1, zip(*spoken, strict=False)))

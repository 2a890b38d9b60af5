"""Words → tokens, and the names of services, options, terms and products that stand in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bot.model import Repair
from bot.understanding.english import (
    AUXILIARIES,
    FUNCTION_WORDS,
    OWNERSHIP_WORDS,
    PROVIDER_WORDS,
    common_words,
    stem,
)
from bot.understanding.lexicon import JOINED_START, Lexicon, Names
from bot.understanding.matching import repair
from bot.understanding.naming import NameSpot, Role
from bot.understanding.text import Message, Word


class Token(NamedTuple):
    """A word as it is read: itself, or what a misspelt one is taken for."""

    word: Word
    text: str
    stem: str
    tie: tuple[str, ...] = ()
    """Equally near readings; then the word is not read at all."""

    @property
    def is_function(self) -> bool:
        return self.text in FUNCTION_WORDS or self.text in OWNERSHIP_WORDS


@dataclass(frozen=True, slots=True)
class Spotted:
    """Everything found in one message."""

    tokens: tuple[Token, ...]
    names: tuple[NameSpot, ...]
    option_words: tuple[NameSpot, ...]
    """Words that mean an option beside its service; they may overlap the names."""
    hidden: frozenset[int]
    """Places of words that only name a service: they say nothing about an area."""
    repairs: tuple[Repair, ...]

    @property
    def services(self) -> frozenset[str]:
        """The services that are named by names of their own."""
        return frozenset(m.id for n in self.names for m in n.of(Role.SERVICE) if not m.weak)

    def said(
        self, sentences: frozenset[int], *, without: frozenset[int] = frozenset()
    ) -> tuple[str, ...]:
        """The words of some sentences; a gap ("") for each place in `without`."""
        return tuple(
            "" if at in without else token.text
            for at, token in enumerate(self.tokens)
            if token.word.sentence in sentences
        )


def spot(message: Message, index: Lexicon) -> Spotted:
    """Find every name; say which words were read as others."""
    tokens = tuple(_read(message.words, i, index) for i in range(len(message.words)))
    names = tuple(_written_as_names(tokens, _names(tokens, index.names, index), index))
    names = _without_tasks(names, tokens, index)
    words = tuple(_names(tokens, index.option_words, index))
    taken = frozenset(i for name in names for i in _hidden(name, tokens, index))
    repairs = tuple(Repair(t.word.text, t.text) for t in tokens if t.text != t.word.text)
    return Spotted(tokens, names, words, taken, repairs)


def _hidden(name: NameSpot, tokens: tuple[Token, ...], index: Lexicon) -> frozenset[int]:
    """The places of a service's own name: they say nothing about an area ("Secrets Manager").

    Of "KMS keys" only "KMS" is hidden: it names the service alone, so "keys" still tells what is asked.
    """
    own = {m.id for m in name.of(Role.SERVICE, Role.ELSEWHERE) if not m.weak}
    if not own:
        return name.positions if name.of(Role.OPTION) else frozenset()
    for length in range(1, name.end - name.start):
        for start in range(name.start, name.end - length + 1):
            key = tuple(token.stem for token in tokens[start : start + length])
            meanings = index.names.get(key, ())
            if any(m.id in own and m.role is Role.SERVICE and not m.weak for m in meanings):
                return frozenset(range(start, start + length))
    return name.positions


def _without_tasks(
    names: tuple[NameSpot, ...], tokens: tuple[Token, ...], index: Lexicon
) -> tuple[NameSpot, ...]:
    """Drop the services whose names are a part of a task's own name, where another service is named: "network firewall
    rules on EC2".
    """
    tasks = tuple(task_places(tokens, index)) if len(names) > 1 else ()
    inside = {name for name in names if any(name.positions <= places for places in tasks)}
    beside = tuple(name for name in names if name not in inside)
    return beside if any(name.named for name in beside) else names


def task_places(tokens: tuple[Token, ...], index: Lexicon) -> Iterator[frozenset[int]]:
    """Where an area's own name stands: "language runtime and middleware patching" is one task."""
    for start, token in enumerate(tokens):
        for name in index.area_names.get(token.stem, ()):
            end = start + len(name)
            run = tokens[start:end]
            # a pair is two over a comma ("encryption, keys"); a longer name may have one of its own
            is_parted = len(name) == _PAIR and run[-1].word.joined_by in _PARTING
            if tuple(t.stem for t in run) == name and not is_parted:
                yield frozenset(range(start, end))


_PAIR = 2


# --- reading ---------------------------------------------------------------------------------


def _read(words: tuple[Word, ...], at: int, index: Lexicon) -> Token:
    word = words[at]
    root = stem(word.text)
    if _is_known(word.text, root, index) or _is_half_of_a_name(words, at, index):
        return Token(word, word.text, root)
    reading = repair(word.text, index, capital=word.capital)
    if len(reading.words) == 1:
        return Token(word, reading.words[0], stem(reading.words[0]))
    return Token(word, word.text, root, tie=reading.words)


_SHORT = 3
"""Letters of a root that many words share."""


def _is_known(word: str, root: str, index: Lexicon) -> bool:
    return (
        (_is_form(word, root) and (root in index.known or root in index.heard))
        or word in FUNCTION_WORDS
        or word in OWNERSHIP_WORDS
        or word in index.spoken
        or word in index.name_words
        or word in index.joined
        or root in index.joined
        or word in common_words()
    )


def _is_form(word: str, root: str) -> bool:
    """Whether a root tells the word: of three letters many others are left when an ending is cut off ("urles", "oute")."""
    return len(root) > _SHORT or word in (root, root + "s")


def _is_half_of_a_name(words: tuple[Word, ...], at: int, index: Lexicon) -> bool:
    """ "elasti cache": neither half is a word, together they are a name."""
    near = words[max(at - 1, 0) : at + 2]
    return any(_joined(a.text + b.text, index) for a, b in pairwise(near))


# --- names -----------------------------------------------------------------------------------


def _names(tokens: tuple[Token, ...], names: Names, index: Lexicon) -> Iterator[NameSpot]:
    at = 0
    find = _name_here if names is index.names else _longest_name
    while at < len(tokens):
        found = find(tokens, at, names, index)
        if found:
            yield found
        at = found.end if found else at + 1


def _name_here(tokens: tuple[Token, ...], at: int, names: Names, index: Lexicon) -> NameSpot | None:
    found = _name_with_maker(tokens, at, names, index)
    starts, token = index.joined_starts, tokens[at]
    begins = token.text[:JOINED_START] in starts or token.stem[:JOINED_START] in starts
    if found or not begins:
        return found
    return _joined_name(tokens, at, index)


def _name_with_maker(
    tokens: tuple[Token, ...], at: int, names: Names, index: Lexicon
) -> NameSpot | None:
    """The longest name here; "Amazon" or "AWS" may stand before any of them."""
    found = _longest_name(tokens, at, names, index)
    if tokens[at].text not in PROVIDER_WORDS or at + 1 == len(tokens):
        return found
    bare = _longest_name(tokens, at + 1, names, index)
    if bare and (found is None or bare.end > found.end):
        return NameSpot(at, bare.end, bare.meanings, _text(tokens, at, bare.end))
    return found


def _written_as_names(
    tokens: tuple[Token, ...], names: Iterator[NameSpot], index: Lexicon
) -> Iterator[NameSpot]:
    """Drop what only looks like a name: "backup" is what AWS Backup does, unless it is written like a name."""
    for name in names:
        run = tokens[name.start : name.end]
        said = frozenset(t.stem for t in run if t.text not in PROVIDER_WORDS)
        also_an_area = said in index.whole_phrases
        is_written = _is_written_as_name(tokens, name, index)
        # "connected" is no Connect, but "dedicated hosts" are EC2's
        is_inflected = len(run) == 1 and run[0].text not in index.name_words
        is_plain = also_an_area or is_inflected
        kept = tuple(
            m for m in name.meanings if is_written or not (m.shy or (m.plain and is_plain))
        )
        if kept:
            yield NameSpot(name.start, name.end, kept, name.text)


_AGAINST = frozenset({"vs", "versus"})


def _is_written_as_name(tokens: tuple[Token, ...], name: NameSpot, index: Lexicon) -> bool:
    """With capitals, with its maker's name, or beside "vs": "aws backup", but not "does aws backup our database"."""
    run = tokens[name.start : name.end]
    before = tokens[name.start - 1].text if name.start else ""
    after = tokens[name.end].text if name.end < len(tokens) else ""
    if not _AGAINST.isdisjoint((before, after)):
        return True
    has_maker = run[0].text in PROVIDER_WORDS and before not in AUXILIARIES
    is_written_out = all(token.text in index.name_words for token in run)  # "Backup", not "Backups"
    return has_maker or (is_written_out and all(token.word.capital for token in run))


_PARTING = frozenset({",", "+", "&"})


def _longest_name(
    tokens: tuple[Token, ...], at: int, names: Names, index: Lexicon
) -> NameSpot | None:
    longest = index.longest.get(tokens[at].stem)
    if longest is None:
        return None
    most = min(longest, len(tokens) - at)
    for length in range(most, 0, -1):
        key = tuple(token.stem for token in tokens[at : at + length])
        if key not in names or (length == 1 and _is_another_form(tokens[at], index)):
            continue
        is_parted = any(t.word.joined_by in _PARTING for t in tokens[at + 1 : at + length])
        if is_parted and all(meaning.role is not Role.CONCEPT for meaning in names[key]):
            continue  # "Kinesis + Firehose" are two
        found = NameSpot(at, at + length, names[key], _text(tokens, at, at + length))
        if length == 1 or not _is_shy(found, tokens, index):
            return found
    return None


def _is_shy(name: NameSpot, tokens: tuple[Token, ...], index: Lexicon) -> bool:
    """ "Our S3 files" are in S3; "S3 Files" is another service."""
    shy = all(meaning.shy for meaning in name.meanings)
    return shy and not _is_written_as_name(tokens, name, index)


def _is_another_form(token: Token, index: Lexicon) -> bool:
    """Whether a word only shares its stem with a short name: "wiped" is no form of WIP."""
    spelt = token.text in index.spelt or token.text.removesuffix("s") in index.spelt
    return len(token.stem) <= _SHORT and not spelt


def _joined_name(tokens: tuple[Token, ...], at: int, index: Lexicon) -> NameSpot | None:
    """A name whose spaces are missing or too many: "secretsmanager", "elasti cache"."""
    for length in range(min(3, len(tokens) - at), 0, -1):
        run = tokens[at : at + length]
        if length > 1 and any(token.is_function for token in run):
            continue
        key = _joined("".join(token.text for token in run), index)
        if key:
            return NameSpot(at, at + length, index.names[key], _text(tokens, at, at + length))
    return None


def _joined(text: str, index: Lexicon) -> tuple[str, ...] | None:
    root = stem(text)
    if (root,) in index.names and text not in common_words():
        return (root,)
    return index.joined.get(text) or index.joined.get(root)


def _text(tokens: tuple[Token, ...], start: int, end: int) -> str:
    return " ".join(token.word.text for token in tokens[start:end])

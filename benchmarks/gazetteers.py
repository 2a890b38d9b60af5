"""Exact names found inside a message: what is usually built once fuzzy matching has disappointed."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import ahocorasick
from flashtext import KeywordProcessor

from benchmarks.guesses import Entry, Guess, Peer, Slot, area_phrases, service_names
from benchmarks.stems import stemmed, stems
from bot.model import Knowledge


class Span(NamedTuple):
    """One name in the message."""

    ids: tuple[str, ...]
    text: str


Finder = Callable[[str], list[Span]]


def with_ahocorasick(knowledge: Knowledge) -> Peer:
    """pyahocorasick, the longest names that do not overlap."""
    return _peer(
        ahocorasick_spans(service_names(knowledge)), ahocorasick_spans(area_phrases(knowledge))
    )


def with_flashtext(knowledge: Knowledge) -> Peer:
    """flashtext, which prefers the longest name too."""
    return _peer(
        flashtext_spans(service_names(knowledge)), flashtext_spans(area_phrases(knowledge))
    )


def _peer(services: Finder, areas: Finder) -> Peer:
    """All services that are named, and the area with the longest name; as sure as the message is covered."""

    def guess(text: str) -> Guess:
        named, tasks = services(text), areas(text)
        score = _covered(text, [*named, *tasks])
        longest = max(tasks, key=lambda span: len(span.text), default=None)
        found = tuple(dict.fromkeys(span.ids[0] for span in named))
        return Guess(Slot(found, score), Slot(longest.ids[:1] if longest else (), score))

    return guess


def _covered(text: str, spans: list[Span]) -> float:
    """The share of the message's content words that stand in some name."""
    said = stems(text)
    explained = {word for span in spans for word in span.text.split()}
    return sum(word in explained for word in said) / len(said) if said else 0.0


def ahocorasick_spans(entries: Sequence[Entry]) -> Finder:
    automaton = ahocorasick.Automaton()
    for name, ids in _by_name(entries).items():
        automaton.add_word(_spaced(name), Span(ids, name))
    automaton.make_automaton()
    return lambda text: [span for _, span in automaton.iter_long(_spaced(stemmed(text)))]


def flashtext_spans(entries: Sequence[Entry]) -> Finder:
    keywords = KeywordProcessor()
    for name, ids in _by_name(entries).items():
        keywords.add_keyword(name, Span(ids, name))
    return lambda text: keywords.extract_keywords(stemmed(text))


def _by_name(entries: Sequence[Entry]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        name = stemmed(entry.text)
        found[name] = (*found.get(name, ()), entry.id)
    found.pop("", None)
    return found


def _spaced(text: str) -> str:
    """Two spaces between words, one at the ends: names match at word borders, and neighbours share no space."""
    return f" {text.replace(' ', '  ')} "

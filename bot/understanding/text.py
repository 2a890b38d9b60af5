"""A message → clean words. Cut first, then read: ordinary text code is quadratic on hostile input.

unicodedata.normalize takes 2.1 s on 40,000 combining marks, so nothing here looks at more than MAX_CHARACTERS.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from bot.understanding.english import SHORT_FORMS

MAX_CHARACTERS = 500
MAX_WORDS = 64
_MAX_MARKS = 4
"""Combining marks kept in a row; more is decoration ("zalgo")."""

_SLACK = re.compile(r"<(?:[@#!]|https?:|mailto:)[^<>|]{0,300}(?:\|([^<>]{0,200}))?>")
_URL = re.compile(r"\b(?:https?://|www\.)\S{1,400}")
_EMOJI_CODE = re.compile(r":[a-z0-9_+-]{1,40}:", re.IGNORECASE)
_REGION = re.compile(
    r"\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)-(?:gov-|iso[a-z]?-)?(?:central|north|south|east|west){1,2}-\d\b",
    re.IGNORECASE,
)
"""An AWS Region's code: a place, and its "us" is not "us"."""
_ARROW = re.compile(r"[-=]{1,3}>|[→⇒➡⟶]")
"""How people write "to": "RDS -> Aurora"."""
_DIGIT = re.compile(r"\d")
_VERSIONS = re.compile(
    r"\bv?(\d{1,4})((?:\.\d{1,4}){0,3}) {0,2}(?:->|→|=>|to|too) {0,2}v?(\d{1,4})(?:\.\d{1,4}){0,3}\b"
)
"""Two version numbers: "15.4 to 15.6", "12 -> 16"."""
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
"""The point inside a version ends no sentence."""
_CONTROL = re.compile(
    r"\b(?:(?P<nist>(?:AC|AT|AU|CA|CM|CP|IA|IR|MA|MP|PE|PS|RA|SA|SC|SI|SR)-\d{1,2})(?:\(\d{1,2}\))?"
    r"|(?P<iso>A\.[5-8]\.\d{1,2})|(?P<soc>CC\d\.\d{1,2})"
    r"|PCI(?:[ -]DSS)?(?: req(?:uirement)?)? (?P<pci>\d{1,2}\.\d{1,2})(?:\.\d{1,2}){0,3}"
    r"|(?P<hipaa>164\.3\d\d(?:\([a-z0-9]{1,4}\)){0,4}))(?![\w.]*\w)",
    re.IGNORECASE,
)
"""The id of a control: of NIST SP 800-53 without its enhancement ("CP-9(1)"), ISO 27001 ("A.8.13"), SOC 2 ("CC6.4"), PCI DSS with its first two
levels ("PCI DSS 11.5.2"), HIPAA ("164.308(a)(7)"). One word, or its parts would be read as numbers."""
_BARE_IDS = frozenset({"pci", "hipaa"})
"""Standards whose ids are numbers: their word begins with the standard's name."""
_FOR_WORDS = re.compile(
    r"(?<=[a-z] )[24](?= (?:us|me|we|our|my|the|do|them|they|you|ourselves)\b)", re.IGNORECASE
)
"""Digits that stand for words: "left 2 us", "4 our databases"."""
_WITH = re.compile(r"\bw/(o\b)?", re.IGNORECASE)
_NUMBERING = re.compile(r"(?:^|(?<=[\s:;,.]))\(?[a-d1-6A-D]\)(?=\s)")
"""How the parts of a list are numbered: "(a) ...", "2) ..."."""
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`](?=\w)")
_WORD = re.compile(r"[^\W_]+|[?.!;,/&+\n]")
_SENTENCE_END = frozenset("?.!;\n")


class Word(NamedTuple):
    """One word of a message."""

    text: str
    """Casefolded; a short form ("ppl") as the word it stands for."""
    sentence: int
    """The number of the sentence it stands in."""
    capital: bool = False
    """Written like a name: a capital inside a sentence, or in capitals throughout."""
    joined_by: str = ""
    """A comma, slash, ampersand or plus directly before it."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a person wrote, ready to be understood."""

    text: str
    """Without markup, one line, as a person would read it back."""
    words: tuple[Word, ...]
    asks: frozenset[int]
    """Numbers of the sentences that end with a question mark."""


def clean(message: str) -> Message:
    """The message without Slack's markup, links, emoji and control characters; never more than 64 words."""
    plain = _visible(_without_markup(_cut(message)))
    words: list[Word] = []
    asks: set[int] = set()
    sentence, joined = 0, ""
    is_phrase = " " in plain.strip()
    for written in _WORD.findall(_APOSTROPHE.sub("", _in_words(plain))):
        part = written.casefold()
        if part in _SENTENCE_END:
            asks |= {sentence} if part == "?" else set()
            sentence += 1
        elif not part[0].isalnum():
            joined = part
        else:
            first = is_phrase and (not words or words[-1].sentence != sentence)
            capital = written.isupper() or (written[0].isupper() and not first)
            word = SHORT_FORMS.get(part, part)
            words.append(Word(word, sentence, capital, joined))
            joined = ""
    kept = words if len(words) <= MAX_WORDS else _ends(words)
    return Message(" ".join(plain.split()), tuple(kept), frozenset(asks))


def spoken(text: str) -> tuple[str, ...]:
    """The words of a text of our own (a name, a phrase), as a message would have them: no markup to expect."""
    parts = _WORD.findall(_DECIMAL.sub("", _APOSTROPHE.sub("", text.casefold())))
    return tuple(part for part in parts if part[0].isalnum())


def _cut(message: str) -> str:
    """Beginning and end: people put the question at either."""
    if len(message) <= MAX_CHARACTERS:
        return message
    half = MAX_CHARACTERS // 2
    return f"{message[:half]} {message[-half:]}"


def _ends(words: list[Word]) -> list[Word]:
    half = MAX_WORDS // 2
    return [*words[:half], *words[-half:]]


def _version_words(found: "re.Match[str]") -> str:
    """ "15.4 to 15.6" is a minor version, "12 to 16" a major one."""
    first, rest, second = found.groups()
    kind = "minor" if first == second and rest else "major"
    return f" {kind} version upgrade "


def is_control(text: str) -> bool:
    """Whether a text is the id of a control and nothing else."""
    return _CONTROL.fullmatch(text) is not None


def _control_word(found: "re.Match[str]") -> str:
    """ "CP-9" → "cp9", "164.308(a)(7)" → "hipaa164308a7"."""
    standard = found.lastgroup or ""
    word = "".join(filter(str.isalnum, found[standard].casefold()))
    return f" {standard}{word} " if standard in _BARE_IDS else f" {word} "


def _without_markup(message: str) -> str:
    """Mentions, emoji and marks vanish, links become their label, `&lt;` becomes `<`, an arrow is one sign."""
    text = message
    if "<" in text:
        text = _SLACK.sub(lambda found: f" {_label(found)} ", text)
    if "&" in text:
        text = html.unescape(text)
    if "://" in text or "www." in text:
        text = _URL.sub(" ", text)
    if ":" in text:
        text = _EMOJI_CODE.sub(" ", text)
    return _ARROW.sub(" → ", text).translate(_MARKERS)


def _in_words(text: str) -> str:
    """What people write in signs and digits, as the words it stands for."""
    if _DIGIT.search(text):
        text = _CONTROL.sub(_control_word, text)
        text = _VERSIONS.sub(_version_words, _REGION.sub(" region ", text))
        text = _DECIMAL.sub("", text)
        text = _FOR_WORDS.sub(lambda found: "to" if found[0] == "2" else "for", text)
    text = text.replace("→", " to ")
    if "w/" in text.casefold():
        text = _WITH.sub(lambda found: " without " if found[1] else " with ", text)
    return _NUMBERING.sub(" & ", text) if ")" in text else text


def _label(found: "re.Match[str]") -> str:
    is_link = found.group(0).startswith(("<http", "<mailto"))
    return found.group(1) or "" if is_link else ""


_MARKERS = str.maketrans({"*": " ", "_": " ", "~": " ", "`": " ", "<": " ", ">": " ", "|": " "})


_CONTROLS = {code: " " for code in (*range(32), 127) if chr(code) != "\n"}


def _visible(text: str) -> str:
    """NFKC without control and format characters, lone surrogates and piles of marks."""
    if text.isascii():
        return text.translate(_CONTROLS)
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category == "Mn" else 0
        if category == "Cc":
            kept.append("\n" if character == "\n" else " ")
        elif category not in ("Cf", "Cs", "Co", "Cn") and marks <= _MAX_MARKS:
            kept.append(character)
    return unicodedata.normalize("NFKC", "".join(kept))

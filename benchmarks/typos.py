"""Typing errors made by a machine: exactly one slip of the finger in every content word."""

import re
from random import Random

_WORD = re.compile(r"(?<![^\W_])[A-Za-z]{5,}(?![^\W_])")
"""A content word is at least five letters long; shorter ones are names like "RDS", where one edit makes another name."""

_NOT_CONTENT = frozenset(
    "about after again against aren't being before below between could doing during either every might never other "
    "ought shall should since still their there these thing those though through under until using where whether "
    "which while whose would yours".split()
)

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def mistyped(text: str, rng: Random) -> str:
    """`text` with one edit in each content word: a letter dropped, doubled, swapped with the next, or hit beside."""

    def slip(found: re.Match[str]) -> str:
        word = found.group()
        return word if word.casefold() in _NOT_CONTENT else slipped(word, rng)

    return _WORD.sub(slip, text)


def slipped(word: str, rng: Random) -> str:
    """`word` one edit away from itself, never itself."""
    while True:
        at = rng.randrange(len(word))
        edited = rng.choice((_dropped, _doubled, _swapped, _beside))(word, at, rng)
        if edited != word:
            return edited


def _dropped(word: str, at: int, _: Random) -> str:
    return word[:at] + word[at + 1 :]


def _doubled(word: str, at: int, _: Random) -> str:
    return word[: at + 1] + word[at:]


def _swapped(word: str, at: int, _: Random) -> str:
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def _beside(word: str, at: int, rng: Random) -> str:
    return word[:at] + rng.choice(_neighbours(word[at])) + word[at + 1 :]


def _neighbours(letter: str) -> str:
    """The keys left and right of a letter's key."""
    row = next((row for row in _ROWS if letter.lower() in row), letter)
    at = row.find(letter.lower())
    return row[max(0, at - 1) : at] + row[at + 1 : at + 2] or letter

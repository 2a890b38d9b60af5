"""Messages and names in a form that helps matchers without a grammar of their own: content words, as stems.

The phrases of our areas are written so ("patch guest" for "who patches the guests"); peers that were given them as they
stand would lose to a plural, which would say nothing about them.
"""

import re

from bm25s.stopwords import STOPWORDS_EN
from Stemmer import Stemmer

_EMPTY = frozenset(STOPWORDS_EN) | frozenset(
    "who whose do does did we our us i my you your has have had".split()
)
_ENGLISH = Stemmer("english")


def plain_words(text: str) -> list[str]:
    """The words that say something; all of them if none does."""
    said = re.findall(r"[^\W_]+", text.casefold())
    return [word for word in said if word not in _EMPTY] or said


def stems(text: str) -> list[str]:
    """The same words, each as its stem."""
    return _ENGLISH.stemWords(plain_words(text))


def stemmed(text: str) -> str:
    """The stems with a space between."""
    return " ".join(stems(text))

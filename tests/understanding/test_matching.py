"""Misspelt words are read as the words meant; ordinary words and near names are left alone."""

import gc
from weakref import ref

import pytest

from benchmarks.synthetic import smaller
from bot.understanding.english import stem
from bot.understanding.lexicon import lexicon
from bot.understanding.matching import repair
from bot.understanding.question import understand


@pytest.mark.parametrize(
    ("wrote", "read"),
    [
        ("rsd", "rds"),
        ("esk", "eks"),
        ("lamda", "lambda"),
        ("dynmo", "dynamo"),
        ("encrpytion", "encryption"),
        ("responsble", "responsible"),
        ("fragate", "fargate"),
        ("rotue53", "route53"),
        ("waht", "what"),
        ("teh", "the"),
        ("thottling", "throttling"),
        ("urles", "rules"),
        ("maning", "meaning"),
        ("ncrypt", "encrypt"),
        ("braeches", "breaches"),
    ],
)
def test_a_misspelt_word_is_repaired(knowledge, wrote: str, read: str) -> None:
    """One edit, two in long words; three letters only by swapping neighbours."""
    assert repair(wrote, lexicon(knowledge)).words == (read,)


@pytest.mark.parametrize(
    "word", ["salesforce", "coffee", "tha", "thee", "lunch", "red", "eds", "42", "x", "zzzz"]
)
def test_what_is_no_misspelling_stays(knowledge, word: str) -> None:
    """Ordinary English, other products, short names a letter away."""
    assert repair(word, lexicon(knowledge)).words == ()


@pytest.mark.parametrize("word", ["xero", "kindle", "thicc", "lacie"])
def test_a_small_word_is_no_guess(knowledge, word: str) -> None:
    """Read as "zero" or "kindly", the name of a thing would vanish from the question."""
    assert repair(word, lexicon(knowledge)).words == ()


def test_a_capital_is_meant(knowledge) -> None:
    """Nobody leaves a word's first letter out and writes the second large: "Reeze" is somebody."""
    assert repair("reeze", lexicon(knowledge)).words == ("freeze",)
    assert repair("reeze", lexicon(knowledge), capital=True).words == ()


@pytest.mark.parametrize("word", ["pcap", "icam"])
def test_initials_in_capitals_are_meant(knowledge, word: str) -> None:
    """PCAP is no PCA and ICAM no IAM, but RSD is RDS with two letters swapped."""
    assert repair(word, lexicon(knowledge), capital=True).words == ()
    assert repair("rsd", lexicon(knowledge), capital=True).words == ("rds",)


def test_the_likelier_slip_is_believed(knowledge) -> None:
    """The key beside the right one, before a letter left out of a word that is said less often."""
    assert repair("rotatr", lexicon(knowledge)).words == ("rotate",)
    assert repair("passwod", lexicon(knowledge)).words == ("password",)


def test_contractions_without_their_apostrophe_are_small_words(knowledge) -> None:
    """ "weve" is "we've", and no misspelt "wee"."""
    asked = understand("weve got RDS, who patches it?", knowledge)

    assert asked.repairs == ()
    assert asked.leftovers == ()


def test_a_tie_stays_a_tie(knowledge) -> None:
    """ECKS is as near to ECS as to EKS; nobody guesses."""
    assert set(repair("ecks", lexicon(knowledge)).words) == {"ecs", "eks"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("patches", "patch"),
        ("patching", "patch"),
        ("upgrading", "upgrade"),
        ("policies", "policy"),
        ("logged", "logging"),
    ],
)
def test_inflections_meet(one: str, other: str) -> None:
    """Plural, -ing and -ed fold."""
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("certificate", "certification"),
        ("windows", "window"),
        ("acme", "acm"),
        ("training", "train"),
    ],
)
def test_different_words_do_not_meet(one: str, other: str) -> None:
    """Windows is no maintenance window, a certificate no certification."""
    assert stem(one) != stem(other)


def test_knowledge_out_of_service_is_held_by_nothing(knowledge) -> None:
    """However often a folder is reloaded, only the two indexes used last are kept; misspelt words hold none of them."""
    indexes = []
    for _ in range(4):
        reloaded = smaller(knowledge, ["aws/rds"], 3)
        understand("who patches rsd and dynmo?", reloaded)
        indexes.append(ref(lexicon(reloaded)))
    del reloaded
    gc.collect()

    assert [index() is not None for index in indexes] == [False, False, True, True]


def test_made_up_words_fill_no_memory_for_ever() -> None:
    """Somebody who never stops making up words is forgotten, word by word."""
    most = stem.cache_info().maxsize

    for number in range(most + 100):
        stem(f"madeup{number}")

    assert stem.cache_info().currsize <= most

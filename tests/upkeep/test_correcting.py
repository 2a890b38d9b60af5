"""The passes that correct what counting gets wrong."""

from bot.upkeep.correcting import Sample, corrected

COUNTED = {"key": {0: 2.0, 1: 2.0}, "rack": {0: 1.0}}


def test_a_word_moves_towards_what_is_asked_with_it() -> None:
    """ "Key" was counted alike for both; questions that ask for class 1 with it raise 1 above 0."""
    moved = corrected(COUNTED, [Sample(f"q{n}", {"key": 1.0}, {1: 1.0}) for n in range(5)])

    assert moved["key"][1] > 1.0 > moved["key"][0]


def test_a_word_that_no_question_uses_says_half_of_what_was_counted() -> None:
    """Learnt afresh it says nothing, and the two readings are averaged."""
    moved = corrected(COUNTED, [Sample("q", {"key": 1.0}, {1: 1.0})])

    assert moved["rack"] == {0: 0.5}


def test_what_is_believed_rightly_keeps_its_order() -> None:
    """A question that gets the belief it deserves takes nothing from what was counted; learning afresh adds to it."""
    sure = {"key": {0: 40.0, 1: 0.0}}

    moved = corrected(sure, [Sample("q", {"key": 1.0}, {0: 1.0})])

    assert moved["key"][0] > 20.0
    assert moved["key"][1] < 0.0


def test_the_order_of_the_questions_does_not_matter() -> None:
    """The same questions give the same weights, however the files are read."""
    samples = [Sample(f"q{n}", {"key": 1.0, "rack": 0.5}, {n % 2: 1.0}) for n in range(20)]

    assert corrected(COUNTED, samples) == corrected(COUNTED, samples[::-1])


def test_a_word_speaks_only_for_what_it_was_counted_in() -> None:
    """So that reading a question stays quick."""
    moved = corrected(COUNTED, [Sample("q", {"rack": 1.0}, {1: 1.0})])

    assert moved["rack"].keys() == {0}

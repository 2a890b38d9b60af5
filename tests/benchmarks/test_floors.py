"""The floors at which a peer is counted: its best, at no more false answers than allowed."""

import pytest

from benchmarks.floors import Floors, best, count, counts, reading
from benchmarks.guesses import Guess, Slot
from benchmarks.judging import Guessed


def guessed(
    service: float, area: float, *, in_scope: bool = True, right: object = None, before=None
) -> Guessed:
    """A question read as (S, A) with these scores; `right`: the reading that fits, or a truth value for all."""
    guess = Guess(Slot(("S",), service), Slot(("A",), area))
    return Guessed(guess, before, in_scope, lambda found: found == right)


BOTH, SERVICE_ONLY, AREA_ONLY = (("S",), ("A",)), (("S",), ()), ((), ("A",))


@pytest.mark.parametrize(
    ("floors", "expected"),
    [
        pytest.param(Floors(50, 50, both=False), BOTH, id="both over"),
        pytest.param(Floors(50, 90, both=False), SERVICE_ONLY, id="only the service over"),
        pytest.param(Floors(90, 50, both=False), AREA_ONLY, id="only the area over"),
        pytest.param(Floors(90, 50, both=True), None, id="one is not enough"),
        pytest.param(Floors(90, 90, both=False), None, id="none over"),
    ],
)
def test_a_slot_under_its_floor_is_empty(floors: Floors, expected) -> None:
    """A peer that always finds something can still say that it found no service."""
    assert reading(guessed(80, 70), floors) == expected


def test_an_empty_slot_is_filled_from_the_question_before() -> None:
    """A peer may lean on the thread like we do."""
    before = Guess(Slot(("OLD",), 95), Slot(("B",), 20))

    found = reading(guessed(30, 70, before=before), Floors(50, 50, both=True))

    assert found == (("OLD",), ("A",))


def test_outcomes_are_counted_by_scope() -> None:
    """Right and wrong are of questions in scope, false of the others; silence is neither."""
    guesses = [
        guessed(90, 90, right=BOTH),
        guessed(90, 10, right=BOTH),
        guessed(10, 10, right=BOTH),
        guessed(90, 90, in_scope=False),
        guessed(10, 10, in_scope=False),
    ]

    found = count(guesses, Floors(50, 50, both=False))

    assert (found.right, found.wrong, found.false) == (1, 1, 1)


def test_the_best_floors_keep_false_answers_within_the_limit() -> None:
    """More right answers do not count when they are bought with false ones."""
    guesses = [
        *(guessed(score, score, right=BOTH) for score in (95, 90, 60, 55, 50)),
        *(guessed(score, score, in_scope=False) for score in (70, 65)),
    ]
    found = counts(guesses)

    strict, loose = best(found, most_false=0), best(found, most_false=2)

    assert (strict.right, strict.false) == (2, 0)
    assert (loose.right, loose.false) == (5, 2)


def test_a_peer_that_cannot_tell_keeps_quiet() -> None:
    """Where every floor lets false answers through, what is left is silence, and that is right nowhere."""
    guesses = [guessed(50, 50, right=BOTH), guessed(99, 99, in_scope=False)]

    found = best(counts(guesses), most_false=0)

    assert (found.right, found.wrong, found.false) == (0, 0, 0)

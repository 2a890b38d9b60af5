"""How cost is measured. No time is asserted: only what is compared with what."""

import pytest

from benchmarks.cost import (
    ROUNDS,
    WORDS,
    Side,
    compared,
    dearest,
    hard_messages,
    index_cost,
    most_asked,
    rounds_of,
)


def count_to(n: int):
    """Work that costs more than none, without a clock."""
    return lambda text: sum(range(n))


def test_the_ratio_is_the_second_over_the_first() -> None:
    """A side that does a thousand times the work is told as dearer, from either end."""
    rounds = [["a", "b", "c"]] * 3
    little, much = Side(count_to(100), rounds), Side(count_to(100_000), rounds)

    assert compared(little, much).ratio > 1
    assert compared(much, little).ratio < 1


def test_sides_take_turns_round_by_round() -> None:
    """What slows the machine for a while slows both, so the ratio stands."""
    seen: list[str] = []
    first = Side(lambda text: seen.append(f"first {text}"), [["a", "b"], ["c"]])
    second = Side(lambda text: seen.append(f"second {text}"), [["a"], ["d"]])

    compared(first, second)

    assert seen == ["first a", "first b", "second a", "first c", "second d"]


def test_every_round_asks_other_questions() -> None:
    """Nothing is measured on answers that were kept from the round before alone."""
    texts = [str(n) for n in range(500)]

    rounds = rounds_of(texts, 20, seed=1)

    assert len(rounds) == ROUNDS
    assert len({tuple(r) for r in rounds}) == ROUNDS
    assert all(len(set(r)) == 20 for r in rounds)


@pytest.fixture(scope="module")
def hard(knowledge, asked) -> list[str]:
    return list(hard_messages(asked, knowledge))


def test_hard_messages_are_as_long_as_is_read(hard) -> None:
    """Longer ones are cut to 64 words, so nothing costs more than these."""
    assert min(len(text.split()) for text in hard) >= WORDS


def test_the_dearest_message_is_found() -> None:
    """The one that costs most is told, not the mean."""
    work = {"cheap": 10, "dear": 300_000}

    found = dearest(lambda text: sum(range(work[text])), [["cheap"]] * ROUNDS, ["cheap", "dear"])
    other = dearest(lambda text: sum(range(work[text])), [["cheap"]] * ROUNDS, ["cheap"])

    assert found.second_us > other.second_us


def test_the_index_is_measured_anew(knowledge) -> None:
    """With as many services as asked for, though the knowledge itself is in service already."""
    seconds, megabytes = index_cost(knowledge, 600)
    _, more = index_cost(knowledge, 1200)

    assert seconds > 0
    assert more > megabytes > 0


def test_the_services_people_ask_about_come_first(asked) -> None:
    """The 120 services of the cost figures are those that the questions name."""
    keys = most_asked(asked)
    named = [key for s in asked for key in s.row.services]

    assert named.count(keys[0]) == max(named.count(key) for key in keys)
    assert set(keys) == set(named)

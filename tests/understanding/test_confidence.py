"""The signals that confidence is a sum of."""

from dataclasses import replace

import pytest

from bot.understanding.confidence import Case, Signals, confidence

NOTHING = Signals(**dict.fromkeys(Signals.__slots__, 0.0))


@pytest.mark.parametrize(
    ("name", "changed", "value"),
    [
        ("belief", {"belief": 0.7}, 0.7),
        ("sure", {"belief": 0.9}, 0.5),
        ("sure", {"belief": 0.8}, 0.0),
        ("certain", {"belief": 1.0}, 1.0),
        ("ours", {"manner": -1.0}, 0.0),
        ("plainly_ours", {"manner": 1.5}, 0.5),
        ("sure_ours", {"belief": 0.5, "manner": -2.0}, -1.0),
        ("several_unheard", {"several": 2.0, "unheard": 1.0}, 2.0),
    ],
)
def test_a_bend_begins_at_its_point_and_a_pair_is_a_product(name, changed, value) -> None:
    assert replace(NOTHING, **changed).value(name) == pytest.approx(value)


def test_nothing_found_is_never_sure() -> None:
    assert confidence(Case.NOTHING, replace(NOTHING, belief=1.0, manner=2.0)) == 0.0

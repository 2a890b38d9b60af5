"""The signals that confidence is a sum of."""

from dataclasses import replace

import pytest

from bot.understanding.confidence import Case, Signals, confidence
from bot.understanding.question import read
from bot.understanding.text import clean

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


@pytest.mark.parametrize(
    ("words", "scene"),
    [
        ("who patches emr", 0),
        ("our emr cluster reads from redshift, who patches its nodes", 1),
        ("fargate or ec2 for ecs: who patches in each", 0),
    ],
)
def test_a_service_beside_the_one_asked_about_is_the_scene(knowledge, words, scene) -> None:
    """A way to run the service that is asked about is no service beside it."""
    assert read(clean(words), knowledge).judgement.signals.scene == scene

"""The signals that confidence is a sum of."""

from dataclasses import replace
from math import log

import pytest

from bot.understanding.confidence import Case, Signals, confidence
from bot.understanding.evidence import manner
from bot.understanding.lexicon import lexicon
from bot.understanding.question import read
from bot.understanding.spotting import spot
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


def test_several_tasks_are_judged_together(knowledge) -> None:
    """The reading is right only where every task is: their beliefs multiply."""
    reading = read(clean("who patches, backs up and encrypts RDS?"), knowledge)
    beliefs = [match.score / 100 for match in reading.chosen.areas]
    assert len(beliefs) > 1
    assert reading.judgement.case is Case.SEVERAL
    assert reading.judgement.signals.all_right == pytest.approx(sum(map(log, beliefs)))


def test_one_task_has_nothing_beside_it(knowledge) -> None:
    judged = read(clean("who patches RDS?"), knowledge).judgement
    assert judged.case is Case.BOTH
    assert (judged.signals.all_right, judged.signals.words_each) == (0.0, 0.0)


def test_the_length_is_that_of_the_parts(knowledge) -> None:
    """ "av" is one word of substance, a clause has more."""
    plain, wordy = (
        read(clean(f"EC2: {first} and backups, who?"), knowledge).judgement.signals.words_each
        for first in ("av", "antivirus signature updates on every machine")
    )
    assert wordy > plain >= 1.0


@pytest.mark.parametrize("signal", ["all_right", "words_each"])
def test_doubt_in_one_of_several_tasks_is_doubt(signal: str) -> None:
    """Less belief that all are right, or more words to a task, makes a list less sure."""
    plain = replace(NOTHING, manner=1.0)
    changed = {"all_right": -2.0, "words_each": 4.0}[signal]

    assert confidence(Case.SEVERAL, replace(plain, **{signal: changed})) < confidence(
        Case.SEVERAL, plain
    )


def test_the_words_of_tasks_tell_whether_a_message_is_for_us(knowledge) -> None:
    """Only the name of the service is left out of what is counted."""
    spotted = spot(clean("who patches RDS and pays for lunch"), lexicon(knowledge))
    said = manner(spotted.tokens, spotted.hidden)

    assert {"patches", "lunch", "who patches", "patches NAME"} <= {*said}
    assert not [words for words in said if "rds" in words]

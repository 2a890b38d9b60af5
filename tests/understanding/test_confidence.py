"""The signals that confidence is a sum of."""

from dataclasses import replace
from math import log

import pytest

from bot.model import Topic
from bot.understanding.confidence import confidence
from bot.understanding.evidence import manner
from bot.understanding.lexicon import lexicon
from bot.understanding.question import read
from bot.understanding.signals import Case, Signals
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


@pytest.mark.parametrize("case", [Case.BOTH, Case.AREA, Case.SERVICE, Case.SEVERAL])
def test_a_message_that_leans_on_its_thread_is_believed_less(case: Case) -> None:
    """What it says by itself counts less, whichever way it points; and what is far is no farther."""
    plain = replace(NOTHING, belief=1.0, lead=2.5, manner=2.0, covered=1.0, cue=1.0, evidence=2.0)
    foreign = replace(NOTHING, unexplained=4.0, manner=-2.0)

    assert confidence(case, replace(plain, follows=1.0)) < confidence(case, plain)
    assert confidence(case, replace(foreign, follows=1.0)) > confidence(case, foreign)
    farther = replace(foreign, other=1.0, scene=2.0, follows=1.0)
    farthest = replace(farther, background=4.0, follows=1.0)
    assert confidence(case, farthest) == pytest.approx(confidence(case, farther), abs=0.02)


def test_a_task_of_the_question_before_is_judged_apart(knowledge) -> None:
    """Nothing in the words says for which task, so their belief in one counts for nothing."""
    before = Topic((("aws/rds", None),), ("backup_restore",))
    judgement = read(clean("and DynamoDB?"), knowledge, before).judgement

    assert judgement.case is Case.CARRIED
    assert confidence(Case.CARRIED, judgement.signals) == judgement.confidence
    assert confidence(Case.CARRIED, replace(judgement.signals, belief=0.0)) == judgement.confidence


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


def test_of_two_names_the_service_s_own_counts(knowledge) -> None:
    """Whoever says "Kafka", which others sell too, and "MSK" leaves no doubt."""
    weak, sure = (
        read(clean(words), knowledge).judgement.signals.weak
        for words in ("kafka upgrades, who does them", "kafka upgrades, msk i mean, who does them")
    )

    assert (weak, sure) == (1.0, 0.0)


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

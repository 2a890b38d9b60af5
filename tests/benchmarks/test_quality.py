"""How outcomes become a table."""

from benchmarks.goals import Goal, lines
from benchmarks.quality import ask, by_file, by_half, by_shape, share, tallied
from benchmarks.questions import every_sample
from bot.upkeep.evaluate import Outcome


def test_every_file_of_questions_is_counted() -> None:
    """A new file of question rows is taken up by itself; files of another form are named, not dropped."""
    asked, others = every_sample()

    assert {"outside", "stories", "exam"} <= {sample.file for sample in asked}
    assert "sixty.yaml" in others


def test_each_grouping_counts_every_question_once(knowledge, asked) -> None:
    """Halves, files and classes are three cuts of the same questions."""
    few = asked[::20]

    sizes = [
        sum(t.inside + t.outside for t in tallied(ask(few, knowledge), group).values())
        for group in (by_half, by_file, by_shape)
    ]

    assert sizes == [len(few)] * 3


def test_a_share_is_of_the_questions_in_scope(knowledge, asked) -> None:
    """Declining what is not for us makes no figure better."""
    outside = [sample for sample in asked if sample.row.kind == "decline"][:3]

    (tally,) = tallied(ask(outside, knowledge), lambda _: "all").values()

    assert share(tally, Outcome.RIGHT) == 0.0


def test_a_goal_says_whether_it_is_met() -> None:
    """At least and at most are told apart, and the bound itself is good enough."""
    goals = [
        Goal("right", 0.92, 0.92, at_least=True),
        Goal("wrong", 0.02, 0.015),
        Goal("times cheaper", 120.0, 100.0, at_least=True),
    ]

    assert [goal.is_met for goal in goals] == [True, False, True]
    assert [line.endswith("not met") for line in lines(goals).splitlines()] == [False, True, False]

"""`whosejob explain`: the sums are those that decided, and every word has its place in them."""

from math import exp

import pytest

from bot.model import Context, Topic
from bot.understanding.signals import SIGNALS
from bot.upkeep.explaining import Explained, Use, explained

QUESTIONS = [
    "who patches RDS?",
    "who patchs esk auto mode?",
    "who owns the keys on S3, us or AWS?",
    "os patches, av and backups on ec2?",
    "RDS",
    "who guards the data centre?",
    "what does security of the cloud mean?",
    "how do I restart an EC2 instance?",
    "who patches ecks",
    "who patches frobnicator?",
    "who patches azure sql",
]
TALK = ["", "help", "hello there", "¿?", "x" * 500]


@pytest.fixture
def explain(knowledge):
    def _explain(text: str, previous: Topic | None = None) -> Explained:
        return explained(text, knowledge, previous)

    return _explain


@pytest.mark.parametrize("text", QUESTIONS)
def test_confidence_is_the_sum_of_its_signals(explain, text: str) -> None:
    """What is shown adds up to what decided, to the third digit."""
    made = explain(text)

    assert made.odds == pytest.approx(sum(signal.adds for signal in made.signals))
    assert 1 / (1 + exp(-made.odds)) == pytest.approx(made.question.confidence, abs=6e-4)


@pytest.mark.parametrize("text", QUESTIONS)
def test_every_signal_is_shown_once(explain, text: str) -> None:
    """Those that do not count in such a case too, with weight 0."""
    assert [signal.name for signal in explain(text).signals] == ["start", *SIGNALS]


@pytest.mark.parametrize("text", [*QUESTIONS, *TALK])
def test_it_explains_the_question_that_is_answered(explain, ask, text: str) -> None:
    """The same reading as the answer's, whatever is asked."""
    assert explain(text).question == ask(text).question


@pytest.mark.parametrize("text", QUESTIONS)
def test_every_area_asked_for_comes_first(explain, text: str) -> None:
    """With its belief; then the runners-up, by what the words say for them."""
    made = explain(text)
    asked = [area.id for area in made.likely if area.asked]
    others = [area.evidence for area in made.likely[len(asked) :]]

    assert asked == [area.id for area in made.likely[: len(asked)]]
    assert {match.id for match in made.question.areas} <= set(asked)
    assert others == sorted(others, reverse=True)


def test_what_the_words_say_adds_up(explain) -> None:
    """Each word and pair with its part of the whole, the loudest first."""
    for area in explain("who patches frobnicator?").likely:
        said = [speaker.much for speaker in area.speakers]

        assert sum(said) == pytest.approx(area.evidence)
        assert said == sorted(said, reverse=True)


def test_an_area_of_a_bundle_says_so(explain) -> None:
    """ "patching" holds the operating system's: the two are no rivals."""
    parts = {area.id: area.part_of for area in explain("who patches RDS?").likely}

    assert parts["guest_os_patching"] == "patching"
    assert parts["patching"] is None


@pytest.mark.parametrize(
    ("text", "word", "use", "read"),
    [
        ("who patchs esk auto mode?", "esk", Use.NAME, "eks"),
        ("who patchs esk auto mode?", "auto", Use.NAME, "auto"),
        ("who patches RDS?", "who", Use.SMALL, "who"),
        ("who patches RDS?", "patches", Use.TASK, "patches"),
        ("who owns the keys on S3, us or AWS?", "us", Use.SIDE, "us"),
        ("who patches frobnicator?", "frobnicator", Use.UNEXPLAINED, "frobnicator"),
        ("who patches azure sql", "azure", Use.NAME, "azure"),
    ],
)
def test_every_word_has_a_use(explain, text: str, word: str, use: Use, read: str) -> None:
    """Name, task, small word, side, or not understood; and what a misspelt one was read as."""
    (found,) = (one for one in explain(text).words if one.wrote == word)

    assert (found.use, found.read) == (use, read)


def test_a_word_with_two_near_readings_names_both(explain) -> None:
    """Neither was taken."""
    word = explain("who patches ecks").words[-1]

    assert word.read == "ecks"
    assert set(word.could_be) >= {"ecs", "eks"}


def test_a_name_that_was_not_taken_is_there_too(explain) -> None:
    """ "Fargate" after ECS is the way to run it, not the service."""
    topic = Topic((("aws/ecs", None),), ("guest_os_patching",))
    names = {
        (n.what, n.id, n.option): n.used for n in explain("what about on fargate?", topic).names
    }

    assert names["option word", "aws/ecs", "fargate"]
    assert not names["service", "aws/fargate", None]


@pytest.mark.parametrize("text", ["", "help", "¿?"])
def test_where_nothing_is_read_nothing_is_explained(explain, text: str) -> None:
    """No words, no sums, no error."""
    made = explain(text)

    assert (made.words, made.names, made.likely, made.signals) == ((), (), (), ())


def test_it_is_pure(knowledge, explain) -> None:
    """Twice the same; and the same context leads to the same question as an answer's."""
    from bot.answering import answer

    topic = answer("who patches the OS on ECS?", Context(), knowledge).topic
    follow = answer("and on fargate?", Context(topic), knowledge)

    assert explain("and on fargate?", topic) == explain("and on fargate?", topic)
    assert explain("and on fargate?", topic).question == follow.question

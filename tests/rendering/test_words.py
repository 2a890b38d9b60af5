"""What the bot says: the verdict first, yes or no as asked, corrections always told."""

from dataclasses import replace

import pytest

from bot.answering import answer
from bot.answering.suggesting import topic_of
from bot.model import Context
from bot.rendering.as_json import as_json
from bot.rendering.blocks import answer_blocks
from bot.rendering.plain import plain
from bot.rendering.words import compose
from bot.understanding.confidence import SURE_FROM


@pytest.mark.parametrize(
    ("question", "starts"),
    [
        ("does AWS patch the OS on RDS?", "Yes. "),
        ("do we have to patch the OS on RDS?", "No. "),
        ("do we have to patch the guest OS on EC2?", "Yes. "),
        ("does AWS patch the guest OS on EC2?", "No. "),
        ("does AWS patch the nodes of EKS managed node groups?", "Partly. "),
        ("so aws does NOT patch the guest os on ec2, right?", "Right: we do. "),
        ("so AWS doesn't patch the OS on RDS, right?", "No: AWS does. "),
        ("so nothing to do for rds then?", "Not quite: "),
        ("is it true AWS is responsible for our data?", "No. "),
        ("is patch management shared?", "Yes. "),
    ],
)
def test_a_yes_no_question_starts_with_its_answer(ask, question: str, starts: str) -> None:
    """As it was asked, negation included."""
    assert compose(ask(question)).headline.startswith(starts)


def test_a_correction_is_always_said(ask) -> None:
    """Nobody is answered about something else without being told."""
    reply = compose(ask("who patchs rsd"))

    assert "I read “rsd” as “rds”." in reply.notes


def test_an_assumed_product_is_said(ask) -> None:
    """ "Kubernetes" runs in many places."""
    notes = compose(ask("who patches the OS under our kubernetes?")).notes

    assert any(note.startswith("I took “kubernetes” to mean") for note in notes)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("inherited vs shared controls?", "Inherited controls and Shared controls"),
        ("security of and in the cloud?", "Security of the cloud and Security in the cloud"),
        (
            "what are inherited, shared and customer-specific controls?",
            "Inherited controls, Shared controls and Customer-specific controls",
        ),
    ],
)
def test_terms_that_are_said_at_once_are_all_explained(ask, words: str, title: str) -> None:
    """Each under its name, so that it is clear which is which."""
    answered = compose(ask(words))

    assert answered.title == title
    assert all(f"{c.name}: {c.text}" in answered.headline for c in ask(words).concepts)


def test_an_item_that_is_not_answered_is_said(ask) -> None:
    """Two tasks of a list are answered; the third, which nothing explains, is named and not passed over."""
    words = "who does the backups of RDS, who renews its certificates, who feeds the goldfish?"
    question = ask(words).question
    answered = ask("who does the backups of RDS and who renews its certificates?")
    said = compose(replace(answered, question=question)).notes

    assert {match.id for match in question.areas} == {"backup_restore", "certificates"}
    assert "Not answered here: “feeds the goldfish”. Ask for that alone, or in other words." in said
    assert not any(note.startswith("Not answered") for note in compose(answered).notes)


def test_an_ending_option_says_so(ask) -> None:
    """With its date, before the split is of any use."""
    notes = compose(ask("who patches the OS on RDS Custom for Oracle?")).notes

    assert any("2027-03-31" in note for note in notes)


def test_a_general_answer_is_labelled(ask) -> None:
    """Without a service the rule is general, and how it moves is said in one line."""
    notes = compose(ask("who patches the guest operating system?")).notes

    assert any(note.startswith("This is the general rule") for note in notes)


def test_liability_is_no_legal_advice(ask) -> None:
    """The split is shown, and that it is no legal advice."""
    notes = compose(ask("if rds gets hacked is AWS liable?")).notes

    assert any("not legal advice" in note for note in notes)


def test_every_answer_names_its_source_and_day(ask) -> None:
    """A link that settles the argument, with the day somebody reviewed it."""
    (source, *_) = compose(ask("who patches RDS?")).sources

    assert source.url.startswith("https://docs.aws.amazon.com/")
    assert source.reviewed.year >= 2026


def test_sides_are_words(ask) -> None:
    """No meaning by colour or emoji: AWS, We, Shared."""
    owners = {row.owner for row in compose(ask("who patches RDS?")).rows}

    assert owners == {"AWS", "We", "Shared"}


UNSURE = "who sorts out stale entries in our ecr"
SURE = "who patches the guest OS on EC2?"


def test_an_answer_that_may_not_be_what_was_asked_says_so_before_all_else(ask) -> None:
    """With what else may have been meant; a sure one does neither."""
    doubted, sure = ask(UNSURE), ask(SURE)
    reply = compose(doubted)
    read = topic_of(doubted.question)

    assert (doubted.question.decision, sure.question.decision) == ("answer", "answer")
    assert doubted.question.confidence < SURE_FROM <= sure.question.confidence
    assert plain(doubted).splitlines()[1:3] == [reply.doubt, reply.headline]
    assert 1 <= len(reply.suggestions) <= 2
    assert read not in [suggestion.exactly for suggestion in reply.suggestions]
    assert (compose(sure).doubt, compose(sure).suggestions) == ("", ())


def test_doubt_is_said_in_slack_and_to_programs(ask) -> None:
    reply = compose(ask(UNSURE))
    head = answer_blocks(reply)[0]["elements"][0]["elements"]

    assert [element["text"].strip() for element in head] == [
        reply.title,
        reply.doubt,
        reply.headline,
    ]
    assert as_json(ask(UNSURE), UNSURE)["notes"][0] == reply.doubt


def test_what_a_click_asks_is_never_doubted(ask, knowledge) -> None:
    for suggestion in ask(UNSURE).suggestions:
        clicked = answer(suggestion.question, Context(exactly=suggestion.exactly), knowledge)
        assert compose(clicked).doubt == ""

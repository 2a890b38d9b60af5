"""The large and hostile knowledge that figures are counted on."""

import pytest
from rapidfuzz.distance import OSA

from benchmarks.questions import words_of
from benchmarks.synthetic import HOSTILE, enlarged, shipped_names, smaller
from bot.answering import answer
from bot.model import Context, Knowledge

MANY = 12_000


@pytest.fixture(scope="module")
def said(asked) -> frozenset[str]:
    return words_of(asked)


@pytest.fixture(scope="module")
def large(knowledge: Knowledge, said: frozenset[str]) -> Knowledge:
    return enlarged(knowledge, MANY, said)


def added_names(large: Knowledge) -> list[str]:
    more = [s for key, s in large.services.items() if key.startswith("aws/synthetic_")]
    return [name for service in more for name in (service.name, *service.aliases)]


def test_the_shipped_services_are_all_there(knowledge: Knowledge, large: Knowledge) -> None:
    """Only names are added: what the bot knows otherwise is untouched."""
    assert len(large.services) == MANY
    assert knowledge.services.items() <= large.services.items()
    assert large.areas is knowledge.areas


def test_there_is_a_service_for_every_hostile_abbreviation(large: Knowledge) -> None:
    """FOR, SEE, SSL, DOS and the other words of a question are names of some service."""
    missing = set(HOSTILE) - set(added_names(large))

    assert {"FOR", "SEE", "SSL", "DOS"} <= set(HOSTILE)
    assert missing == set()


def test_no_shipped_name_is_given_twice(knowledge: Knowledge, large: Knowledge) -> None:
    """A second RDS would make the right answer a wrong one; the knowledge checks refuse it."""
    assert shipped_names(knowledge) & {name.casefold() for name in added_names(large)} == set()


def test_some_names_lie_one_edit_from_real_ones(large: Knowledge) -> None:
    """As names do in a company: the shipped abbreviations have near neighbours."""
    near = [name for name in added_names(large) if OSA.distance(name, "DYNAMODB") == 1]

    assert near


def test_no_question_names_a_synthetic_service_in_full(large: Knowledge, asked) -> None:
    """So the right answers stay the right ones: only abbreviations that are words occur in questions."""
    text = " ".join(sample.row.ask.casefold() for sample in asked)
    names = {name for name in added_names(large) if "-" in name}

    assert [name for name in names if name in text or name.replace("-", " ") in text] == []


def test_a_synthetic_service_is_answered_like_any_other(knowledge: Knowledge) -> None:
    """It is knowledge, not decoration: asked by its name, it is found."""
    known = enlarged(knowledge, len(knowledge.services) + 1)
    name = next(s.name for key, s in known.services.items() if key == "aws/synthetic_0")

    answered = answer(f"who backs up {name}?", Context(), known)

    assert [match.id for match in answered.question.services] == ["aws/synthetic_0"]


def test_a_smaller_knowledge_keeps_what_its_options_lean_on(knowledge: Knowledge) -> None:
    """ECS on Fargate is described by Fargate, so it stays although nobody named it."""
    small = smaller(knowledge, ["aws/ecs"], 5)

    assert len(small.services) == 5
    assert {"aws/ecs", "aws/fargate"} <= set(small.services)


def test_more_services_than_names_is_said(knowledge: Knowledge) -> None:
    """A knowledge smaller than asked for would make a cost look better than it is."""
    with pytest.raises(ValueError, match="synthetic services have names"):
        enlarged(knowledge, 1_000_000)

"""What is offered back when we are not sure: the reading as it stands, then its parts; a click asks exactly that."""

from dataclasses import replace

import pytest

from bot.answering import answer
from bot.answering.suggesting import for_guess, suggestion
from bot.model import Context, Intent, Kind, Match, Owner, Question, Topic

RDS, EC2 = Match("aws/rds", "rds", 100.0), Match("aws/ec2", "ec2", 100.0)
BACKUP, PATCHING = Match("backup_restore", "", 90.0), Match("guest_os_patching", "", 80.0)


def read(**what) -> Question:
    return Question("a question", Intent.WHO, decision="clarify", **what)


@pytest.mark.parametrize(
    ("services", "areas"),
    [((RDS,), (BACKUP, PATCHING)), ((RDS, EC2), (BACKUP,)), ((), (BACKUP, PATCHING))],
    ids=["two tasks", "two services", "two tasks in general"],
)
def test_all_of_a_reading_is_offered_first(knowledge, services, areas) -> None:
    first = for_guess(knowledge, read(services=services, areas=areas))[0]
    clicked = answer(first.question, Context(exactly=first.exactly), knowledge)

    assert [m.id for m in clicked.question.services] == [m.id for m in services]
    assert [m.id for m in clicked.question.areas] == [m.id for m in areas]


@pytest.mark.parametrize("side", list(Owner)[:2])
def test_a_list_is_offered_as_a_list(knowledge, side: Owner) -> None:
    question = replace(read(areas=(BACKUP,), side=side), intent=Intent.LIST)
    first = for_guess(knowledge, question)[0]
    listed = answer(first.question, Context(exactly=first.exactly), knowledge)

    assert (listed.kind, listed.owner) == (Kind.LIST, side)
    assert [m.id for m in listed.question.areas] == ["backup_restore"]


@pytest.mark.parametrize(
    ("intent", "areas"),
    [(Intent.COMPARE, ()), (Intent.COMPARE, (BACKUP,)), (Intent.MOVE, ())],
    ids=["compare", "compare one task", "move"],
)
def test_two_ways_are_offered_side_by_side(knowledge, intent: Intent, areas) -> None:
    question = replace(read(services=(EC2, RDS), areas=areas), intent=intent)
    first = for_guess(knowledge, question)[0]
    compared = answer(first.question, Context(exactly=first.exactly), knowledge)

    assert compared.kind is Kind.COMPARISON
    assert [m.id for m in compared.question.services] == ["aws/ec2", "aws/rds"]
    assert [m.id for m in compared.question.areas] == [m.id for m in areas]


def test_a_term_is_offered_to_be_explained(knowledge) -> None:
    """Every term: its words alone must bring its explanation."""
    for concept in knowledge.concepts.values():
        first = for_guess(knowledge, read(concepts=(Match(concept.id, "", 100.0),)))[0]
        explained = answer(first.question, Context(exactly=first.exactly), knowledge)
        assert explained.kind is Kind.EXPLANATION
        assert concept in explained.concepts


def test_a_service_without_a_task_is_offered_whole(knowledge) -> None:
    first = for_guess(knowledge, read(services=(RDS,), guesses=("backup_restore",)))[0]

    assert first.exactly == Topic((("aws/rds", None),))


def test_the_words_of_an_offer_ask_the_same_as_its_click(knowledge) -> None:
    """For programs that only have the words. Nearly everywhere: some services' names are also a task's or another
    service's ("Security Incident Response", "Glacier"); then the words are asked back, not answered otherwise.
    """
    asked, other, wrong = 0, 0, []
    for service in list(knowledge.services.values())[::6]:
        for area in knowledge.areas:
            offer = suggestion(knowledge, service, None, area)
            said = answer(offer.question, Context(), knowledge)
            asked += 1
            other += said.topic != offer.exactly
            if said.kind is Kind.OWNERSHIP and said.topic != offer.exactly:
                wrong.append(offer.question)

    assert other <= asked * 0.02
    assert len(wrong) <= asked * 0.005, wrong


def test_what_another_part_of_the_message_hints_at_is_offered_with_the_reading(knowledge) -> None:
    """ "Who looks after the masters, and who rebuilds our images?": both, right after what is sure."""
    question = read(services=(EC2,), areas=(BACKUP,), beside=("guest_os_patching",))
    first, second = for_guess(knowledge, question)[:2]

    assert first.exactly == Topic((("aws/ec2", None),), ("backup_restore",))
    assert second.exactly == Topic((("aws/ec2", None),), ("backup_restore", "guest_os_patching"))


def test_the_usual_way_to_run_a_service_has_its_name_alone(knowledge) -> None:
    """EC2's usual way is Linux or Windows: offered to who writes "windows", it must not say the other."""
    ec2 = knowledge.services["aws/ec2"]
    usual = next(option for option in ec2.options.values() if option.default)

    assert suggestion(knowledge, ec2, usual.id, None).label == "EC2"
    assert suggestion(knowledge, ec2, "mac", None).label != "EC2"

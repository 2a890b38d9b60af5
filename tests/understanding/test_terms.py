"""Terms: some mean themselves wherever they stand ("shared controls"), others only where they are to be explained ("guest OS")."""

import pytest

from bot.model import Kind


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("what's a guest operating system?", "guest_os"),
        ("explain the data plane please", "control_and_data_plane"),
        ('what is meant by "AWS owned keys"', "kinds_of_keys"),
        ("whats an az", "availability_zone"),
        ("RTO vs RPO explained", "recovery_objectives"),
        ("define point in time restore for me", "point_in_time_recovery"),
        ("tell me about least privilege", "least_privilege"),
        ("what is serverless", "service_models"),
        # named first, asked about after it
        ("availability zones: what is that", "availability_zone"),
        ("RPO, whats meant", "recovery_objectives"),
        ("guest system - what does it mean", "guest_os"),
        # a term that is named is no how-to, whatever stands beside it
        ("hybrid controls, can you give me an example", "shared_controls"),
        ("inherited controls, somebody wrote that into the Jira ticket", "inherited_controls"),
    ],
)
def test_a_term_is_explained(ask, words: str, term: str) -> None:
    answered = ask(words)

    assert (answered.kind, [concept.id for concept in answered.concepts]) == (
        Kind.EXPLANATION,
        [term],
    )


@pytest.mark.parametrize(
    ("words", "area"),
    [
        ("who patches the guest operating system?", "guest_os_patching"),
        ("the control plane of EKS: ours?", "cluster_control_plane"),
        ("who rotates a customer managed key", "rotation"),
        ("least privilege on S3, who sees to it?", "iam_access"),
        ("who tests that we keep our RTO on RDS?", "disaster_recovery"),
    ],
)
def test_whose_job_it_is_stays_the_question(ask, words: str, area: str) -> None:
    """A term that only stands in a question about a task is not explained."""
    answered = ask(words)

    assert answered.concepts == ()
    assert area in {match.id for match in answered.question.areas}

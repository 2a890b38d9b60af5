"""The shipped facts: every check passes, every example comes back, the sixty questions hold."""

from datetime import UTC, date, datetime

import pytest

from bot.upkeep.checks import check


def test_the_shipped_knowledge_has_no_problem(knowledge) -> None:
    """What `whosejob check` says before a release: nothing."""
    problems = check(knowledge, datetime.now(UTC).date())

    assert [str(problem) for problem in problems] == []


def test_a_stale_source_is_reported(knowledge) -> None:
    """After half a year without a review every entry is called in again."""
    problems = check(knowledge, date(2027, 11, 23))

    assert any("was reviewed 365 days ago" in problem.what for problem in problems)


@pytest.mark.parametrize(
    ("service", "option", "area", "owner"),
    [
        ("aws/ec2", None, "guest_os_patching", "customer"),
        ("aws/ec2", None, "host_virtualization", "provider"),
        ("aws/rds", None, "guest_os_patching", "provider"),
        ("aws/rds", "rds-custom-oracle", "guest_os_patching", "customer"),
        ("aws/eks", None, "guest_os_patching", "shared"),
        ("aws/eks", "auto-mode", "guest_os_patching", "provider"),
        ("aws/eks", "self-managed-nodes", "guest_os_patching", "customer"),
        ("aws/ecs", "managed-instances", "guest_os_patching", "provider"),
        ("aws/fargate", None, "container_images", "customer"),
        ("aws/lambda", None, "runtime_patching", "provider"),
        ("aws/lambda", "container-image", "runtime_patching", "shared"),
        ("aws/s3", None, "backup_restore", "customer"),
        ("aws/dynamodb", None, "backup_restore", "customer"),
        ("aws/kms", "aws-managed-key", "key_management", "provider"),
        ("aws/acm", "imported", "certificates", "customer"),
    ],
)
def test_the_line_runs_where_the_pages_say(knowledge, service, option, area, owner) -> None:
    """A second, independent list of the facts that matter most."""
    from bot.model.lookup import duty

    found = duty(knowledge, knowledge.services[service], option, area)

    assert found.owner == owner
    assert found.sources

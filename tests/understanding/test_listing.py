"""Which messages ask for a list of services."""

import pytest

from bot.model import Intent, Kind
from bot.understanding.listing import asks_for_services

LISTS = [
    "for which of these products do we hold the pager",
    "name all services that want a certificate from us",
    "where must we run our own antivirus",
    "databases whose engine amazon upgrades on its own",
    "failover by them: which ones",
    "give me a table of offerings that need no tuning",
    "anything where the firewall is left to us",
    "what on aws is still scaled by hand",
    "where is encryption switched on by amazon",
    "which leave the log retention to us",
    "please compile the offerings for which amazon holds the licence",
    "are there stores for which nothing is ever deleted unless we set a rule",
    "svcs w hardening on us",
    "where do broken disks end up on our desk",
    "where would a host firewall have to be run by my team",
    "who can tell me the services where amazon rotates the certificates",
    "what all do we have to scan ourselves",
    "for the audit an inventory of the storage services where retention is our call",
    "anything but the plain queues where we hold the keys",
    "batch things where a licence comes from us",
    "everywhere that scaling is for us to do",
    "a list of where we hold the licences",
    "the services with hardening on their side",
    "what do we have to scan, by service",
    "for what do we hold the certificates ourselves",
    "list what amazon upgrades",
    "stores making us turn encryption on",
    "everything with a firewall of ours",
    "show me each thing where scaling is ours",
    "all that has to be scanned by us",
    "hardening left to us, list em",
]
OTHERS = [
    "who patches rds",
    "whose job are the services behind the api",
    "which side scales dynamodb",
    "where is the runbook",
    "where is our data stored",
    "is anything left for us on lambda",
    "is there a fee for s3",
    "we moved the servers where nobody can touch them",
    "when amazon replaces a disk, do we hear of it",
    "all good, thanks",
    "there is a problem with everything with a firewall",
    "who gives me access to the services where our logs are",
    "who can tell me whose job the backups are",
    "",
]


@pytest.mark.parametrize("words", LISTS)
def test_a_list_is_heard_by_its_grammar(words: str) -> None:
    """A question word or an order with a word for services, a place with a side, or an order at the end."""
    assert asks_for_services(words.replace(":", "").replace(",", "").split())


@pytest.mark.parametrize("words", OTHERS)
def test_what_asks_for_something_else_is_no_list(words: str) -> None:
    """Whose job one thing is, where a thing lies, or nothing at all."""
    assert not asks_for_services(words.replace(":", "").replace(",", "").split())


def test_a_kind_of_service_is_no_service(ask) -> None:
    """ "Postgres" alone would be a service; where services are asked for, it only says of which kind."""
    answer = ask("which of the postgres databases leave backups to us?")

    assert answer.question.intent is Intent.LIST
    assert answer.question.services == ()


@pytest.mark.parametrize(
    "text",
    [
        "services that leave IAM policies to us",
        "which services leave identity and access management to us?",
        "where does AWS do backups?",
    ],
)
def test_a_service_named_like_a_task_is_what_the_list_is_of(ask, text: str) -> None:
    """IAM is a service; in a list of services it is what they shall have in common."""
    answer = ask(text)

    assert answer.question.intent is Intent.LIST
    assert answer.question.services == ()
    assert [m.id for m in answer.question.areas] in (["iam_access"], ["backup_restore"])


def test_an_order_needs_no_question_mark(ask) -> None:
    """Who says what the list is of, and whose part, has asked."""
    asked = [
        f"For the runbook: services where failover must be triggered by us{end}" for end in ".?"
    ]

    assert {ask(text).kind for text in asked} == {Kind.LIST}


def test_where_a_task_is_ours_is_answered_with_services(ask) -> None:
    """ "Where" asks for services as much as "which services" does."""
    answer = ask("where does os patching stay with us?")

    assert answer.kind is Kind.LIST
    assert [match.id for match in answer.question.areas] == ["guest_os_patching"]


def test_which_of_these_is_answered_for_each_that_is_named(ask) -> None:
    """ "Which of these" begins like a question for a product; with services and a task it asks whose job that is in each."""
    answered = ask("which of these leave backups to us: Redshift, DynamoDB, EFS")

    assert answered.kind is Kind.OWNERSHIP
    assert [match.id for match in answered.question.areas] == ["backup_restore"]
    assert len(answered.question.services) == 3

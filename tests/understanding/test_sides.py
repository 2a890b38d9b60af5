"""Whose part a list asks for: the other side's services would be a confident wrong answer."""

import pytest

from bot.model import Kind, Owner
from bot.understanding.sides import side_of_list
from bot.understanding.text import clean

THEIRS = (
    "Where does AWS wipe the drives?",
    "For which databases does Amazon take the backups without us asking?",
    "Which databases does AWS patch for us?",
    "Which services scale without us lifting a finger?",
    "where do engine patches come from amazon",
    "In which products does AWS look after encryption at rest alone?",
    "where is failover none of our business",
    "which ones can we leave to amazon for patching",
    "list services where we never have to think about OS patches",
    "name the services in which certificates renew by themselves",
    "in which services is backup on aws",
    "what on aws gets patched automatically",
    "where do they do the hardware swaps",
    "services that need no tuning from us",
    "which of the databases upgrade on their own",
    "Where can we rely on AWS for the disaster recovery?",
    "Which offerings spare us the patching of the guest?",
    "On what services is encryption at rest their job?",
    "Where don't we have to care about the hypervisor?",
    "Show every database whose minor engine versions Amazon installs.",
    "where is os hardening not ours",
    "for what services is capacity handled by the provider",
    "Which services include DDoS protection out of the box?",
    "name those that AWS patches",
    "are there services where amazon does the restores",
    "which services take runtime patching off our hands",
    "where is key rotation automatic",
    "Where does the vendor monitor things for us",
    "which products need nothing from us for encryption in transit",
    "the auditor wants to know where we rely on AWS for broken disks, list the services",
)
OURS = (
    "Which AWS services still expect us to patch the operating system?",
    "Where is the OS our problem?",
    "On which services do we get no help with OS updates?",
    "anything in aws where the os updates land on us?",
    "Where do I have to arrange my own backups?",
    "List everything that AWS does not back up for us.",
    "Which services don't encrypt data at rest by default on our behalf?",
    "Where must we turn on disk encryption ourselves?",
    "What services make us manage the keys?",
    "Name the places where we must rotate credentials.",
    "Where does the customer own the firewall rules?",
    "where is high availability for us to design",
    "which databases leave major upgrades to the customer",
    "where is backup on us",
    "what on aws is still scaled by hand",
    "Which products require customers to run the antivirus?",
    "Tell me all services for which log retention has to be set by us.",
    "Where are we the ones who rotate the keys?",
    "In which cases does Amazon leave the certificates to us?",
    "Which services never delete our old data unless we say so?",
    "where aren't backups taken by aws",
    "for what services is capacity handled by the customer",
    "where do i need to bring my own licence",
    "which services want an agent from us for intrusion detection",
    "name those that we patch",
    "are there services where we do the restores",
    "List the databases AWS won't upgrade for us",
    "which compute services push container image updates onto us",
    "where is key rotation manual",
    "everything we still have to monitor: which services",
    "In which services are firewall rules up to us",
)


@pytest.mark.parametrize("words", THEIRS)
def test_a_list_of_what_is_done_for_us(words: str) -> None:
    """AWS acts, or we are spared; "AWS services" and "in AWS" only name the place."""
    assert side_of_list([word.text for word in clean(words).words]) is Owner.PROVIDER


@pytest.mark.parametrize("words", OURS)
def test_a_list_of_what_is_left_to_us(words: str) -> None:
    """We act, AWS does not, or something makes us."""
    assert side_of_list([word.text for word in clean(words).words]) is Owner.CUSTOMER


@pytest.mark.parametrize(
    "words", ["", "which services are there", "list the databases, engine patches"]
)
def test_a_list_without_a_side_tells_none(words: str) -> None:
    """Then what we must do is listed."""
    assert side_of_list([word.text for word in clean(words).words]) is None


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("Where does AWS wipe the drives?", Owner.PROVIDER),
        ("Where do we wipe the drives?", Owner.CUSTOMER),
        ("Which databases does AWS patch for us?", Owner.PROVIDER),
        ("Which databases does AWS not patch for us?", Owner.CUSTOMER),
    ],
)
def test_the_services_of_the_asked_side_are_listed(ask, words: str, owner: Owner) -> None:
    """Only what that side does, alone or with the other."""
    answer = ask(words)

    assert (answer.kind, answer.owner) == (Kind.LIST, owner)
    assert {claim.owner for claim in answer.breakdowns} <= {owner, Owner.SHARED}
    assert answer.breakdowns

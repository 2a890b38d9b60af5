"""Which areas a message asks for: by what people were heard to say, not only by the areas' own phrases."""

import pytest

from bot.model import Kind
from bot.understanding.lexicon import lexicon
from bot.understanding.parts import sides_told
from bot.understanding.spotting import spot
from bot.understanding.text import clean


@pytest.mark.parametrize(
    ("words", "areas"),
    [
        (
            "os patches, av and backups on ec2: ours?",
            {"guest_os_patching", "malware_protection", "backup_restore"},
        ),
        ("who backs up dynamodb and who decides who may read it", {"backup_restore", "iam_access"}),
        ("who patches rds and ec2", {"patching"}),
        ("who patches and backs up RDS?", {"patching", "backup_restore"}),
        ("is it on us or aws to shred the disks of s3", {"media_disposal"}),
    ],
)
def test_a_list_is_several_tasks_and_an_alternative_is_none(
    ask, words: str, areas: set[str]
) -> None:
    """ "And", commas and a second "who" part tasks; "or" parts the two sides."""
    assert {match.id for match in ask(words).question.areas} == areas


@pytest.mark.parametrize(
    ("words", "areas"),
    [
        # the last item ends with its sentence
        (
            "memorydb - snapshots, auth tokens. which are ours",
            {"backup_restore", "credentials_secrets"},
        ),
        # a name of an area is an item, and never cut
        (
            "who does them - encryption in transit, key management?",
            {"key_management", "encryption_in_transit"},
        ),
        # a broad word is one in a list too
        ("opensearch: who upgrades, who encrypts", {"upgrading", "encryption_at_rest"}),
        # a verb in front asks as well as a question mark
        (
            "does amazon take the snapshots of neptune or do we. and its failover?",
            {"backup_restore", "disaster_recovery"},
        ),
        # "which" leads back to what was told before
        (
            "glue job scripts + the python runtime. whose is which",
            {"application_code", "runtime_patching"},
        ),
        # "vs" and "nor" part tasks where no second service stands
        ("dynamodb capacity vs slow queries, who?", {"performance_tuning", "capacity_scaling"}),
        (
            "neither antivirus nor backups on ec2 are amazons, ok?",
            {"malware_protection", "backup_restore"},
        ),
        # a reason is no item
        ("who renews the alb certificate, asking because the backups failed too", {"certificates"}),
    ],
)
def test_what_is_an_item_of_a_list(ask, words: str, areas: set[str]) -> None:
    """Each item is a task, and nothing else is."""
    assert {match.id for match in ask(words).question.areas} == areas


def test_whose_job_is_no_item_of_a_list(ask) -> None:
    """ "Us or them" behind a list hints at nothing that was left out."""
    plain = ask("elasticache: backups, antivirus").question
    sided = ask("elasticache: backups, antivirus, us or them").question

    assert [match.id for match in sided.areas] == [match.id for match in plain.areas]
    assert sided.beside == plain.beside


def test_a_list_of_names_is_no_list_of_tasks(ask) -> None:
    """An "and" between two services parts nothing: one task in two places."""
    question = ask("who encrypts the disks of Neptune and DocumentDB?").question

    assert [match.id for match in question.areas] == ["encryption_at_rest"]
    assert {match.id for match in question.services} == {"aws/neptune", "aws/documentdb"}


def test_a_who_inside_a_clause_asks_nothing_of_its_own(ask) -> None:
    """ "Who decides who may read" is one question; after "and" a second "who" is another."""
    once = ask("who decides who may read the tables in athena").question
    twice = ask("who renews the certificates of the alb, and who scales it").question

    assert [match.id for match in once.areas] == ["iam_access"]
    assert {match.id for match in twice.areas} == {"certificates", "capacity_scaling"}


def test_numbered_parts_are_several_tasks(ask) -> None:
    """ "(a) ... (b) ..." is a list like any other."""
    question = ask("Aurora: (a) backups (b) slow queries. Ours?").question

    assert {match.id for match in question.areas} == {"backup_restore", "performance_tuning"}


def test_a_part_is_judged_by_its_own_words(ask) -> None:
    """Two clear tasks are as sure as one: neither takes belief from the other."""
    question = ask("who renews the certificates and who takes the backups?").question

    assert question.decision == "answer"
    assert all(match.score > 60 for match in question.areas)


@pytest.mark.parametrize(
    "words", ["KMS?", "dynamodb", "what's our share on Kendra", "MSK, duties please"]
)
def test_a_service_without_a_task_is_asked_for_as_a_whole(ask, words: str) -> None:
    """The name alone is evidence for no area, whatever people mostly ask about it."""
    question = ask(words).question

    assert question.areas == ()
    assert len(question.services) == 1


def test_a_verb_alone_asks_for_every_layer(ask) -> None:
    """ "Patching" is the bundle while no layer stands out; with its object it is that layer."""
    assert [m.id for m in ask("who is responsible for patching on EKS?").question.areas] == [
        "patching"
    ]
    assert [m.id for m in ask("who patches the OS on EC2?").question.areas] == ["guest_os_patching"]


def test_of_two_broad_words_the_one_that_was_said_is_meant(ask) -> None:
    """ "Upgrades" hints at patching too; both stand for several layers."""
    assert [m.id for m in ask("Who upgrades things around here, us or AWS?").question.areas] == [
        "upgrading"
    ]


def test_a_layer_stands_out_among_its_bundle_not_among_all_areas(ask) -> None:
    """Other areas having a little belief each does not make the bundle the likelier reading."""
    question = ask("emr cluster node patching - aws or us").question

    assert [m.id for m in question.areas] == ["guest_os_patching"]


def test_the_words_that_speak_are_named(ask) -> None:
    """A match says which words it was read from, small words left out."""
    (area,) = ask("When a drive that once held our S3 objects dies, who shreds it?").question.areas

    assert area.id == "media_disposal"
    assert "shreds" in area.text
    assert "who" not in area.text.split()


@pytest.mark.parametrize(
    ("words", "service", "area"),
    [
        ("who is responsible for identity and access management on ECR?", "aws/ecr", "iam_access"),
        ("who writes the network firewall rules for EC2?", "aws/ec2", "network_firewall"),
        ("data residency and location for Athena: ours?", "aws/athena", "data_residency"),
    ],
)
def test_a_name_inside_the_name_of_a_task_is_no_second_service(
    ask, words: str, service: str, area: str
) -> None:
    """IAM, Network Firewall and Location Service are services, but not in these."""
    question = ask(words).question

    assert [match.id for match in question.services] == [service]
    assert [match.id for match in question.areas] == [area]


def test_the_same_name_without_another_service_is_the_service(ask) -> None:
    assert [m.id for m in ask("who patches Network Firewall?").question.services] == [
        "aws/network_firewall"
    ]


@pytest.mark.parametrize(
    ("words", "bundle"),
    [
        ("OpenSearch upgrades?", "upgrading"),
        ("is encryption on us for SQS?", "encryption"),
        ("who is responsible for upgrading on RDS?", "upgrading"),
    ],
)
def test_a_broad_word_that_stands_alone_asks_for_every_layer(ask, words: str, bundle: str) -> None:
    assert [match.id for match in ask(words).question.areas] == [bundle]


def test_a_broad_word_beside_words_that_nobody_knows_is_not_alone(ask) -> None:
    """ "Kindle" is near to "kindly", a small word; it was not said."""
    assert ask("kindle on the desk needs an update, who does that").question.decision != "answer"


@pytest.mark.parametrize("product", ["Wiz", "sysdig", "Talend", "qualys", "Jamf", "tenable"])
def test_an_unknown_product_is_not_answered_in_general(ask, product: str) -> None:
    """ "Patching" alone has an answer; what shall be patched is what we do not know."""
    assert ask(f"who patches {product}?").kind in (Kind.CLARIFY, Kind.DECLINE)


def test_what_is_said_of_anything_needs_no_name(ask) -> None:
    """ "Servers" and "the cloud" are no unknown products."""
    assert ask("who patches the servers?").kind is Kind.OWNERSHIP
    assert ask("who patches?").kind is Kind.OWNERSHIP


@pytest.mark.parametrize(
    ("words", "service", "area"),
    [
        ("who carries A.8.13 for Aurora?", "aws/aurora", "backup_restore"),
        ("is PCI DSS 11.5.2 on us for EC2", "aws/ec2", "host_ids_ips"),
        ("SC-28 for the S3 bucket, us or them", "aws/s3", "encryption_at_rest"),
        ("who carries CC6.4 for S3", "aws/s3", "physical_security"),
    ],
)
def test_the_id_of_a_control_is_its_task(ask, words: str, service: str, area: str) -> None:
    """Auditors name a control, not what it is about."""
    answered = ask(words)

    assert answered.kind is Kind.OWNERSHIP
    assert [m.id for m in answered.question.services] == [service]
    assert [m.id for m in answered.question.areas] == [area]


def test_an_id_that_is_filed_nowhere_names_no_task(ask) -> None:
    """It is not taken for its neighbour."""
    answered = ask("who does A.8.99 for RDS")

    assert answered.kind is Kind.CLARIFY
    assert answered.question.areas == ()


@pytest.mark.parametrize(
    ("words", "areas"),
    [
        # the last item may end with the question itself
        ("neptune: version upgrades, query tuning - whose", {"upgrading", "performance_tuning"}),
        # a side of its own ends an item
        (
            "broken drives are theirs on efs but the backups are ours, right?",
            {"hardware_lifecycle", "backup_restore"},
        ),
        # "also" goes on with what was told before, and so does a claim
        ("dax node scaling. also encryption at rest?", {"capacity_scaling", "encryption_at_rest"}),
        (
            "EFS. Backups ours I think. Scaling theirs? And encryption in transit?",
            {"backup_restore", "capacity_scaling", "encryption_in_transit"},
        ),
        # a question that only points is about the list before it
        (
            "amazon mq: broker scaling, queue alarms, user passwords; whom do I put down",
            {"capacity_scaling", "monitoring_logging", "credentials_secrets"},
        ),
        # IAM and WAF are tasks in a list about something else, and so are "user accounts"
        (
            "sqs: encryption at rest, scaling and iam",
            {"encryption_at_rest", "capacity_scaling", "iam_access"},
        ),
        ("certs + waf on the alb, ours?", {"certificates", "web_edge_protection"}),
        ("documentdb: backups, user accounts, split please", {"backup_restore", "iam_access"}),
        # short items in a row can be nothing but a list
        (
            "app runner: tls certificate, autoscaling, secrets",
            {"certificates", "capacity_scaling", "credentials_secrets"},
        ),
        # "also who" begins another, whoever does something else meanwhile too, and no name goes over a comma
        (
            "who rotates the passwords of our redshift users? also who decides for how many years that data is kept?",
            {"credentials_secrets", "data_retention_deletion"},
        ),
        (
            "is amazon doing the failover of documentdb while we do index tuning",
            {"disaster_recovery", "performance_tuning"},
        ),
        (
            "encryption, key rotation and pentests: ours?",
            {"encryption", "key_management", "penetration_testing"},
        ),
        # who may do something is an item, in a list
        (
            "kinesis: encryption at rest, scaling, who may read the stream",
            {"encryption_at_rest", "capacity_scaling", "iam_access"},
        ),
    ],
)
def test_more_that_is_an_item_of_a_list(ask, words: str, areas: set[str]) -> None:
    """A list answered with one of its items would be a confident half-truth."""
    assert {match.id for match in ask(words).question.areas} == areas


@pytest.mark.parametrize(
    ("words", "areas"),
    [
        # who wants to know is no item
        (
            "for the soc 2 auditor: who controls the doors, and who shreds the disks",
            {"physical_security", "media_disposal"},
        ),
        # a story before a question that points to one thing is no list
        ("the host is degraded, a mail came in. who replaces it on ec2?", {"hardware_lifecycle"}),
        # "us or them" is no second side told
        ("are the snapshots of fsx ours or theirs", {"backup_restore"}),
        # "can" begins no item behind a comma unless somebody may do something
        (
            "who renews the certificate of the alb, the public one, aws can scale it",
            {"certificates"},
        ),
        # a request behind a dash is no item
        ("the logs of our emr cluster, who reads them", {"monitoring_logging"}),
    ],
)
def test_what_is_none(ask, words: str, areas: set[str]) -> None:
    """Cutting too much would ask back where one thing was asked."""
    assert {match.id for match in ask(words).question.areas} == areas


@pytest.mark.parametrize(
    "words",
    [
        "RDS SQL Server, responsibilities",
        "outposts rack ownership",
        "athena, in full",
        "EMR on EKS: who does what",
    ],
)
def test_the_way_to_run_it_is_no_task_where_all_is_asked(ask, words: str) -> None:
    """ "SQL Server" speaks for upgrades elsewhere; here it names the place."""
    reply = ask(words)

    assert reply.kind is Kind.OVERVIEW
    assert not reply.question.areas


@pytest.mark.parametrize(
    "words",
    [
        "who patches our serverless functions",
        "who plans the subnets",
        "who updates the virtual desktops",
    ],
)
def test_a_kind_of_service_is_asked_about_in_general(ask, words: str) -> None:
    """Like "VMs": several services are that."""
    assert not ask(words).question.services


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("dead disks are theirs but the snapshots are ours on ebs, right?", False),
        ("so the snapshots are ours on ebs, right?", True),
    ],
)
def test_two_claims_get_no_single_yes_or_no(ask, words: str, *, says: bool) -> None:
    """ "Not all of it" would deny what is true of both."""
    assert (ask(words).question.assertion is not None) is says


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("the disks are theirs but taking snapshots is ours", ["theirs", "ours"]),
        ("hardware is aws, keys are us", ["aws", "us"]),
        # who acts tells no side, and neither does an alternative or a name
        ("is aws patching rds or are we", []),
        ("are backups ours or theirs", ["ours"]),
        ("our broker is amazon mq", []),
    ],
)
def test_where_a_side_is_told(knowledge, words: str, told: list[str]) -> None:
    """By a clause of its own: whatever follows is another's."""
    spotted = spot(clean(words), lexicon(knowledge))

    assert [spotted.tokens[at].text for at in sides_told(spotted)] == told

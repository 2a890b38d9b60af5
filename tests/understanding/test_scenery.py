"""Which of the services that a message names it asks about."""

import pytest

from bot.model import Intent

ASKED = [
    # one runs, feeds or holds the other
    ("nightly jobs on batch fill a redshift table. who tunes redshift?", ["redshift"]),
    ("the emr cluster reads from s3, who patches its nodes", ["emr"]),
    ("fargate hosts it and codebuild builds it, but who scans the images in ecr?", ["ecr"]),
    ("our worker on ec2 writes to dynamodb. who backs up the table?", ["dynamodb"]),
    ("traffic from cloudfront to the alb: who encrypts it", ["elb"]),
    ("who patches the ec2 hosts of beanstalk", ["beanstalk"]),
    ("macie jobs, who plans them over our buckets", ["macie"]),
    # the "that" of a clause leads nowhere back
    ("batch feeds neptune, who proves that a neptune snapshot can be restored", ["neptune"]),
    # rules that are made for others
    ("who writes the iam roles of our step functions", ["step_functions"]),
    ("vpc security groups around neptune: ours?", ["neptune"]),
    ("iam and kms: who keeps an eye on both", ["iam", "kms"]),
    # lists
    ("access for athena, glue and for redshift: who?", ["athena", "glue", "redshift"]),
    ("neptune as well as documentdb, who picks the window", ["neptune", "documentdb"]),
    ("sns sqs kinesis, who scales these", ["sns", "sqs", "kinesis"]),
    ("kinesis + firehose: capacity planning?", ["kinesis", "firehose"]),
    # in a list, a service is no way to run the other
    ("os updates on ec2 and on ecs hosts, who", ["ec2", "ecs"]),
    ("firmware of ec2, outposts and snowball, who?", ["ec2", "outposts", "snowball"]),
    # what is named once more at the end
    ("aurora and memorydb feed it, who backs up memorydb?", ["memorydb"]),
    # rules and keys are made for others
    ("the kms key of our kendra index, who picks it?", ["kendra"]),
    ("waf rules in front of appsync: ours?", ["appsync"]),
    # an operating system on a service is in that service
    ("who patches amazon linux on the emr nodes", ["emr"]),
    # a word that a repair makes a name of, beside a real one
    ("whose job are snsp licences on ec2", ["ec2"]),
    # a file in S3 is in S3, however near a name of its own it comes
    ("who may read our s3 files", ["s3"]),
    # engines that are run on another service
    ("documentdb or a mongodb on ec2: backups, who?", ["documentdb", "ec2"]),
    ("sql server on an ec2 box or on rds, who tunes it?", ["ec2", "rds"]),
    # a way to run the service right before, and none of the others
    ("eks and ecs on fargate: kernel patches, who?", ["eks", "ecs"]),
    # a name of two words in the plural
    ("dedicated hosts: who repairs a broken one", ["ec2"]),
    # but a swap is a usual slip
    ("who patches rsd and emr", ["rds", "emr"]),
    # a resource beside a service is not another service
    ("kafka: broker patches and topic acls, who?", ["msk"]),
]


@pytest.mark.parametrize(("words", "services"), ASKED)
def test_the_services_asked_about(ask, words: str, services: list[str]) -> None:
    found = [match.id for match in ask(words).question.services]

    assert found == [f"aws/{id_}" for id_ in services]


@pytest.mark.parametrize(
    ("words", "intent", "services"),
    [
        # a verb of moving without its way
        ("fred left us a lambda, who patches its runtime? sqs feeds it", Intent.WHO, ["lambda"]),
        (
            "the switch to the standby, who runs it on rds? beanstalk waits for it",
            Intent.WHO,
            ["rds"],
        ),
        ("who shields memorydb against ransomware", Intent.WHO, ["memorydb"]),
        # pipes: what goes there is no move
        ("order app -> API Gateway -> Lambda, who tunes the Lambda?", Intent.WHO, ["lambda"]),
        # the way, in whatever words
        ("Kafka goes from EC2 to MSK. what can we drop?", Intent.MOVE, ["ec2", "msk"]),
        ("we ditch DMS for AppFlow, what is more work for us", Intent.MOVE, ["dms", "appflow"]),
        # comparisons
        ("less patching on Fargate than on EC2?", Intent.COMPARE, ["fargate", "ec2"]),
        ("EBS as opposed to EFS: backups", Intent.COMPARE, ["ebs", "efs"]),
        ("RDS vs a self made Postgres on EC2, who does backups", Intent.COMPARE, ["rds", "ec2"]),
    ],
)
def test_two_services_are_set_side_by_side_by_their_way(
    ask, words: str, intent: Intent, services: list[str]
) -> None:
    """A move has a place that is left and one that is reached; a comparison has a place on either side."""
    question = ask(words).question

    assert question.intent is intent
    assert {match.id for match in question.services} == {f"aws/{id_}" for id_ in services}


@pytest.mark.parametrize(
    ("words", "services"),
    [
        ("rds mysql -> aurora, what changes for us", ["rds", "aurora"]),
        ("beanstalk → app runner: what do we stop doing?", ["beanstalk", "app_runner"]),
        ("We swap rabbit on VMs for SQS. What do we stop doing?", ["ec2", "sqs"]),
        ("redis on ec2 vs elasticache, who patches", ["ec2", "elasticache"]),
        ("sagemaker vs bedrock: what do we own in one and the other", ["sagemaker", "bedrock"]),
    ],
)
def test_what_is_left_and_what_comes_are_both_asked_about(ask, words, services) -> None:
    found = {match.id for match in ask(words).question.services}

    assert found == {f"aws/{id_}" for id_ in services}


@pytest.mark.parametrize(
    "words",
    [
        "who installs updates on our VMs?",
        "antivirus on virtual machines, who installs it?",
        "who configures the managed services?",
        "does a connected fridge get its certificates from amazon?",
    ],
)
def test_what_is_no_name_names_nothing(ask, words: str) -> None:
    """ "VMs" stand for every service that makes some; "managed services" and "connected" only sound like names."""
    assert ask(words).question.services == ()


@pytest.mark.parametrize(
    ("words", "areas"),
    [
        ("rds: failover, password rotation", ["disaster_recovery", "credentials_secrets"]),
        ("For S3 name two owners. Encryption at rest? Lifecycle rules?", ["encryption_at_rest", "data_retention_deletion"]),
        ("is logging ours on sqs, is scaling ours?", ["monitoring_logging", "capacity_scaling"]),
        ("who trains and maintains the models of bedrock", ["ai_use"]),
        ("who owns cost and billing on rds?", ["cost_billing"]),
    ],
)  # fmt: skip
def test_the_tasks_of_a_list(ask, words: str, areas: list[str]) -> None:
    assert [match.id for match in ask(words).question.areas] == areas

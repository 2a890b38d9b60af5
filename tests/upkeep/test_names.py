"""The lints over names: each finds its one fault in the shipped knowledge, with file and line and what to do."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.knowledge.loader import load
from bot.upkeep.names import name_problems

RDS = "aws/services/rds.yaml"
PROVIDER = "aws/provider.yaml"
LIGHTSAIL = "aws/services/lightsail.yaml"


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    """The whole shipped knowledge, to be spoilt."""
    shutil.copytree(root / "knowledge", tmp_path / "knowledge")
    return tmp_path / "knowledge"


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(folder: Path) -> list[str]:
    return [str(problem) for problem in sorted(set(name_problems(load(folder))))]


@pytest.mark.parametrize(
    ("alias", "says"),
    [
        pytest.param("who", "is a word of every question", id="function-word"),
        pytest.param("accountable", "is a word of every question", id="word-of-asking"),
        pytest.param("look after", "is a word of every question", id="words-of-asking"),
        pytest.param("sid", "is a word of every question", id="stem-of-a-word-of-asking"),
        pytest.param("estate", "is a word of every question", id="word-for-anything"),
        pytest.param("aws", "is a word of every question", id="the-provider"),
        pytest.param("x", "is one letter", id="one-letter"),
        pytest.param("zz", "is 2 letters", id="two-letters"),
        pytest.param("firewall", "for the area 'network_firewall'", id="area"),
        pytest.param("SSL", "what people say for the area '", id="area-in-capitals"),
        pytest.param("the firewall", "for the area 'network_firewall'", id="area-with-small-words"),
        pytest.param("disaster recovery", "for the area 'disaster_recovery'", id="area-as-we-say"),
        pytest.param("key", "a word people use for the area '", id="word-of-an-area"),
        pytest.param("aws firewall", "for the area 'network_firewall'", id="area-and-maker"),
        pytest.param("banana", "everyday English word; move it to weak_aliases", id="common"),
        pytest.param("dynamodb", "also belongs to aws/dynamodb", id="of-two"),
        pytest.param("secret managers", "also belongs to aws/secrets_manager", id="after-stemming"),
        pytest.param("cloud front", "also belongs to aws/cloudfront", id="after-joining"),
        pytest.param("grafana", "also belongs to aws/managed_grafana", id="weak-elsewhere"),
        pytest.param("rds hosts of ours", "", id="harmless"),
        pytest.param(
            "nat instances",
            "option alias 'nat instance' also belongs to aws/rds",
            id="of-an-option",
        ),
        pytest.param("salesforce", "also stands in elsewhere.yaml", id="product-of-others"),
        pytest.param("sinnet", "also stands in areas.yaml", id="term"),
        pytest.param("fargatte", "are one slip apart", id="near-name"),
    ],
)
def test_an_alias_that_means_something_else_is_named(knowledge, alias: str, says: str) -> None:
    """One alias too many in one file is one place to mend."""
    rds = knowledge.services["aws/rds"]
    spoilt = replace(rds, aliases=(*rds.aliases, alias))
    services = {**knowledge.services, rds.key: spoilt}

    problems = [str(p) for p in name_problems(replace(knowledge, services=services))]

    assert all("services/" in problem and says in problem for problem in problems), problems
    assert len(problems) == bool(says), problems


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        pytest.param(
            LIGHTSAIL,
            "name: Amazon Lightsail",
            "name: Amazon Patch",
            "name 'Patch' is what people say for the area 'patching' and is left out;"
            " set plain_name: true",
            id="official-name",
        ),
        pytest.param(
            RDS,
            "options:\n",
            "options:\n  idle:\n    name: Idle\n    words: [managed]\n",
            "option word 'managed' is a word of every question",
            id="option-word",
        ),
        pytest.param(
            RDS,
            "options:\n",
            "options:\n  idle:\n    name: Idle\n    aliases: [firewall]\n",
            "option alias 'firewall' is what people say",
            id="option-alias",
        ),
        pytest.param(
            PROVIDER,
            "common_names:\n",
            "common_names:\n  - {names: [zorblax], because: Once a service}\n",
            "accepts 'zorblax', which no service is called; remove it",
            id="declared-for-nothing",
        ),
    ],
)
def test_other_names_are_held_to_the_same(
    folder: Path, file: str, old: str, new: str, says: str
) -> None:
    """Official names, options, and the list of exceptions itself."""
    spoil(folder, file, old, new)

    assert any(says in problem and file in problem for problem in found(folder)), found(folder)


@pytest.mark.parametrize("alias", ["banana", "firewall", "zz", "aws firewall"])
def test_a_declared_name_is_accepted(folder: Path, alias: str) -> None:
    """An exception stands in provider.yaml, with its reason."""
    spoil(folder, RDS, "aliases: [rds,", f"aliases: [rds, {alias},")
    spoil(
        folder,
        PROVIDER,
        "common_names:\n",
        f"common_names:\n  - {{names: [{alias}], because: We say so}}\n",
    )

    assert found(folder) == []


def test_a_weak_alias_may_be_an_everyday_word(folder: Path) -> None:
    """Weak says already that the word also means other things."""
    spoil(folder, RDS, "weak_aliases: [", "weak_aliases: [banana, ")

    assert found(folder) == []


def test_the_shipped_names_pass(knowledge) -> None:
    """Every exception is declared."""
    assert [str(problem) for problem in name_problems(knowledge)] == []

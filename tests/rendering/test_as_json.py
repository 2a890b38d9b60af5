"""The public JSON keeps the promise of docs/ask-json.md."""

import json
import re

import pytest

from bot.model import Kind, Owner
from bot.rendering.as_json import as_json, error

TOP = {
    "schema",
    "question",
    "kind",
    "headline",
    "owner",
    "breakdowns",
    "understood",
    "suggestions",
    "text",
}
BREAKDOWN = {
    "provider", "service", "service_name", "option", "area", "area_name", "owner", "provider_does", "customer_does",
    "customer_chooses", "third_party", "default_state", "if_we_do_nothing", "team", "contested", "flips", "sources",
    "level", "defined_at",
}  # fmt: skip
QUESTIONS = [
    "who patches RDS?",
    "eks auto mode node patching",
    "rds",
    "who guards the data centre?",
    "who patches ecks",
    "who patches azure sql",
    "help",
    "",
    "fargate vs ec2 for ecs, who patches",
    "where is OS patching on us?",
    "what does security of the cloud mean?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_has_the_promised_fields(ask, question: str) -> None:
    """Whatever the kind."""
    made = json.loads(json.dumps(as_json(ask(question), question)))

    assert made.keys() >= TOP
    assert made["schema"] == 1
    assert made["question"] == question
    assert made["kind"] in set(Kind)
    assert made["owner"] in {None, *Owner}
    assert made["headline"] and made["text"]
    assert all(claim.keys() >= BREAKDOWN for claim in made["breakdowns"])
    assert made["understood"].keys() >= {"intent", "services", "areas", "confidence"}


def test_the_contracts_own_example_holds(ask) -> None:
    """ "who patches RDS?": the provider, every patch layer, the operating system first."""
    made = as_json(ask("who patches RDS?"), "who patches RDS?")
    first = made["breakdowns"][0]

    assert (made["kind"], made["owner"]) == ("ownership", "provider")
    assert (first["service"], first["option"], first["area"]) == (
        "aws/rds",
        None,
        "guest_os_patching",
    )
    assert {"engine_minor_upgrades", "engine_major_upgrades", "host_virtualization"} <= {
        claim["area"] for claim in made["breakdowns"]
    }
    assert {"option": "rds-custom-oracle", "owner": "customer"}.items() <= next(
        flip for flip in first["flips"] if flip["option"] == "rds-custom-oracle"
    ).items()
    assert re.fullmatch(r"knowledge/aws/services/rds\.yaml:\d+", first["defined_at"])
    assert made["understood"]["services"][0]["id"] == "aws/rds"


@pytest.mark.parametrize(
    "question", ["who patches ecks", "who patches azure sql", "help", "asdf qwer"]
)
def test_no_answer_claims_no_owner(ask, question: str) -> None:
    """clarify, decline and help have neither owner nor breakdowns."""
    made = as_json(ask(question), question)

    assert made["owner"] is None
    assert made["breakdowns"] == []


def test_an_error_has_the_same_shape() -> None:
    """So that a reader of JSON Lines needs one case only."""
    made = error("{", "not JSON")

    assert made.keys() >= TOP
    assert (made["kind"], made["owner"], made["breakdowns"]) == ("error", None, [])


def test_a_reader_can_see_where_every_line_was_written(ask, root) -> None:
    """defined_at points at the entry's own line."""
    for claim in as_json(ask("who patches RDS?"), "")["breakdowns"]:
        file, line = claim["defined_at"].rsplit(":", 1)
        written = (root / file).read_text(encoding="utf-8").split("\n")[int(line) - 1]
        assert claim["area"] in written

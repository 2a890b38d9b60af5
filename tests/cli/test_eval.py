"""`whosejob eval`: anyone's own questions, counted; and the promise of docs/eval.md."""

import json
import re

import pytest

from tests.cli.test_cli import whosejob
from tests.conftest import ROOT

PAGE = (ROOT / "docs/eval.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.split("```yaml\n")[1].split("```")[0]
RIGHT = """\
- {ask: who patches RDS?, kind: ownership, services: [aws/rds], areas: [patching]}
- {ask: who backs up DynamoDB?, kind: ownership, services: [aws/dynamodb], areas: [backup_restore]}
"""
WRONG = (
    "- {ask: who patches RDS?, kind: ownership, services: [aws/s3], areas: [ddos], shape: trap}\n"
)
OUTSIDE = "- {ask: what is the weather like?, kind: decline}\n"


@pytest.fixture
def evaluate(tmp_path):
    def _evaluate(text: str, *options: str):
        (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
        return whosejob("eval", "mine.yaml", *options, cwd=tmp_path)

    return _evaluate


def total(done) -> dict:
    return json.loads(done.stdout)["groups"][-1]


def test_the_example_of_the_page_is_a_file_that_can_be_asked(evaluate) -> None:
    """Every row of it, in and out of scope."""
    found = total(evaluate(EXAMPLE, "--json"))

    assert found["group"] == "in total"
    assert found["in_scope"] + found["out_of_scope"] == EXAMPLE.count("- ask:")
    assert found["out_of_scope"] == 1


def test_every_kind_and_key_stands_in_the_example_or_the_table() -> None:
    """The page names all that a row may hold."""
    from bot.upkeep.evaluate import Row

    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) >= set(Row.model_fields)


def test_the_table_counts_by_class_and_in_total(evaluate) -> None:
    """The row's shape, else its kind; shares with their intervals."""
    lines = evaluate(RIGHT + WRONG + OUTSIDE).stdout.splitlines()
    rows = {re.split("  +", line)[0]: line for line in lines}

    assert list(rows) == ["group", "ownership", "trap", "decline", "in total"]
    assert "1.000 (0.34–1.00)" in rows["ownership"]
    assert re.split("  +", rows["in total"])[1] == "3"
    assert "0.667 (0.21–0.94)" in rows["in total"]


def test_json_has_the_same_counts(evaluate) -> None:
    """Shares, intervals, calibration; nothing to count is null."""
    found = total(evaluate(RIGHT + WRONG + OUTSIDE, "--json"))

    assert (found["in_scope"], found["out_of_scope"]) == (3, 1)
    assert (found["outcomes"]["right"], found["outcomes"]["wrong"]) == (2, 1)
    assert found["right"]["low"] < found["right"]["share"] < found["right"]["high"]
    assert 0 <= found["calibration_error"] <= 1
    assert total(evaluate(RIGHT, "--json"))["answered"] is None


def test_show_lists_the_questions_of_an_outcome(evaluate) -> None:
    """With file:line, what was wanted and what was read; only those."""
    said = evaluate(RIGHT + WRONG, "--show", "wrong").stdout
    data = json.loads(evaluate(RIGHT + WRONG, "--show", "wrong", "--json").stdout)

    assert "1 wrong\n\nmine.yaml:3: who patches RDS?\n    wanted  ownership: aws/s3 · ddos" in said
    assert "    read    ownership: aws/rds · patching" in said
    assert "DynamoDB" not in said
    assert [(one["place"], one["outcome"]) for one in data["questions"]] == [
        ("mine.yaml:3", "wrong")
    ]


def test_what_is_quiet_or_asked_back_can_be_shown_too(evaluate) -> None:
    """An outcome of two words is written with a dash."""
    assert "1 quiet" in evaluate(OUTSIDE, "--show", "quiet").stdout
    assert "0 asked back" in evaluate(OUTSIDE, "--show", "asked-back").stdout


def test_every_fault_of_a_file_is_said_at_once(evaluate) -> None:
    """Exit 2, each with its own line; nothing is counted, and there is no traceback."""
    done = evaluate(
        "- ask: x\n  kind: general\n  areas:\n    [nix]\n- ask: y\n  kind: overview\n  services: [nix]\n"
    )

    assert done.returncode == 2
    assert "mine.yaml:3: 'nix' is no area" in done.stderr
    assert "mine.yaml:7: 'nix' is no service" in done.stderr
    assert "2 problems in mine.yaml" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_an_outcome_that_is_none_is_said(evaluate) -> None:
    """Before anything is asked."""
    done = evaluate(RIGHT, "--show", "rong")

    assert done.returncode == 2
    assert "did you mean 'wrong'?" in done.stderr


def test_a_file_that_is_not_there_is_said(tmp_path) -> None:
    """Not a traceback."""
    done = whosejob("eval", "nowhere.yaml", cwd=tmp_path)

    assert (done.returncode, "nowhere.yaml:0: cannot be read" in done.stderr) == (2, True)


@pytest.mark.parametrize(("side", "outcome"), [("provider", "right"), ("customer", "wrong")])
def test_a_list_of_the_other_side_is_wrong(evaluate, side: str, outcome: str) -> None:
    """The same services may be asked for by what AWS does there or by what we do."""
    row = f"- {{ask: where does AWS wipe the drives?, kind: list, areas: [media_disposal], side: {side}}}\n"

    assert total(evaluate(row, "--json"))["outcomes"][outcome] == 1


def test_which_of_some_services_is_a_list_and_answered_service_by_service(evaluate) -> None:
    """Without services, only a list of them is right."""
    row = "- {ask: who has to back up S3 and DynamoDB?, kind: list, areas: [backup_restore], shape: x}\n"
    named = row.replace("areas", "services: [aws/s3, aws/dynamodb], areas").replace("x}", "y}")
    found = json.loads(evaluate(named + row, "--json").stdout)["groups"]

    assert [group["right"]["share"] for group in found] == [1.0, 0.0, 0.5]


def test_the_reasons_of_the_answer_before_can_be_asked_for(evaluate) -> None:
    """A row of kind `why` names nothing of its own."""
    found = total(evaluate("- {ask: why?, kind: why, before: [who patches RDS?]}\n", "--json"))

    assert found["outcomes"]["right"] == 1


@pytest.mark.parametrize(
    ("ask", "kind", "outcome"),
    [
        ("who backs up DynamoDB?", "ownership", "right"),
        ("who backs up S3?", "ownership", "wrong"),
        ("who takes care of backups?", "ownership", "wrong"),
        ("who takes care of backups?", "general", "right"),
    ],
)
def test_other_readings_of_the_services_may_stand_alone(
    evaluate, ask: str, kind: str, outcome: str
) -> None:
    """Then one of them must be read; where the task is asked about in general, none is good too."""
    row = f"- {{ask: '{ask}', kind: {kind}, services_any: [[aws/dynamodb], [aws/rds]], areas: [backup_restore]}}\n"

    assert total(evaluate(row, "--json"))["outcomes"][outcome] == 1

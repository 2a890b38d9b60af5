"""A folder of files becomes Knowledge, or every reason why not, at once."""

import contextlib
import json
import shutil
import time
from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.knowledge.loader import load, shipped_folder
from bot.knowledge.schema import FORMS, json_schemas
from bot.model import Owner

RDS = "aws/services/rds.yaml"


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    """A small valid folder: everything, but only three services."""
    target = tmp_path / "knowledge"
    shutil.copytree(root / "knowledge", target)
    for path in (target / "aws/services").glob("*.yaml"):
        if path.stem not in ("rds", "ec2", "s3"):
            path.unlink()
    return target


def problems(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


def edit(folder: Path, old: str, new: str, name: str = RDS) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_knowledge_loads(knowledge) -> None:
    """51 areas, 7 service models, 30 services or more."""
    assert len(knowledge.areas) == 51
    assert len(knowledge.models) == 7
    assert len(knowledge.services) >= 30
    assert shipped_folder().name == "knowledge"


def test_every_area_of_every_service_and_option_resolves(knowledge) -> None:
    """Option → service → model ends at an entry, always."""
    from bot.model.lookup import duty

    for service in knowledge.services.values():
        for option in (None, *service.options):
            owners = {duty(knowledge, service, option, area).owner for area in knowledge.areas}
            assert owners <= set(Owner)


def test_knowledge_cannot_be_changed(knowledge) -> None:
    """It is frozen: mappings refuse to be written."""
    with pytest.raises(TypeError):
        knowledge.services["aws/rds"] = None
    with pytest.raises(TypeError):
        knowledge.services["aws/rds"].duties["iam_access"] = None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("model: managed", "model: manged", "model 'manged' is unknown; did you mean 'managed'?"),
        ("  guest_os_patching:\n", "  guest_os_patchng:\n", "did you mean 'guest_os_patching'?"),
        ("sources: [maintenance]", "sources: [maintenanse]", "did you mean 'maintenance'?"),
        ("means: ", "meens: ", "did you mean 'means'?"),
        ("id: rds", "id: rdz", "differs from the file's name 'rds'"),
        ("reviewed: 2026-11-23", "reviewed: yesterday", "reviewed"),
        ("default: true", "default: false", "0 options are marked default"),
        ("url: https://", "url: http://", "does not have the form"),
        ("url: https://docs", "url: https://evil.example/docs", "is on evil.example; cite an"),
        ("https://docs.", "https://evil.example\\@docs.", "does not have the form"),
        ("https://docs.aws", "https://docs.aws.amazon.com@evil.aws", "does not have the form"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_mend(folder, old: str, new: str, says: str) -> None:
    """`file:line: what; did you mean ...`"""
    edit(folder, old, new)

    found = problems(folder)

    assert any(says in problem for problem in found), found
    assert all(problem.startswith("knowledge/aws/services/rds.yaml:") for problem in found)


def test_all_mistakes_are_reported_at_once(folder) -> None:
    """Two files, three mistakes, three problems."""
    edit(folder, "model: managed", "model: manged")
    edit(folder, "sources: [maintenance]", "sources: [maintenanse]")
    edit(folder, "id: ec2", "id: ec3", "aws/services/ec2.yaml")

    assert len(problems(folder)) == 3


def test_a_line_that_a_comma_split_is_refused(folder) -> None:
    """`[Plan, test and start]` is two lines to YAML; nobody meant that."""
    edit(folder, "- Test restores", "- Plan\n      - test and start")

    assert any("did a comma split it" in problem for problem in problems(folder))


def test_a_missing_file_is_named(folder) -> None:
    """Every file the house needs is asked for by name."""
    (folder / "areas.yaml").unlink()

    assert problems(folder)[0] == "knowledge/areas.yaml:0: is missing"


def test_an_empty_folder_says_everything_that_is_missing(tmp_path) -> None:
    """No traceback, one line each."""
    assert len(problems(tmp_path)) == 5


def test_a_link_to_outside_is_refused(folder, tmp_path) -> None:
    """Knowledge comes from its folder only."""
    (tmp_path / "outside.yaml").write_text("id: x\n...\n")
    (folder / "aws/services/outside.yaml").symlink_to(tmp_path / "outside.yaml")

    assert any("link to outside" in problem for problem in problems(folder))


@pytest.mark.parametrize("name", FORMS)
def test_the_committed_schema_is_the_generated_one(root: Path, name: str) -> None:
    """`make fmt` mends it."""
    committed = json.loads((root / f"knowledge/schema/{name}.json").read_text(encoding="utf-8"))

    assert committed == json_schemas()[name], "run: make fmt"


def test_shipped_files_obey_the_committed_schemas(root: Path) -> None:
    """What an editor says about a file is what the loader says."""
    import jsonschema_rs

    from bot.knowledge.strict_yaml import read

    schema = json.loads((root / "knowledge/schema/service.json").read_text(encoding="utf-8"))
    validator = jsonschema_rs.Draft7Validator(schema)
    for path in (root / "knowledge/aws/services").glob("*.yaml"):
        data = read(path, path.name).data
        wrong = [e.message for e in validator.iter_errors(data) if "boolean" not in e.message]
        assert wrong == [], path.name


@pytest.mark.parametrize(
    "line",
    ["zz{}: x", "  zz{}: {{customer: [Do it], sources: [maintenance]}}"],
    ids=["keys", "areas"],
)
def test_very_many_mistakes_are_not_all_told(folder, line: str) -> None:
    """Fifty of one file are enough to begin with."""
    many = "\n".join(line.format(number) for number in range(1000))
    edit(folder, "\nareas:\n", f"\nareas:\n{many}\n" if line[0] == " " else f"\n{many}\nareas:\n")

    assert 50 <= len(problems(folder)) <= 51


def test_unknown_keys_cost_nothing(folder) -> None:
    """The keys that could be meant are looked up once, however many are unknown: less than what loading goes on to do."""
    whole = min(_cpu_seconds(folder) for _ in range(3))
    edit(folder, "\nareas:\n", "\n" + "\n".join(f"zz{n}: x" for n in range(1000)) + "\nareas:\n")

    assert min(_cpu_seconds(folder) for _ in range(3)) < whole


def _cpu_seconds(folder: Path) -> float:
    started = time.process_time()
    with contextlib.suppress(KnowledgeError):
        load(folder)
    return time.process_time() - started


def test_a_term_without_a_name_is_refused(folder) -> None:
    """Nobody could ask for it."""
    old = "    only_explained: [pitr, point in time recovery, point in time restore]\n"
    edit(folder, old, "", "areas.yaml")

    assert any("has no name; write 'phrases'" in told for told in problems(folder))


def test_an_entry_without_a_source_is_refused(folder) -> None:
    """No claim about a service without a page that says so."""
    edit(folder, "    sources: [maintenance]\n", "")

    assert any("has no source; name one from this file's 'sources'" in p for p in problems(folder))

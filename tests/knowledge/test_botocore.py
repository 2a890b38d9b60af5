"""botocore's list of services is the floor of our coverage: each resolves to the right service, or is ignored with a reason."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import botocore
import pytest
import yaml

from bot.understanding.question import understand

DATA = Path(botocore.__file__).parent / "data"
PLACES = yaml.safe_load((Path(__file__).parent / "botocore.yaml").read_text(encoding="utf-8"))


def services() -> Iterator[tuple[str, dict[str, str]]]:
    for folder in sorted(DATA.iterdir()):
        versions = sorted(folder.glob("*/service-2.json.gz"))
        if versions:
            yield folder.name, json.loads(gzip.decompress(versions[-1].read_bytes()))["metadata"]


ALL = dict(services())
NAMED = [
    pytest.param(folder, name, id=f"{folder}-{name}")
    for folder, metadata in ALL.items()
    for name in dict.fromkeys(
        metadata.get(key) for key in ("serviceId", "serviceFullName", "serviceAbbreviation")
    )
    if name and folder in PLACES["services"] and name not in PLACES["ordinary_words"]
]


def test_every_service_has_a_place() -> None:
    """A service that a new botocore brings must be placed or ignored with a reason."""
    placed = PLACES["services"].keys() | PLACES["ignored"].keys()

    assert set(ALL) - placed == set(), "place them in tests/knowledge/botocore.yaml"
    assert not PLACES["services"].keys() & PLACES["ignored"].keys()
    assert all(len(reason) > 10 for reason in PLACES["ignored"].values())


@pytest.mark.parametrize(("folder", "name"), NAMED)
def test_a_name_resolves_to_the_right_service(knowledge, folder: str, name: str) -> None:
    """serviceId, full name and abbreviation, as botocore spells them."""
    question = understand(name, knowledge)

    assert {match.id for match in question.services} == {PLACES["services"][folder]}


@pytest.mark.parametrize("word", PLACES["ordinary_words"])
def test_an_ordinary_word_is_not_taken_for_one_service(knowledge, word: str) -> None:
    """The list of exceptions holds no name that is understood."""
    assert len(understand(word, knowledge).services) != 1

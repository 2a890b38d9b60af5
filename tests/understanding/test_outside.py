"""The outside questions: no class may fall behind what was reached when it was last measured.

`make eval` prints the table with intervals. The floors are counts, a few questions under the figures of 2026-11-30, so
that only a real loss fails: right at least, wrong and (out of scope) answered at most.
"""

import hashlib
import re

import pytest

from benchmarks.quality import ask, by_half, tallied
from benchmarks.questions import FOLDER, samples
from bot.knowledge.loader import shipped_folder
from bot.upkeep.asked import ASKED, KINDS, messages, questions_in
from bot.upkeep.evaluate import Outcome

FROZEN = {
    "outside.yaml": "35f36f657a83cabf39270a16901d48dc558fa7ef3038ec3fd2fb5c6d69bbc1d4",
    "stories.yaml": "1a5021ce57d1acc2acc395a11d16f5e91e25cfa72f9379aae05797a25dbaf0be",
    "exam.yaml": "4607ce40a9bb5898c8cddd54ce6bb61fd5b2d413a82c50ffc79b96b5dd5b1bea",
    "more/reverse.yaml": "c2baaca728e2a7d4c36fd8d61468d316f7158db2596221108f9ac2a5e2f4a0ae",
    "more/moves.yaml": "d92573597db8b6634ab188ef186643735a74179511eccec69f13b3e5b13af1f6",
    "more/several.yaml": "bee8bf35f90f8f71366b9aa2f6ca3061ed05cdc670db1a1f962686450cabb970",
    "more/fresh.yaml": "5fd8096e399d54b0cce67bb6ecfaf8c78b0c7d5bd10297c811987db0463f93cc",
    "more/unseen.yaml": "15f547656b54976a320deb2df8fd0d5bef348b8a3ceabf8c55d41269e6688a6d",
    "more/office.yaml": "fd38e78566d35daadb9efab66427a14b9d30ccf4d73886ffdfee089c1a03fda4",
    "more/jargon.yaml": "b479bfaa142b3a496ec6eddc7e228779ef3084800b1478bf650792e68afddce9",
    "more/shapes.yaml": "be649429dcfcfcf719e22a0c8015b5e205825877ffb44262dac15970914a67da",
    "more/threads_seen.yaml": "1443a966a6ff36756ec99d7d509ba1c48ab0cda0291561f68f3d199fdba5c132",
    "more/threads_read.yaml": "85d078c08b6b9d7875196e3eb0559de9581fad65fc94cd7889d0715e4cabe44f",
    "more/threads_unseen.yaml": "7a5f99d902157516098981c79e19b87fdb8a1b5b7946ee17994772fe3c74a8a7",
    "more/threads.yaml": "f90c1ea367d370c4193016a7a32c510232d13bb2c63fbb2f167116adf1943ead",
}
FLOORS = [
    ("outside.yaml", "dev", (144, 8, 2)),
    ("outside.yaml", "test", (117, 13, 0)),
    ("stories.yaml", "dev", (120, 13, 0)),
    ("stories.yaml", "test", (147, 15, 0)),
    ("exam.yaml", "dev", (175, 25, 6)),
    ("exam.yaml", "test", (168, 20, 5)),
    ("more/reverse.yaml", "dev", (28, 2, 0)),
    ("more/reverse.yaml", "test", (31, 6, 0)),
    ("more/moves.yaml", "dev", (35, 6, 0)),
    ("more/moves.yaml", "test", (26, 5, 0)),
    ("more/several.yaml", "dev", (65, 3, 0)),
    ("more/several.yaml", "test", (52, 2, 0)),
    ("more/fresh.yaml", "dev", (440, 29, 6)),
    ("more/fresh.yaml", "test", (381, 45, 4)),
    ("more/unseen.yaml", "dev", (397, 59, 5)),
    ("more/unseen.yaml", "test", (400, 45, 5)),
    ("more/office.yaml", "dev", (91, 10, 2)),
    ("more/office.yaml", "test", (103, 11, 3)),
    ("more/jargon.yaml", "dev", (173, 17, 0)),
    ("more/jargon.yaml", "test", (154, 16, 0)),
    ("more/shapes.yaml", "dev", (80, 3, 0)),
    ("more/shapes.yaml", "test", (78, 5, 0)),
    ("more/threads_seen.yaml", "dev", (84, 10, 0)),
    ("more/threads_seen.yaml", "test", (58, 16, 0)),
    ("more/threads.yaml", "dev", (132, 13, 0)),
    ("more/threads.yaml", "test", (147, 22, 2)),
    ("more/threads_read.yaml", "dev", (360, 56, 3)),
    ("more/threads_read.yaml", "test", (384, 64, 2)),
    ("more/threads_unseen.yaml", "dev", (136, 18, 4)),
    ("more/threads_unseen.yaml", "test", (77, 20, 2)),
]


@pytest.fixture(scope="module")
def tallies(knowledge):
    return {file: tallied(ask(samples([FOLDER / file]), knowledge), by_half) for file in FROZEN}


@pytest.mark.parametrize("file", FROZEN)
def test_the_questions_are_the_frozen_ones(file: str) -> None:
    """A change would make old figures lies. Which got their hash before any tuning on them says docs/accuracy.md."""
    assert hashlib.sha256((FOLDER / file).read_bytes()).hexdigest() == FROZEN[file]


def test_no_counted_question_is_learnt_from() -> None:
    """Whoever learns a question by heart has not understood it; short ones may meet by chance."""
    learnt = {
        _plain(ask) for kind in KINDS for ask in questions_in(shipped_folder() / ASKED / kind)
    }
    learnt |= {_plain(row.ask) for row in messages(shipped_folder())}
    counted = {_plain(s.row.ask) for s in samples(FOLDER / file for file in FROZEN)}

    assert not [ask for ask in learnt & counted if len(ask) >= _BY_CHANCE]


_BY_CHANCE = 3
"""Different words below which two people may well write the same."""


def _plain(ask: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", ask.casefold()))


@pytest.mark.parametrize(("file", "half", "floor"), FLOORS)
def test_no_class_falls(tallies, file: str, half: str, floor: tuple[int, int, int]) -> None:
    """Right at least, wrong and false at most."""
    outcomes = tallies[file][f"all · {half}"].outcomes

    assert outcomes[Outcome.RIGHT] >= floor[0]
    assert outcomes[Outcome.WRONG] <= floor[1]
    assert outcomes[Outcome.FALSE] <= floor[2]

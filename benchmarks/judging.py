"""What a peer read, and whether that is what was asked: the same rule of what fits as for our own answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.guesses import Guess, Peer
from benchmarks.questions import Sample
from bot.model import Answer, Intent, Kind, Knowledge, Match, Question
from bot.upkeep.evaluate import Row, fits

Reading = tuple[tuple[str, ...], tuple[str, ...]]
"""(services, areas)."""


@dataclass(frozen=True)
class Guessed:
    """What a peer read in one question, and a judge of such readings."""

    guess: Guess
    before: Guess | None
    """What it read in the question asked before in the same thread."""
    in_scope: bool
    fits: Callable[[Reading], bool]
    judged: dict[Reading, bool] = field(default_factory=dict, compare=False)

    def is_right(self, reading: Reading) -> bool:
        """Whether this is what the question asks; judged once."""
        if reading not in self.judged:
            self.judged[reading] = self.fits(reading)
        return self.judged[reading]


def guessed(peer: Peer, asked: Sequence[Sample], knowledge: Knowledge) -> list[Guessed]:
    """What the peer reads in each question."""
    return [
        Guessed(
            guess=peer(sample.row.ask),
            before=peer(sample.row.before) if sample.row.before else None,
            in_scope=sample.row.kind != "decline",
            fits=judge(sample.row, knowledge),
        )
        for sample in asked
    ]


def judge(row: Row, knowledge: Knowledge) -> Callable[[Reading], bool]:
    """Our own rule of what fits, without options and without the kind of answer."""
    plain = row.model_copy(update={"option": {}})
    kind = Kind.LIST if row.kind == "list" else Kind.OWNERSHIP

    def is_right(reading: Reading) -> bool:
        services, areas = (tuple(Match(id_, "", 100.0) for id_ in ids) for ids in reading)
        question = Question(row.ask, Intent.WHO, services=services, areas=areas)
        return fits(plain, Answer(kind, question, knowledge.provider), knowledge)

    return is_right

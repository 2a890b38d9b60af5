"""rapidfuzz over lists: the obvious way to answer "who patches RDS?"."""

from collections.abc import Callable, Sequence

from rapidfuzz import process, utils

from benchmarks.guesses import Entry, Ranker, Ranking


def extract_one(
    scorer: Callable[..., float], plain: Callable[[str], str] = utils.default_process
) -> Ranking:
    """`extractOne` with this scorer. `plain` prepares both sides; by default it drops case and punctuation."""

    def ranking(entries: Sequence[Entry]) -> Ranker:
        ids = [entry.id for entry in entries]
        texts = [plain(entry.text) for entry in entries]

        def rank(text: str) -> tuple[str, float] | None:
            found = process.extractOne(plain(text), texts, scorer=scorer)
            return (ids[found[2]], found[1]) if found else None

        return rank

    return ranking

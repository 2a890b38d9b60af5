"""Peers that are shown the questions we learn from (`knowledge/asked/`), with the usual tools of machine learning.

Without them a matcher that was given names alone would be held against one that has read thousands of questions.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import make_pipeline, make_union

from benchmarks.gazetteers import flashtext_spans
from benchmarks.guesses import Entry, Guess, Peer, Ranking, Slot, area_phrases, service_names, slot
from bot.knowledge.loader import shipped_folder
from bot.model import Knowledge

WHOLE, OTHER = "overview", "not ours"
"""Classes beside the areas: a service as a whole, and messages that are not for the bot."""


def questions() -> list[Entry]:
    """The questions of `knowledge/asked/`, each with the area it asks for, WHOLE or OTHER."""
    folder = shipped_folder() / "asked"
    return [
        *_entries(folder / "areas", lambda path: path.stem),
        *(
            entry
            for entry in _entries(folder / "shapes", lambda path: path.stem)
            if entry.id == WHOLE
        ),
        *_entries(folder / "not_ours", lambda _: OTHER),
    ]


def _entries(folder: Path, label: Callable[[Path], str]) -> Iterator[Entry]:
    for path in sorted(folder.glob("*.txt")):
        said = path.read_text(encoding="utf-8").splitlines()
        yield from (Entry(label(path), line) for line in said if line and line[0] != "#")


def nearest(ranking: Ranking, knowledge: Knowledge) -> Peer:
    """Two slots, where the area is that of the nearest phrase or question; nearest to one of OTHER: silence."""
    service = ranking(service_names(knowledge))
    area = ranking([*area_phrases(knowledge), *questions()])

    def guess(text: str) -> Guess:
        task = area(text)
        if task is None or task[0] == OTHER:
            return Guess(Slot(), Slot())
        return Guess(slot(*(service(text) or ())), Slot() if task[0] == WHOLE else slot(*task))

    return guess


def classifier(knowledge: Knowledge) -> Peer:
    """Logistic regression over words, pairs of words and character n-grams for the area; flashtext for the services."""
    shown = [*area_phrases(knowledge), *questions()]
    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2),
        ),
        # As good as LogisticRegression's own solver here (0.41 right at our false answers), and 15 times sooner fitted.
        SGDClassifier(loss="log_loss", alpha=1e-5, max_iter=30, random_state=1),
    )
    model.fit([entry.text for entry in shown], [entry.id for entry in shown])
    classes, spans = list(model.classes_), flashtext_spans(service_names(knowledge))

    def guess(text: str) -> Guess:
        chances = dict(zip(classes, model.predict_proba([text])[0].tolist(), strict=True))
        ours = 1.0 - chances.pop(OTHER, 0.0)
        task = max(chances, key=chances.__getitem__)
        named = tuple(dict.fromkeys(span.ids[0] for span in spans(text)))
        area = Slot() if task == WHOLE else Slot((task,), chances[task])
        return Guess(Slot(named, ours if named else 0.0), area)

    return guess

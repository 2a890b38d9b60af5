"""`python -m benchmarks.ablation`: what each part of the mechanism is worth, by leaving it out.

Everything else stays as it is, the weights of confidence included, so a part that others lean on looks dearer than it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from benchmarks.questions import every_sample
from bot.knowledge.loader import load, shipped_folder
from bot.model import Evidence, Knowledge
from bot.understanding import confidence, services, spotting
from bot.understanding.lexicon import Lexicon
from bot.understanding.matching import Reading
from bot.understanding.naming import NameSpot
from bot.upkeep.asked import by_area, messages
from bot.upkeep.counting import interval
from bot.upkeep.evaluate import Asked, Outcome, run
from bot.upkeep.learning import learn


def without_words(evidence: Evidence, left_out: Callable[[str], bool]) -> Evidence:
    """The evidence without some of its words or pairs."""
    return replace(evidence, words={w: s for w, s in evidence.words.items() if not left_out(w)})


def variants(knowledge: Knowledge) -> Mapping[str, Knowledge]:
    """Name → the knowledge without one kind of evidence."""
    evidence = knowledge.evidence
    listed = {
        line.ask
        for lines in by_area(shipped_folder(), knowledge).values()
        for line in lines
        if line.number
    }
    whole = {row.ask for row in messages(shipped_folder())}
    changed = {
        "nothing": evidence,
        "whole messages": learn(shipped_folder(), knowledge, lambda q: q not in whole),
        "questions for one area": learn(shipped_folder(), knowledge, lambda q: q not in listed),
        "both (phrases only)": learn(
            shipped_folder(), knowledge, lambda q: q not in whole and q not in listed
        ),
        "pairs of words": without_words(evidence, lambda w: " " in w or "~" in w),
        "the service as evidence": without_words(evidence, lambda w: w.startswith("@")),
        "way of asking": replace(evidence, ours={}),
        "often spoken words as repairs": replace(evidence, spoken=()),
    }
    return {name: replace(knowledge, evidence=some) for name, some in changed.items()}


def line(name: str, asked: list[Asked]) -> str:
    """Counts as shares: right, wrong, false."""
    inside = [a for a in asked if a.row.kind != "decline"]
    outside = [a for a in asked if a.row.kind == "decline"]
    right = sum(a.outcome is Outcome.RIGHT for a in inside)
    wrong = sum(a.outcome is Outcome.WRONG for a in inside)
    false = sum(a.outcome is Outcome.FALSE for a in outside)
    shares = (
        interval(right, len(inside)),
        interval(wrong, len(inside)),
        interval(false, len(outside)),
    )
    return f"{name:38} " + "  ".join(
        f"{share:.3f} ({low:.2f}–{high:.2f})" for share, low, high in shares
    )


def main() -> None:
    """Print the table for the test halves."""
    knowledge = load(shipped_folder())
    questions = [sample.row for sample in every_sample()[0] if sample.half == "test"]

    def show(name: str, some: Knowledge) -> None:
        print(line(name, [run(row, some) for row in questions]), flush=True)

    print(
        f"{'left out':38} right                wrong                false ({len(questions)} questions)"
    )
    for name, some in variants(knowledge).items():
        show(name, some)
    spotting.repair, repair = _as_written, spotting.repair
    show("repair of misspelt words", knowledge)
    spotting.repair = repair
    services.asked_about, asked_about = _all_named, services.asked_about
    show("scene and object told apart", knowledge)
    services.asked_about = asked_about
    confidence.WEIGHTS = {case: _deaf(weights) for case, weights in confidence.WEIGHTS.items()}
    show("words that nothing explains", knowledge)


def _as_written(_word: str, _index: Lexicon, *, capital: bool = False) -> Reading:  # noqa: ARG001 - as `repair` is called
    return Reading(())


def _all_named(names: list[NameSpot], *_: object) -> list[NameSpot]:
    return names


def _deaf(weights: Mapping[str, float]) -> dict[str, float]:
    return {n: w for n, w in weights.items() if n not in ("unexplained", "background", "covered")}


if __name__ == "__main__":
    main()

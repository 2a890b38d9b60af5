"""`whosejob learn`: from questions that people ask to evidence, word by word.

asked.py reads the questions. Counting is all that happens here: a word says as much for an area as it is used more often
there than elsewhere, and the less, the more evenly it is spread (naive Bayes, each word weighed by how peaked it is);
correcting.py puts right what counting alone gets wrong. The result, `knowledge/evidence.json`, is committed and read at start.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import log
from pathlib import Path

from bot.errors import KnowledgeError, Problem
from bot.knowledge.learnt import EVIDENCE_FILE
from bot.model import Area, Bundle, Evidence, Knowledge
from bot.understanding.english import stem
from bot.understanding.evidence import WHOLE, features, manner
from bot.understanding.lexicon import lexicon
from bot.understanding.services import services_in
from bot.understanding.spotting import Spotted, spot
from bot.understanding.text import clean
from bot.upkeep.asked import ASKED, Line, by_area, controls, messages, problems, questions_in
from bot.upkeep.correcting import Sample, Weights, corrected

_SMOOTHING = 0.1
"""Uses that every word is credited with in every area. This and the next: the best of six settings on the dev half of
tests/questions/outside.yaml and stories.yaml, 2026-11-29."""
_PEAK_POWER = 0.5
_LEAST_SAID = 0.2
"""Log odds below which a word says nothing worth keeping."""
_LEAST_KEPT = 0.1
_MANNER_SMOOTHING = 1.0
_LEAST_USES = 3
"""A pair of words met less often is an accident."""

Counts = dict[str, dict[str, float]]
"""Feature → area → questions that have it."""


def learn(
    folder: Path, knowledge: Knowledge, keep: Callable[[str], bool] = lambda _: True
) -> Evidence:
    """What the questions in `folder`/asked say; KnowledgeError names what cannot be used.

    `keep` leaves questions out, so that what is learnt can be tried on them.
    """
    if wrong := problems(folder, knowledge):
        raise KnowledgeError(wrong)
    asked = {
        area: [line for line in questions if keep(line.ask)]
        for area, questions in by_area(folder, knowledge).items()
    }
    bare = replace(knowledge, evidence=Evidence())
    terms = (id_ for id_ in knowledge.concepts if id_ in asked)
    ids = (*knowledge.areas, *knowledge.bundles, *terms, WHOLE)
    counts = _counts(asked, bare)
    counted = {key: dict(_said(uses, ids)) for key, uses in counts.items()}
    known = {key: said for key, said in counted.items() if said}
    return Evidence(
        areas=ids,
        words=_rounded(corrected(known, _samples(asked, ids, bare)) | _of_controls(folder, ids)),
        ours=_ours(folder / ASKED, bare, keep),
        spoken=_spoken({line.ask for questions in asked.values() for line in questions}),
        learnt_from=digest(folder),
    )


_SPOKEN_USES = 8
_SPOKEN_LETTERS = 5
"""Words used that often, and at least that long, are what a misspelt word may be meant to be."""


def _spoken(questions: Iterable[str]) -> tuple[str, ...]:
    uses = Counter(word.text for ask in questions for word in clean(ask).words)
    often = [
        (-count, word)
        for word, count in uses.items()
        if count >= _SPOKEN_USES and len(word) >= _SPOKEN_LETTERS and word.isascii()
    ]
    return tuple(word for _, word in sorted(often))


def _rounded(weights: Weights) -> Weights:
    kept = {
        key: {n: round(v, 2) for n, v in sorted(said.items()) if abs(v) >= _LEAST_KEPT}
        for key, said in sorted(weights.items())
    }
    return {key: said for key, said in kept.items() if said}


def write(folder: Path, evidence: Evidence) -> Path:
    """Write evidence.json: one word a line, so that a change can be read."""
    lines = [
        f'"areas": {json.dumps(evidence.areas)}',
        f'"learnt_from": "{evidence.learnt_from}"',
        f'"ours": {_object((k, round(v, 2)) for k, v in evidence.ours.items())}',
        f'"spoken": {json.dumps(evidence.spoken)}',
        f'"words": {_object((k, [x for pair in v.items() for x in pair]) for k, v in evidence.words.items())}',
    ]
    path = folder / EVIDENCE_FILE
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return path


def _object(pairs: Iterable[tuple[str, object]]) -> str:
    entries = (
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(value)}" for key, value in pairs
    )
    return "{\n" + ",\n".join(entries) + "\n}"


def digest(folder: Path) -> str:
    """A fingerprint of everything that is learnt from."""
    found = hashlib.sha256()
    asked = sorted(p for p in (folder / ASKED).rglob("*") if p.suffix in (".txt", ".yaml"))
    for path in (*asked, folder / "areas.yaml"):
        found.update(path.read_bytes() if path.is_file() else b"")
    return found.hexdigest()[:16]


def check(folder: Path, knowledge: Knowledge) -> list[Problem]:
    """What is wrong with what was learnt: lines that cannot be used, and evidence from other questions than those there.

    Knowledge without questions of its own has nothing to be held against.
    """
    if not (folder / ASKED).is_dir():
        return []
    found = problems(folder, knowledge)
    learnt_from = knowledge.evidence.learnt_from
    if learnt_from != digest(folder):
        what = "was learnt from other questions" if learnt_from else "is missing"
        found.append(Problem(f"knowledge/{EVIDENCE_FILE}", 0, f"{what}; run: whosejob learn"))
    return found


# --- counting ------------------------------------------------------------------------------------


_CONTROL = 8.0
_CONTROL_ALSO = 6.0
"""What the id of a control says for the area that it is about, and for another that would do: it means that wherever it stands,
so nothing is counted."""


def _of_controls(folder: Path, ids: Sequence[str]) -> Weights:
    number = {id_: i for i, id_ in enumerate(ids)}
    return {
        stem(clean(line.ask).words[0].text): {
            **{number[also]: _CONTROL_ALSO for also in line.also},
            number[area]: _CONTROL,
        }
        for area, line in controls(folder)
    }


_ALSO = 0.5
"""What a question counts for another area that would be as good a reading."""


def _counts(asked: Mapping[str, Iterable[Line]], knowledge: Knowledge) -> Counts:
    """The words of the questions; a pair that fewer than _LEAST_USES have is left out."""
    counts: Counts = {}
    users: dict[str, set[str]] = defaultdict(set)
    for area, questions in asked.items():
        for line in questions:
            spotted, services = _read(line.ask, knowledge)
            found = features(spotted.tokens, spotted.hidden, services)
            for key in {feature.key for feature in found}:
                users[key].add(line.ask)
                uses = counts.setdefault(key, defaultdict(float))
                uses[area] += line.count
                for other in line.also:
                    uses[other] += _ALSO
    return {key: uses for key, uses in counts.items() if not _is_accident(key, len(users[key]))}


def _is_accident(key: str, users: int) -> bool:
    return users < _LEAST_USES and (" " in key or "~" in key or key.startswith("@"))


def _samples(
    asked: Mapping[str, Iterable[Line]], ids: Sequence[str], knowledge: Knowledge
) -> list[Sample]:
    """Every question with its words' shares and the areas it asks for."""
    number = {id_: i for i, id_ in enumerate(ids)}
    found = []
    for area, questions in asked.items():
        for line in questions:
            spotted, services = _read(line.ask, knowledge)
            words = {f.key: f.weight for f in features(spotted.tokens, spotted.hidden, services)}
            rest = {number[o]: _ALSO_DESERVES / len(line.also) for o in line.also if o != area}
            deserved = {number[area]: 1.0 - sum(rest.values()), **rest}
            found.append(Sample(line.ask, words, deserved))
    return found


_ALSO_DESERVES = 0.4
"""Share of belief for the other good readings together."""


def _read(question: str, knowledge: Knowledge) -> tuple[Spotted, list[str]]:
    spotted = spot(clean(question), lexicon(knowledge))
    return spotted, [match.id for match in services_in(spotted, knowledge)[0]]


def _said(uses: Mapping[str, float], ids: tuple[str, ...]) -> tuple[tuple[int, float], ...]:
    """How much a word says for each area, beyond what it says for those that never use it."""
    peak = _peak(uses, len(ids)) ** _PEAK_POWER
    weighed = ((i, peak * log(1 + uses.get(id_, 0.0) / _SMOOTHING)) for i, id_ in enumerate(ids))
    return tuple((i, round(much, 2)) for i, much in weighed if much >= _LEAST_SAID)


def _peak(uses: Mapping[str, float], areas: int) -> float:
    """1 for a word of one area, 0 for one used alike in all: one less the normalised entropy."""
    whole = sum(uses.values()) + _SMOOTHING * areas
    shares = [(uses[id_] + _SMOOTHING) / whole for id_ in uses]
    rest = _SMOOTHING / whole
    entropy = -sum(p * log(p) for p in shares) - (areas - len(uses)) * rest * log(rest)
    return max(0.0, 1.0 - entropy / log(areas))


def _ours(folder: Path, knowledge: Knowledge, keep: Callable[[str], bool]) -> dict[str, float]:
    """Word or pair → log odds of being for us, from the questions in whole sentences and the areas' phrases; corrected like the
    areas.
    """
    mine = [ask for kind in ("areas", "concepts", "shapes") for ask in questions_in(folder / kind)]
    mine += [e.ask for s in knowledge.services.values() for e in s.examples]
    holders: list[Area | Bundle] = [*knowledge.areas.values(), *knowledge.bundles.values()]
    mine += [phrase for holder in holders for phrase in holder.phrases]
    theirs = list(questions_in(folder / "not_ours"))
    for row in messages(folder.parent):
        (theirs if row.kind == "decline" else mine).append(row.ask)
    read = [
        (ask, ours, set(_manner(ask, knowledge)))
        for ours, asks in ((True, mine), (False, theirs))
        for ask in asks
        if keep(ask)
    ]
    uses = {
        side: Counter(w for _, ours, said in read if ours is side for w in said) for side in _SIDES
    }
    wholes = {side: max(sum(counted.values()), 1) for side, counted in uses.items()}
    found = {}
    for key in {*uses[True], *uses[False]}:
        if uses[True][key] + uses[False][key] > _LEAST_USES:
            shares = [(uses[side][key] + _MANNER_SMOOTHING) / wholes[side] for side in _SIDES]
            found[key] = {1: log(shares[0] / shares[1])}
    samples = [
        Sample(a, dict.fromkeys(said, 1.0), {int(ours): 1.0, int(not ours): 0.0})
        for a, ours, said in read
    ]
    return _odds(corrected(found, samples))


_SIDES = (True, False)


def _odds(weights: Weights) -> dict[str, float]:
    odds = {key: said.get(1, 0.0) - said.get(0, 0.0) for key, said in sorted(weights.items())}
    return {key: round(much, 2) for key, much in odds.items() if abs(much) >= _LEAST_KEPT}


def _manner(question: str, knowledge: Knowledge) -> list[str]:
    spotted, _ = _read(question, knowledge)
    return manner(spotted.tokens, spotted.hidden)

"""Services called by everyday words, which no linter saw: the answers about all others stay what they were."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.answering import answer
from bot.model import CommonNames, Context, Kind, Knowledge, Place, Service
from bot.understanding.lexicon import lexicon
from bot.understanding.naming import stems
from bot.upkeep.names import name_problems

QUESTIONS = Path(__file__).parent.parent / "questions"
FILES = ("outside.yaml", "stories.yaml", "sixty.yaml")
SAMPLE = 300

HOSTILE = {
    "FOR": ["fraud operations registry"],
    "SEE": ["settlement event exporter"],
    "SSL": ["seller signup ledger"],
    "DOS": ["delivery order store"],
    "WHO": ["warehouse handover office"],
    "US": ["user sync"],
    "PATCH": ["payment authorisation tracker"],
    "BACKUP": [],
    "KEY": ["kiosk events"],
    "IT": ["invoice totals"],
    "ON": ["order notes"],
    "AND": ["address normaliser"],
    "OS": ["offer sorter"],
    "DB": ["dispute board"],
    "AWS": ["address write service"],
    "access": [],
    "network": [],
    "the os": [],
    "AWS patch": [],
    "who patches": [],
    "operating system": [],
    "encryption at rest": [],
    "disaster recovery": [],
    "firewall": [],
    "logs": [],
    "responsible": [],
    "service": [],
    "server": [],
    "x": [],
    "sid": ["seller identity desk"],
}
"""What thirty services of somebody's own are called by, and what else. "sid" is what the stem of "side" looks like."""
PLAUSIBLE = ["payout-broker-db", "ledger-sync-worker", "kiosk-events-api", "promo-mailer"]


def added(number: int, names: tuple[str, ...], field: str, pattern: Service) -> Service:
    return replace(
        pattern,
        id=f"synthetic_{number}",
        name=f"Amazon Synthetic Thing {number}",
        means="Something of our own",
        **{"aliases": (), "weak_aliases": (), field: names},
        options={},
        examples=(),
        place=Place(f"knowledge/aws/services/synthetic_{number}.yaml", 2),
    )


def with_services(knowledge: Knowledge, field: str) -> Knowledge:
    """The shipped knowledge and services with hostile and with plausible names."""
    names = [(word, *others) for word, others in HOSTILE.items()] + [(name,) for name in PLAUSIBLE]
    pattern = knowledge.services["aws/sqs"]
    services = [added(number, mine, field, pattern) for number, mine in enumerate(names)]
    return replace(knowledge, services={**knowledge.services, **{one.key: one for one in services}})


@pytest.fixture(scope="module")
def spoilt(knowledge: Knowledge) -> Knowledge:
    return with_services(knowledge, "aliases")


@pytest.fixture(scope="module")
def weakly_spoilt(knowledge: Knowledge) -> Knowledge:
    return with_services(knowledge, "weak_aliases")


def questions(file: str) -> list[str]:
    return [row["ask"] for row in yaml.safe_load((QUESTIONS / file).read_text(encoding="utf-8"))]


def changed(asked: list[str], before: Knowledge, after: Knowledge) -> list[str]:
    """The questions that are answered otherwise; a list of services may name the new ones."""
    found = []
    for ask in asked:
        old, new = (answer(ask, Context(), knowledge) for knowledge in (before, after))
        lists = old.kind is Kind.LIST and new.kind is Kind.LIST
        if (old.question != new.question) if lists else (old != new):
            found.append(ask)
    return found


@pytest.mark.parametrize("file", FILES)
def test_hostile_names_change_no_answer(knowledge, spoilt, file: str) -> None:
    """A matcher without this defence lost a third of its right answers to one service called FOR."""
    assert changed(questions(file), knowledge, spoilt) == []


@pytest.mark.parametrize("file", FILES)
def test_weak_hostile_names_change_no_answer(knowledge, weakly_spoilt, file: str) -> None:
    """To call such an alias weak is not enough to be believed."""
    assert changed(questions(file), knowledge, weakly_spoilt) == []


def test_the_same_names_would_do_harm(knowledge, spoilt) -> None:
    """Accepted by mistake they turn up in most answers: the questions above would show it."""
    accepted = CommonNames(tuple(HOSTILE), "A mistake", Place("knowledge/aws/provider.yaml", 1))
    provider = replace(spoilt.provider, common_names=(*spoilt.provider.common_names, accepted))
    asked = questions("sixty.yaml")

    assert len(changed(asked, knowledge, replace(spoilt, provider=provider))) > len(asked) / 2


def test_hostile_names_change_no_example(knowledge, spoilt) -> None:
    """What each service's own file asks is answered from there as before."""
    examples = [e.ask for service in knowledge.services.values() for e in service.examples]
    step = len(examples) // SAMPLE

    assert changed(examples[::step][:SAMPLE], knowledge, spoilt) == []


@pytest.mark.parametrize("word", HOSTILE)
def test_the_linter_names_every_hostile_name(spoilt, word: str) -> None:
    """With the file, and with what to do."""
    file = f"synthetic_{list(HOSTILE).index(word)}.yaml"
    found = [str(p) for p in name_problems(spoilt) if file in p.file]

    assert any(f"'{word}'" in problem and "remove it" in problem for problem in found), found


def test_the_linter_leaves_the_other_names_alone(spoilt) -> None:
    """Whoever mends what is named is left with names that work."""
    names = {name for others in HOSTILE.values() for name in others} | set(PLAUSIBLE)

    assert [p.what for p in name_problems(spoilt) if any(f"'{n}'" in p.what for n in names)] == []


@pytest.mark.parametrize("name", PLAUSIBLE)
def test_a_plausible_name_is_understood(spoilt, name: str) -> None:
    """Only what is nobody's name is left out."""
    asked = answer(f"who backs up {name}?", Context(), spoilt).question

    assert [match.text for match in asked.services] == [name.replace("-", " ")]


def test_a_service_keeps_its_other_names(spoilt) -> None:
    """Called FOR and "fraud operations registry", it is found by the second."""
    asked = answer("who backs up the fraud operations registry?", Context(), spoilt).question

    assert [match.id for match in asked.services] == ["aws/synthetic_0"]


def test_the_index_has_every_shipped_alias(knowledge) -> None:
    """What stands in the shipped files can be asked by: nothing there is left out."""
    names = lexicon(knowledge).names
    aliases = [a for s in knowledge.services.values() for a in (*s.aliases, *s.weak_aliases)]

    assert [alias for alias in aliases if stems(alias) not in names] == []


# --- names that may be asked by, but only when they are written as names -------------------------

ORDINARY = ("LUNCH", "FILE", "LIFE", "BASE", "WIP", "PIL", "WED", "TEH", "WOH", "HTE")
"""Initials that are English words, share a stem with some ("wiped", "piling", "we'd"), or are the usual slips of small ones."""
SHARED = ("PPL", "SSD", "CPU")
"""Initials that five services have in common: nobody can be asked which of them is meant."""


@pytest.fixture(scope="module")
def crowded(knowledge: Knowledge) -> Knowledge:
    """The shipped knowledge beside a hundred times as many initials as anybody can tell apart, none of them linted."""
    pattern = knowledge.services["aws/sqs"]
    names = [*ORDINARY, *(name for name in SHARED for _ in range(5)), "RBX", "RBX", "QOF"]
    more = [added(1000 + number, (name,), "aliases", pattern) for number, name in enumerate(names)]
    return replace(knowledge, services={**knowledge.services, **{one.key: one for one in more}})


@pytest.mark.parametrize("file", FILES)
def test_initials_change_no_answer(knowledge, crowded, file: str) -> None:
    """28,900 services with such initials cost six questions in a hundred before."""
    assert changed(questions(file), knowledge, crowded) == []


@pytest.mark.parametrize(
    ("ask", "found"),
    [
        pytest.param("who backs up LUNCH?", 1, id="written-as-a-name"),
        pytest.param("who backs up lunch?", 0, id="a-word"),
        pytest.param("who backs up WIP?", 1, id="short"),
        pytest.param("who backs up wip?", 1, id="short-and-no-word"),
        pytest.param("who gets the disks wiped?", 0, id="another-form-of-a-word"),
        pytest.param("who backs up TEH database?", 0, id="slip-of-a-small-word"),
        pytest.param("who backs up QOF?", 1, id="nobody-else's"),
    ],
)
def test_initials_are_names_where_they_are_written_so(crowded, ask: str, found: int) -> None:
    """An undeclared everyday word needs capitals; what is no word needs nothing."""
    services = answer(ask, Context(), crowded).question.services

    assert len([m for m in services if "synthetic" in m.id]) == found


def test_two_services_of_one_name_are_asked_about(crowded) -> None:
    """As many as fit on buttons; five of one name are no name."""
    both = answer("who backs up RBX?", Context(), crowded)
    none = answer("who backs up PPL?", Context(), crowded)

    assert both.kind is Kind.CLARIFY
    assert len(both.question.rivals) == 2
    assert none.question.rivals == ()
    assert none.question.services == ()

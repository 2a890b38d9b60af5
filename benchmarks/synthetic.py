"""Knowledge made large and hostile: the shipped one, plus internal services with the names that teams give them.

No file is written: the services are the same frozen dataclasses that the loader makes. They use the `managed` model and
state nothing of their own; what matters here are their names.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from random import Random

from benchmarks.typos import slipped
from bot.model import Knowledge, Place, Service

_SUBJECTS = (
    "payout ledger invoice checkout basket parcel courier fraud loyalty pricing catalog voucher tariff claims meter "
    "roster payroll fleet depot harbor ticket seating booking itinerary lounge banner auction escrow custody remit "
    "kyc sanctions onboarding referral survey coupon wishlist refund shipment pallet dock manifest tracker geofence "
    "dispatch rating review moderation"
).split()
_DOERS = (
    "broker router scorer matcher planner ranker splitter merger sweeper poller notifier enricher validator resolver "
    "indexer crawler exporter importer reconciler scheduler aggregator dispatcher projector mirror bridge adapter "
    "renderer composer tagger sorter archiver replayer simulator estimator allocator verifier"
).split()
_KINDS = "db api svc queue cache worker cron ui etl lake stream edge hub portal job proxy bff sync feed core".split()

HOSTILE = (
    "FOR SEE SSL DOS THE WHO OUR CAN NOT ARE ALL ANY IT IS DO US WE USE RUN SET FIX KEY LOG ASK NEW END OLD OS DNS MFA "
    "TLS CVE PATCH RESTORE AUDIT OWNER TEAM CLOUD DATA"
).split()
"""Abbreviations that are also words of a question: function words, plain English, words of the areas."""

_PLACE = Place("synthetic", 0)


def enlarged(
    knowledge: Knowledge, services: int, said: frozenset[str] = frozenset(), seed: int = 1
) -> Knowledge:
    """`knowledge` with synthetic services added until it holds `services` of them.

    `said`: words that people wrote and that must keep their meaning: whoever typed "rsd" for RDS asks about RDS, and
    would not where a service called RSD exists.
    """
    missing, taken = services - len(knowledge.services), shipped_names(knowledge)
    names = zip(range(missing), _names(seed), _abbreviations(taken, said, seed), strict=False)
    made = (_service(n, name, alias or _initials(name), taken) for n, name, alias in names)
    more = {service.key: service for service in made}
    if len(more) != missing:
        raise ValueError(f"only {len(more)} of {missing} synthetic services have names")
    return replace(knowledge, services={**knowledge.services, **more})


def smaller(knowledge: Knowledge, keys: list[str], services: int) -> Knowledge:
    """`knowledge` cut down to `services` services: those named first, and what their options lean on."""
    kept: dict[str, Service] = {}
    for key in [*keys, *knowledge.services]:
        group = _with_what_it_leans_on(key, knowledge)
        if len(kept | group) <= services:
            kept |= group
    return replace(knowledge, services=kept)


def _with_what_it_leans_on(key: str, knowledge: Knowledge) -> dict[str, Service]:
    """The service, and those that describe its options."""
    group: dict[str, Service] = {}
    waiting = [key]
    while waiting:
        service = knowledge.services[waiting.pop()]
        if service.key not in group:
            group[service.key] = service
            others = (o.described_by for o in service.options.values() if o.described_by)
            waiting.extend(f"{service.provider}/{other}" for other in others)
    return group


def shipped_names(knowledge: Knowledge) -> set[str]:
    """Every name of a service or option, in lower case, with and without the maker's name before it."""
    names = set()
    for service in knowledge.services.values():
        names |= {service.name, *service.aliases, *service.weak_aliases}
        names |= {alias for option in service.options.values() for alias in option.aliases}
    lower = {name.casefold() for name in names}
    return lower | {name.removeprefix("aws ").removeprefix("amazon ") for name in lower}


def _names(seed: int) -> list[str]:
    """payout-broker-db and the like, each once, in an order of chance."""
    names = ["-".join(words) for words in product(_SUBJECTS, _DOERS, _KINDS)]
    Random(seed).shuffle(names)
    return names


def _abbreviations(taken: set[str], said: frozenset[str], seed: int) -> Iterator[str | None]:
    """The hostile ones, then names one edit from a real one, then None: the initials will do."""
    rng = Random(seed)
    yield from HOSTILE
    for name in sorted(taken):
        if name.isalpha() and 3 <= len(name) <= 10:
            near = slipped(name, rng)
            if near not in said:
                yield near.upper()
    while True:
        yield None


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split("-")).upper()


def _service(number: int, name: str, alias: str, taken: set[str]) -> Service:
    """A name that a shipped service has already is never given again: `whosejob check` refuses that."""
    return Service(
        id=f"synthetic_{number}",
        provider="aws",
        name=name,
        means="A system of our own.",
        model="managed",
        aliases=() if alias.casefold() in taken else (alias,),
        weak_aliases=(),
        plain_name=False,
        for_others=False,
        duties={},
        options={},
        lifecycle=None,
        examples=(),
        place=_PLACE,
    )

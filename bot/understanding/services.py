"""The names found in a message → the services and options it is about."""

from dataclasses import replace

from bot.model import Knowledge, Match, Service
from bot.understanding.english import AUXILIARIES, GENERIC_NOUNS, PREPOSITIONS, PROVIDER_WORDS, stem
from bot.understanding.lexicon import lexicon
from bot.understanding.matching import slip
from bot.understanding.naming import NameSpot, Role, stems
from bot.understanding.parts import AND
from bot.understanding.scenery import EITHER, asked_about, in_one_list, stand_apart
from bot.understanding.spotting import Spotted

_WEAK_SCORE = 80.0
_NEAR = 3
"""Words from one item of a list to the next: "Glue and Athena", "Control Tower guardrails, Config rules"; and inside one noun."""


def services_in(
    spotted: Spotted,
    knowledge: Knowledge,
    focus: frozenset[int] | None = None,
    *,
    comparing: bool = False,
) -> tuple[tuple[Match, ...], tuple[Match, ...], frozenset[int]]:
    """(the services named, those that the words fit equally well, places of the words used for it). With the sentences that
    ask in `focus`, without the services that are only where something runs.
    """
    index = lexicon(knowledge)
    spots = [n for n in spotted.names if n.named]
    spots = [n for n in spots if not _is_anothers(n, spotted, index.makers)]
    spelt = [n for n in spots if not _is_guessed(n, spotted)]
    spots = spelt if _own_names(spelt) else spots
    strong = _strong(spots, index.tools)
    kept = _listed(spots, strong, spotted, machines=focus is None) if strong else spots
    apart = stand_apart([n for n in kept if n.of(Role.SERVICE)], spotted)
    ways = {n: _way_of(n, spotted) for n in kept}
    kept = [n for n in kept if not ways[n]] or kept
    without = [n for n in kept if not _names_an_option(n, kept, spotted, apart)] or kept
    either = [n for n in kept if n.start and spotted.tokens[n.start - 1].text in EITHER]
    pairs = (comparing or bool(either)) and not _is_one_service(without, spotted)
    kept = kept if pairs else without
    found: dict[str, Match] = {}
    rivals: list[Match] = []
    used = {i for name in kept for i in name.positions}
    asked = kept if focus is None else asked_about(kept, spotted, focus, index)
    for name in asked:
        matches = _match(name, spotted)
        if len({m.id for m in matches}) > 1 and not any(m.id in found for m in matches):
            rivals.extend(m for m in matches if m.id not in found)
            continue
        for match in matches:
            if match.id not in found or (found[match.id].weak and not match.weak):
                found[match.id] = match  # "Kafka, MSK I mean" is named by "MSK"
    used |= {i for name in spots for i in name.positions if _also_named(name, found)}
    beside = [n for n in (*without, *either) if _also_named(n, found)]
    places = [({m.id for m in n.named}, n.positions) for n in beside]
    places += [({key}, n.positions) for n, key in ways.items() if key in found]
    return _with_options(found, rivals, spotted, knowledge, used, places)


def _way_of(name: NameSpot, spotted: Spotted) -> str | None:
    """The service right before, of which it names a way to run it: "ECS on Fargate" is one service, beside EKS too."""
    for before in spotted.names:
        between = spotted.tokens[before.end : name.start]
        if (
            before.end > name.start
            or any(t.text not in _TOUCHING for t in between)
            or spotted.tokens[name.start].word.joined_by
        ):
            continue
        mine = {m.id for m in before.of(Role.SERVICE) if not m.weak} & _runs_by(name, spotted)
        if mine and not mine & name.services:
            return min(mine)
    return None


def _runs_by(name: NameSpot, spotted: Spotted) -> set[str]:
    """The services that have a way to run them of that name."""
    return {
        m.id
        for words in spotted.option_words
        if words.start <= name.start and name.end <= words.end
        for m in words.meanings
    }


_TOUCHING = frozenset({"on", "with"})


def _is_anothers(name: NameSpot, spotted: Spotted, makers: frozenset[str]) -> bool:
    """Whether it is a word for what another's product has: "Azure SQL managed instances" are no EC2, "Kubernetes on AKS" is no EKS,
    and "Akamai WAF" is Akamai's.
    """
    foreign = [n for n in spotted.names if n.of(Role.ELSEWHERE) and not n.of(Role.SERVICE)]
    of_makers = [n for n in foreign if any(m.id in makers for m in n.of(Role.ELSEWHERE))]
    if any(n.end == name.start and _are_one_noun(n, name, spotted) for n in of_makers):
        return True
    is_near = any(_are_one_noun(n, name, spotted) for n in foreign) or any(
        _runs_there(name, n, spotted) for n in of_makers
    )
    return is_near and all(m.weak for m in name.named)


def _runs_there(name: NameSpot, maker: NameSpot, spotted: Spotted) -> bool:
    """ "Kubernetes on Azure", "the queues in our GCP"."""
    between = spotted.tokens[name.end : maker.start]
    return 0 < len(between) <= _NEAR and between[0].text in PREPOSITIONS - {"to", "from"}


def _are_one_noun(first: NameSpot, second: NameSpot, spotted: Spotted) -> bool:
    """Whether nothing that parts a noun stands between, and no more than a few words."""
    between = spotted.tokens[first.end : second.start]
    is_near = 0 <= second.start - first.end <= _NEAR
    tokens = (*between, spotted.tokens[second.start])
    parted = any(t.word.joined_by or t.text in _PARTS_A_NOUN for t in tokens)
    same = spotted.tokens[first.start].word.sentence == tokens[-1].word.sentence
    return is_near and same and not parted


_PARTS_A_NOUN = PREPOSITIONS | AUXILIARIES | AND


_MACHINE = frozenset(map(stem, ("vm", "virtual", "machine", "linux", "windows")))
_KINDS = tuple(
    frozenset(map(stem, words.split()))
    for words in ("serverless functions", "subnets", "virtual desktops")
)


def is_a_kind(services: tuple[Match, ...], spotted: Spotted) -> bool:
    """Whether "VMs", or "serverless functions", is all that stands for the service: who patches them is asked in general, whatever makes them."""
    ids = {match.id for match in services}
    names = (n for n in spotted.names if any(m.id in ids for m in n.named))
    said = [_said(name, spotted) for name in names]
    return bool(services) and all(words <= _MACHINE or words in _KINDS for words in said)


def _listed(
    spots: list[NameSpot], strong: list[NameSpot], spotted: Spotted, *, machines: bool
) -> list[NameSpot]:
    """The strong names, and the weak ones that stand in a list with one; in a move, `machines` too: "Redis on VMs to
    ElastiCache".
    """
    return [
        s
        for s in spots
        if s in strong
        or any(_in_list(s, o, spotted) for o in strong if not _runs_on(s, strong, spotted))
        or (machines and _said(s, spotted) <= _MACHINE)
    ]


def _runs_on(name: NameSpot, strong: list[NameSpot], spotted: Spotted) -> bool:
    """Whether it is what runs on another: "RDS vs a Postgres of our own on EC2"."""
    after = [t.text for t in spotted.tokens[name.end : name.end + 1]]
    near = range(name.end + 1, name.end + 1 + _NEAR)
    return after == ["on"] and any(o.start in near for o in strong)


_GUESS = 4
"""Letters of a short word that an unusual slip makes a name of: beside a name that is spelt out, "SSRS" is no SSM, but "rsd" is RDS."""


def _is_guessed(name: NameSpot, spotted: Spotted) -> bool:
    run = [(t.word.text, t.text) for t in spotted.tokens[name.start : name.end]]
    repaired = [(wrote, read) for wrote, read in run if wrote != read]
    return any(len(wrote) <= _GUESS and slip(wrote, read) >= 1 for wrote, read in repaired)


def _own_names(spots: list[NameSpot]) -> list[NameSpot]:
    return [n for n in spots if any(not m.weak for m in n.named)]


def _strong(spots: list[NameSpot], tools: frozenset[str]) -> list[NameSpot]:
    """The names that can mean nothing else; where those are of tools alone (IAM, KMS, ...), with the other services' own names: "so Glue
    can reach our VPC". Without any, those that are no English words for what a service holds: "Kafka topics".
    """
    strong = _own_names(spots)
    if strong and all(m.id in tools for n in strong for m in n.named):
        return [n for n in spots if n in strong or not _is_resource(n)]
    return strong or [n for n in spots if not _is_resource(n)]


def _said(name: NameSpot, spotted: Spotted) -> set[str]:
    return {token.stem for token in spotted.tokens[name.start : name.end]}


def _in_list(one: NameSpot, other: NameSpot, spotted: Spotted) -> bool:
    first, second = sorted((one, other), key=lambda name: name.start)
    if _is_resource(one) and any(not t.is_function for t in spotted.tokens[one.end : one.end + 1]):
        return False  # "topic ACLs" beside Kafka are no SNS
    gap = second.start - first.end
    is_parted = 0 < gap <= _NEAR or (not gap and bool(spotted.tokens[second.start].word.joined_by))
    return is_parted and in_one_list(first, second, spotted)


def _is_resource(name: NameSpot) -> bool:
    """Whether it is an English word for what a service holds ("topic"), not what the service is called ("Glue")."""
    meant = name.of(Role.SERVICE)
    return bool(meant) and all(m.plain and m.id.rpartition("/")[2] != name.text for m in meant)


def _is_one_service(kept: list[NameSpot], spotted: Spotted) -> bool:
    """Whether what is compared are ways to run one service: "Fargate vs EC2 for ECS"."""
    ids = {m.id for n in kept for m in n.named}
    words = (*spotted.option_words, *spotted.names)
    options = {m.option for n in words for m in n.meanings if m.id in ids and m.option}
    return len(ids) == 1 and len(options) > 1


def _names_an_option(
    name: NameSpot, kept: list[NameSpot], spotted: Spotted, lists: list[list[NameSpot]]
) -> bool:
    """ "Fargate" beside "EKS" is a way to run EKS, not a second service; but not in one of the `lists` with it."""
    options = _runs_by(name, spotted) - {m.id for m in name.of(Role.SERVICE)}
    if not options:
        return False
    mine = next((some for some in lists if name in some), [])
    apart = {m.id for n in mine if n is not name for m in n.of(Role.SERVICE)}
    others = {m.id for n in kept if n is not name for m in n.named}
    return bool(options & others - apart)


def _match(name: NameSpot, spotted: Spotted) -> list[Match]:
    repaired = any(t.text != t.word.text for t in spotted.tokens[name.start : name.end])
    score = 90.0 if repaired else 100.0
    meanings = name.named
    strong = [m for m in meanings if not m.weak] or list(meanings)
    return [Match(m.id, name.text, _WEAK_SCORE if m.weak else score, None, m.weak) for m in strong]


def _with_options(
    found: dict[str, Match],
    rivals: list[Match],
    spotted: Spotted,
    knowledge: Knowledge,
    used: set[int],
    places: list[tuple[set[str], frozenset[int]]],
) -> tuple[tuple[Match, ...], tuple[Match, ...], frozenset[int]]:
    inside = {at for n in (*spotted.names, *spotted.option_words) for at in n.positions}
    said = {  # the "AWS" of "AWS managed key" tells the way, that of "does AWS patch" does not
        token.stem
        for at, token in enumerate(spotted.tokens)
        if at in inside or token.text not in PROVIDER_WORDS
    }
    services = []
    for key, match in found.items():
        others = frozenset(i for ids, where in places if key not in ids for i in where)
        options, positions = _options(knowledge.services[key], spotted, said, others)
        used |= positions
        if len(options) > 1:
            rivals.extend(replace(match, option=option) for option in options)
        services.append(replace(match, option=options[0] if len(options) == 1 else None))
    return tuple(services), tuple(rivals), frozenset(used)


def _also_named(name: NameSpot, found: dict[str, Match]) -> bool:
    return any(m.id in found for m in name.named)


def _options(
    service: Service, spotted: Spotted, said: set[str], others: frozenset[int]
) -> tuple[list[str], frozenset[int]]:
    """The option of `service` that the words name; several when they fit equally well. `others`: where other services stand.

    The best is the one whose own names use the most words of the message: beside "custom SQL Server" a "CEV" decides.
    """
    named: dict[str, set[int]] = {}
    for name in (*spotted.names, *spotted.option_words):
        for meaning in name.meanings:
            is_mine = meaning.id == service.key and not name.positions <= others
            if is_mine and meaning.option:
                named.setdefault(meaning.option, set()).update(name.positions)
    if not named:
        return [], frozenset()
    fits = {o: (_overlap(service, o, said), len(places)) for o, places in named.items()}
    best = max(fits.values())
    used = frozenset(place for places in named.values() for place in places)
    return [option for option, fit in fits.items() if fit == best], used


_GENERIC_STEMS = frozenset(stem(word) for word in GENERIC_NOUNS)


def _overlap(service: Service, option_id: str, said: set[str]) -> int:
    """How many different words of the option's own names the message uses."""
    option = service.options[option_id]
    names = {root for text in (option.name, *option.aliases, *option.words) for root in stems(text)}
    everywhere = {root for text in (service.name, service.id) for root in stems(text)} - {
        "amazon",
        "aw",
    }
    return len(names & said - everywhere - _GENERIC_STEMS)


def option_of(service: Service, spotted: Spotted) -> str | None:
    """The option of `service` that the words mean, though the service is not named; None without a single best."""
    options, _ = _options(service, spotted, {t.stem for t in spotted.tokens}, frozenset())
    return options[0] if len(options) == 1 else None

"""Questions to offer back. A click on one asks exactly it; its words are for people, and for programs that ask on."""

from collections.abc import Iterable
from dataclasses import replace

from bot.model import Intent, Knowledge, Match, Owner, Question, Service, Suggestion, Topic

MOST = 4
"""More choices are a menu, not a question."""
_LABEL_LIMIT = 75
"""Characters of a button (Block Kit)."""


def suggestion(
    knowledge: Knowledge, service: Service | None, option_id: str | None, area: str | None
) -> Suggestion:
    """A ready question about a service, an area, or both."""
    where = spoken_name(service, option_id) if service else ""
    what = area_name(knowledge, area) if area else ""
    if what and where:
        text = f"who is responsible for {what} on {where}?"
    elif where:
        text = f"what do we have to do for {where}?"
    else:
        text = f"who is responsible for {what}?"
    label = f"{where}: {what}" if what and where else where or what
    services = ((service.key, option_id),) if service else ()
    return _offer(label, text, Topic(services, (area,) if area else ()))


def spoken_name(service: Service, option_id: str | None) -> str:
    """How people call it: "RDS Custom for Oracle", "EKS auto mode"; the usual way to run it by the service's name alone."""
    short = service.name.removeprefix("Amazon ").removeprefix("AWS ")
    if not option_id:
        return short
    option = service.options[option_id]
    if option.aliases or not option.words:
        return option.name if not option.aliases else _named_by(option.name, option.aliases)
    return short if option.default else f"{short} {option.words[0]}"


def _named_by(name: str, aliases: Iterable[str]) -> str:
    """The option's full name when it is itself an alias, else its first alias."""
    return (
        name if name.casefold() in {alias.casefold() for alias in aliases} else next(iter(aliases))
    )


def area_name(knowledge: Knowledge, id_: str) -> str:
    """The name of an area or bundle, as it reads inside a question."""
    holder = knowledge.bundles.get(id_) or knowledge.areas[id_]
    return (
        holder.name[0].lower() + holder.name[1:] if not holder.name[:2].isupper() else holder.name
    )


def for_rivals(knowledge: Knowledge, question: Question) -> tuple[Suggestion, ...]:
    """One question for each thing the words could mean."""
    area = question.areas[0].id if question.areas else None
    made = [
        suggestion(knowledge, knowledge.services[match.id], match.option, area)
        for match in question.rivals
        if match.id in knowledge.services
    ]
    return tuple(dict.fromkeys(made))[:MOST]


def for_guess(knowledge: Knowledge, question: Question) -> tuple[Suggestion, ...]:
    """What was understood, as clean questions: first all of it, then its parts and other areas."""
    services: tuple[Match | None, ...] = question.services[:2] or (None,)
    hinted = tuple(Match(area, "", 0.0) for area in question.guesses)
    seen = {match.id for match in question.areas}
    others = tuple(match for match in hinted if match.id not in seen)
    areas: tuple[Match | None, ...] = (*(question.areas[:2] or (None,)), *others)
    parts = [
        suggestion(
            knowledge,
            knowledge.services[match.id] if match else None,
            match.option if match else None,
            area.id if area else None,
        )
        for match in services
        for area in areas
        if match or area
    ]
    likeliest = (*_whole(knowledge, question), *parts[:1])
    made = (*likeliest, *_with_all_parts(knowledge, question), *parts[1:])
    return tuple(dict.fromkeys(made))[:MOST]


_MOST_OTHERS = 2
"""Beside an answer, where the other ways to run the service have their buttons too."""


def other_readings(knowledge: Knowledge, question: Question) -> tuple[Suggestion, ...]:
    """What else the asker may have meant by what is answered all the same."""
    read = topic_of(question)
    made = for_guess(knowledge, replace(question, intent=Intent.WHO, concepts=()))
    return tuple(s for s in made if s.exactly != read)[:_MOST_OTHERS]


def _with_all_parts(knowledge: Knowledge, question: Question) -> Iterable[Suggestion]:
    """The reading with what its other parts only hint at: "who looks after the masters, and who rebuilds our images?"."""
    if question.areas and question.beside:
        beside = tuple(Match(area, "", 0.0) for area in question.beside)
        both = replace(question, intent=Intent.WHO, areas=(*question.areas, *beside)[:MOST])
        yield from _whole(knowledge, both)


def _whole(knowledge: Knowledge, question: Question) -> Iterable[Suggestion]:
    """The reading as it stands, where that is more than one task of one service."""
    names = [spoken_name(knowledge.services[m.id], m.option) for m in question.services[:MOST]]
    tasks = " and ".join(area_name(knowledge, m.id) for m in question.areas[:MOST])
    if question.concepts and not names:
        term = knowledge.concepts[question.concepts[0].id].name
        yield _offer(term, f"explain {term}")
    elif question.intent is Intent.LIST and tasks and not names:
        yield _list(knowledge, question.side, tasks)
    elif question.intent in (Intent.COMPARE, Intent.MOVE) and len(names) == _PAIR:
        yield _side_by_side(question.intent, names, tasks)
    elif tasks and (len(names) > 1 or len(question.areas) > 1):
        where = " and ".join(names)
        label, place = (f"{where}: {tasks}", f" on {where}") if where else (tasks, "")
        yield _offer(label, f"who is responsible for {tasks}{place}?", topic_of(question))


def _list(knowledge: Knowledge, side: Owner | None, tasks: str) -> Suggestion:
    if side is Owner.PROVIDER:
        name = knowledge.provider.name
        return _offer(f"where {name} does {tasks}", f"where does {name} do {tasks}?")
    return _offer(f"services: {tasks}", f"which services leave {tasks} to us?")


_PAIR = 2


def _side_by_side(intent: Intent, names: list[str], tasks: str) -> Suggestion:
    one, other = names
    if intent is Intent.MOVE:
        text = f"we move from {one} to {other}, what changes for us?"
        return _offer(f"from {one} to {other}", text)
    if tasks:
        return _offer(f"{one} or {other}: {tasks}", f"compare {tasks} on {one} and {other}")
    return _offer(f"{one} or {other}", f"compare {one} and {other}")


def _offer(label: str, text: str, exactly: Topic | None = None) -> Suggestion:
    return Suggestion(label[:_LABEL_LIMIT], text, exactly)


def topic_of(question: Question) -> Topic:
    """What a question is about, for whoever asks on."""
    return Topic(
        tuple((match.id, match.option) for match in question.services),
        tuple(match.id for match in question.areas),
    )

"""Questions to offer back. Each is one that the bot itself understands (whosejob check asks them)."""

from collections.abc import Iterable

from bot.model import Knowledge, Match, Question, Service, Suggestion

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
    return Suggestion(label[:_LABEL_LIMIT], text)


def spoken_name(service: Service, option_id: str | None) -> str:
    """How people call it: "RDS Custom for Oracle", "EKS auto mode"."""
    short = service.name.removeprefix("Amazon ").removeprefix("AWS ")
    if not option_id:
        return short
    option = service.options[option_id]
    if option.aliases or not option.words:
        return option.name if not option.aliases else _named_by(option.name, option.aliases)
    return f"{short} {option.words[0]}"


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
    """What was understood, as clean questions."""
    services: tuple[Match | None, ...] = question.services[:2] or (None,)
    hinted = tuple(Match(area, "", 0.0) for area in question.guesses)
    seen = {match.id for match in question.areas}
    others = tuple(match for match in hinted if match.id not in seen)
    areas: tuple[Match | None, ...] = (*question.areas[:2], *others) or (None,)
    made = [
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
    return tuple(dict.fromkeys(made))[:MOST]

"""One claim at a time: (service, option, area) → Breakdown. And how several owners make one."""

from collections.abc import Iterable, Sequence

from bot.answering.lookup import flips
from bot.model import Breakdown, Duty, Knowledge, Owner, Service
from bot.model.lookup import default_option, duty, exists


def breakdown(
    knowledge: Knowledge, service: Service, option_id: str | None, area: str
) -> Breakdown:
    """Who does what in `area` of this service, and which options differ."""
    option = service.options[option_id] if option_id else None
    return Breakdown(
        provider=service.provider,
        service=service.key,
        service_name=service.name,
        option=option_id,
        option_name=option.name if option else None,
        area=area,
        area_name=knowledge.areas[area].name,
        label=knowledge.areas[area].label,
        noun=knowledge.areas[area].noun,
        duty=duty(knowledge, service, option_id, area),
        flips=flips(knowledge, service, option_id, area),
        lifecycle=(option.lifecycle if option else None) or service.lifecycle,
    )


def general(knowledge: Knowledge, id_: str) -> Breakdown:
    """The model's own statement on an area or bundle, for questions that name no service."""
    holder = knowledge.bundles.get(id_)
    name = holder.name if holder else knowledge.areas[id_].name
    entry: Duty = holder.general if holder else knowledge.areas[id_].general
    return Breakdown(
        provider=knowledge.provider.id,
        service=None,
        service_name=None,
        option=None,
        option_name=None,
        area=id_,
        area_name=name,
        label=name if holder else knowledge.areas[id_].label,
        noun=name if holder else knowledge.areas[id_].noun,
        duty=entry,
    )


def layers(
    knowledge: Knowledge, service: Service, option_id: str | None, id_: str
) -> tuple[Breakdown, ...]:
    """The breakdowns an area or bundle stands for in this service: of a bundle, those that exist there.

    What we mean first comes first: of "patch", the operating system before the host.
    """
    bundle = knowledge.bundles.get(id_)
    if not bundle:
        return (breakdown(knowledge, service, option_id, id_),)
    found = [breakdown(knowledge, service, option_id, area) for area in bundle.areas]
    there = [b for b in found if exists(b.duty)] or found[:1]  # none: say that it does not apply
    first = [b for b in there if b.area in bundle.headline_areas]
    return tuple(first + [b for b in there if b not in first])


def leading(knowledge: Knowledge, id_: str, found: Sequence[Breakdown]) -> tuple[Breakdown, ...]:
    """The breakdowns whose owners make the headline's: of a bundle, the areas people mean first."""
    bundle = knowledge.bundles.get(id_)
    meant = [b for b in found if bundle and b.area in bundle.headline_areas]
    return tuple(meant or found)


def together(owners: Iterable[Owner]) -> Owner:
    """One owner of several: the same side everywhere, or shared. What does not exist has no say."""
    sides = {owner for owner in owners if owner is not Owner.NONE}
    if not sides:
        return Owner.NONE
    return sides.pop() if len(sides) == 1 else Owner.SHARED


def chosen_option(service: Service, option_id: str | None) -> str | None:
    """None for the default option: it is what people mean when they name none."""
    default = default_option(service)
    return None if default and default.id == option_id else option_id

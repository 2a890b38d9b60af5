"""What differs between the ways to run one service."""

from bot.model import Duty, Flip, Knowledge, Service
from bot.model.lookup import default_option, duty


def flips(
    knowledge: Knowledge, service: Service, option_id: str | None, area: str
) -> tuple[Flip, ...]:
    """The other options whose answer for `area` differs from the one given, in file order."""
    given = duty(knowledge, service, option_id, area)
    chosen = option_id or getattr(default_option(service), "id", None)
    return tuple(
        Flip(option.id, option.name, other.owner)
        for option in service.options.values()
        if option.id != chosen
        and work(other := duty(knowledge, service, option.id, area)) != work(given)
    )


def work(entry: Duty) -> tuple[object, ...]:
    """What is done and by whom, without where it was written: two entries with equal work say the same."""
    return (entry.provider, entry.customer, entry.choices, entry.third_party, entry.absent_because)

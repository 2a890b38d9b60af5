"""Which entry answers: option → service → model. A narrower entry replaces the wider one whole."""

from bot.model.facts import Duty, Knowledge, Option, Service


def default_option(service: Service) -> Option | None:
    """The way most people run it; None when the service has no options."""
    return next((option for option in service.options.values() if option.default), None)


def duty(knowledge: Knowledge, service: Service, option_id: str | None, area: str) -> Duty:
    """Who does what in `area`. Without an option, the default one answers."""
    option = service.options[option_id] if option_id else default_option(service)
    if option:
        if area in option.duties:
            return option.duties[area]
        if option.described_by:
            other = knowledge.services[f"{service.provider}/{option.described_by}"]
            return duty(knowledge, other, None, area)
    if area in service.duties:
        return service.duties[area]
    return knowledge.models[service.model].duties[area]


def exists(entry: Duty) -> bool:
    """Whether the area is there at all."""
    return entry.absent_because is None

"""The pages of the Home tab as data. A page travels in the buttons that lead to it, so nobody has to remember it."""

import json
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Knowledge, Service, Topic
from bot.rendering.carried import Carried, as_data, dumped, from_data
from bot.rendering.offers import Offer
from bot.rendering.pieces import VALUE_LIMIT


class PageName(StrEnum):
    """The kinds of pages, from the front one inwards."""

    START = "start"
    SERVICES = "services"
    """Those of the provider that start with one letter."""
    SERVICE = "service"
    """Its areas, each with its owner."""
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Page:
    """One page."""

    name: PageName = PageName.START
    letter: str = ""
    """Of the services page."""
    asks: Carried | None = None
    """Of a service page, the service and the way to run it; of an answer, the question."""


def pack_page(page: Page) -> str:
    """The value of a button that leads there."""
    asks = as_data(page.asks) if page.asks else {}
    packed = dumped({"n": page.name.value, "l": page.letter, **asks})
    return packed if len(packed) <= VALUE_LIMIT else dumped({"n": PageName.START.value})


def unpack_page(value: object) -> Page | None:
    """What pack_page() was given; None for anything that it cannot have written."""
    if not isinstance(value, str) or len(value) > VALUE_LIMIT:
        return None
    try:
        data = json.loads(value)
        name, letter = PageName(data["n"]), data.get("l", "")
        asks = from_data(data) if "q" in data else None
    except (ValueError, TypeError, KeyError, RecursionError, AttributeError):
        return None
    needs = name in (PageName.SERVICE, PageName.ANSWER)
    if not isinstance(letter, str) or len(letter) > 1 or (needs and asks is None):
        return None
    return Page(name, letter, asks)


def of_offer(offer: Offer) -> Page:
    """Where an offered question leads: all of a service is the service's page, anything else an answer."""
    exactly = offer.asks.exactly
    whole = exactly is not None and not exactly.areas
    return Page(PageName.SERVICE if whole else PageName.ANSWER, asks=offer.asks)


def of_service(service: Service, option: str | None = None) -> Page:
    """The page of a service."""
    asks = Carried(f"who does what on {service.name}?", exactly=Topic(((service.key, option),)))
    return Page(PageName.SERVICE, asks=asks)


def of_choice(value: str, knowledge: Knowledge) -> Page | None:
    """The page behind a menu's value (`aws/rds` or `aws/rds#rds-custom-oracle`); None when there is no such thing."""
    key, _, option = value.partition("#")
    service = knowledge.services.get(key)
    if service is None or (option and option not in service.options):
        return None
    return of_service(service, option or None)


def choice(service: Service, option: str | None = None) -> str:
    """The value of a menu's entry: at most 150 characters, so ids alone."""
    return f"{service.key}#{option}" if option else service.key


def letter_of(service: Service) -> str:
    """Under which letter people look for it: without Amazon or AWS."""
    return short_name(service)[:1].upper()


def short_name(service: Service) -> str:
    """The name as people say it."""
    return service.name.removeprefix("Amazon ").removeprefix("AWS ")

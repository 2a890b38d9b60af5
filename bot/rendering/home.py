"""The Home tab: search, examples, and the knowledge to browse: provider → services → areas → one answer."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from bot.model import Answer, Breakdown, Duty, Knowledge, Service, Topic
from bot.model.lookup import default_option
from bot.rendering import refusals
from bot.rendering.action_ids import ActionId
from bot.rendering.blocks import answer_blocks
from bot.rendering.carried import Carried, pack
from bot.rendering.controls import HOW_TO_ASK, WHY
from bot.rendering.offers import Offer
from bot.rendering.pages import (
    Page,
    PageName,
    choice,
    letter_of,
    of_offer,
    of_service,
    pack_page,
    short_name,
)
from bot.rendering.pieces import (
    Block,
    actions,
    button,
    header,
    option,
    plain,
    rich,
    section,
    text,
)
from bot.rendering.words import compose, owner_word

_ROW = 25
"""Buttons in one block."""
_START = Page()


def start(knowledge: Knowledge) -> dict[str, Any]:
    """The front page."""
    provider = knowledge.provider.name
    letters = _letters(knowledge)
    everything = Page(PageName.SERVICES, letters[0] if letters else "")
    count = len(knowledge.services)
    return _view(
        _START,
        [
            header("Whose Job?"),
            section(
                f"I say whose job something is: which part {provider} does, which part is ours, and where that is"
                " written."
            ),
            *actions([_search()]),
            header("Try a question"),
            *actions([_go(e, Page(PageName.ANSWER, asks=Carried(e))) for e in refusals.EXAMPLES]),
            header("Browse"),
            *actions([_go(f"{provider}: {count} services", everything)]),
            section(
                "Ask me anywhere with /whosejob and a question, mention me in a channel, or write to me in Messages."
            ),
            *actions([_go(HOW_TO_ASK, Page(PageName.ANSWER, asks=Carried("help")))]),
            rich(text(_counts(knowledge), italic=True)),
        ],
    )


def _search() -> Block:
    return {
        "type": "external_select",
        "action_id": ActionId.FIND,
        "placeholder": plain("Search a service", 150),
        "min_query_length": 0,
    }


def _counts(knowledge: Knowledge) -> str:
    options = sum(len(service.options) for service in knowledge.services.values())
    return (
        f"{len(knowledge.services)} services, {options} ways to run them, {len(knowledge.areas)} areas;"
        f" newest review {newest_review(knowledge)}."
    )


def newest_review(knowledge: Knowledge) -> date:
    """The last day on which somebody held an entry against its page."""
    return max(source.reviewed for duty in _duties(knowledge) for source in duty.sources)


def _duties(knowledge: Knowledge) -> Iterable[Duty]:
    for area in knowledge.areas.values():
        yield area.general
    for service in knowledge.services.values():
        yield from service.duties.values()
        for way in service.options.values():
            yield from way.duties.values()


# --- services ------------------------------------------------------------------------------------


def services(knowledge: Knowledge, page: Page) -> dict[str, Any]:
    """The services that start with the page's letter, and the way to the other letters."""
    letters = _letters(knowledge)
    letter = page.letter if page.letter in letters else letters[0]
    mine = sorted(
        (s for s in knowledge.services.values() if letter_of(s) == letter), key=short_name
    )
    turns = [
        _go(
            f"· {other} ·" if other == letter else other,
            Page(PageName.SERVICES, other),
            says=f"Services with {other}",
        )
        for other in letters
    ]
    return _view(
        page,
        [
            *actions([_back("Start", _START), _search()]),
            header(f"{knowledge.provider.name} services: {letter}"),
            *(row for i in range(0, len(turns), _ROW) for row in actions(turns[i : i + _ROW])),
            *(_service_row(service) for service in mine),
        ],
    )


def _letters(knowledge: Knowledge) -> list[str]:
    return sorted({letter_of(service) for service in knowledge.services.values()})


def _service_row(service: Service) -> Block:
    opens = _go("Open", of_service(service), says=f"Open {service.name}")
    return {**section(f"{service.name}\n{service.means}"), "accessory": opens}


# --- one service ---------------------------------------------------------------------------------


def service(page: Page, answer: Answer) -> dict[str, Any]:
    """The areas of the service in `answer` (its overview), each with its owner; and the ways to run it."""
    found = answer.services[0]
    letter = letter_of(found)
    chosen = answer.question.services[0].option
    return _view(
        page,
        [
            *actions(
                [
                    _back("Start", _START),
                    _back(f"Services: {letter}", Page(PageName.SERVICES, letter)),
                ]
            ),
            header(found.name),
            section(found.means),
            *actions(_ways(found, chosen)),
            *(_area_row(answer, claim) for claim in answer.breakdowns),
        ],
    )


def _ways(service: Service, chosen: str | None) -> list[Block]:
    """A menu of the ways to run it; none when there is only one."""
    if not service.options:
        return []
    default = default_option(service)
    entries = {o.id: option(o.name, choice(service, o.id)) for o in service.options.values()}
    current = entries.get(chosen or (default.id if default else ""))
    menu: Block = {
        "type": "static_select",
        "action_id": ActionId.OPTION,
        "placeholder": plain("Ways to run it", 150),
        "options": list(entries.values()),
    }
    return [{**menu, "initial_option": current} if current else menu]


def _area_row(answer: Answer, claim: Breakdown) -> Block:
    match = answer.question.services[0]
    asks = Carried(
        f"who is responsible for {claim.area_name} on {claim.option_name or claim.service_name}?",
        exactly=Topic(((match.id, match.option),), (claim.area,)),
    )
    opens = _go("Details", Page(PageName.ANSWER, asks=asks), says=f"Details: {claim.label}")
    owner = owner_word(answer, claim.owner, claim)
    return {**section(f"{claim.label} — {owner}"), "accessory": opens}


# --- one answer ----------------------------------------------------------------------------------


def answered(page: Page, answer: Answer, offers: Sequence[Offer]) -> dict[str, Any]:
    """An answer as it reads everywhere, the way back, and what to ask next."""
    back = [_back("Start", _START)]
    if len(answer.services) == 1:
        option_id = answer.question.services[0].option
        found = answer.services[0]
        back.append(_back(short_name(found), of_service(found, option_id)))
    asks = [_go(offer.label, of_offer(offer)) for offer in offers]
    why = [button(ActionId.WHY, WHY, pack(page.asks))] if page.asks else []
    return _view(page, [*actions(back), *answer_blocks(compose(answer)), *actions([*asks, *why])])


# --- pieces --------------------------------------------------------------------------------------


def _go(label: str, page: Page, says: str | None = None) -> Block:
    return button(ActionId.GO, label, pack_page(page), says=says)


def _back(label: str, page: Page) -> Block:
    return _go(f"← {label}", page, says=f"Back to {label}")


def _view(page: Page, blocks: list[Block]) -> dict[str, Any]:
    """The Home view; it remembers which page it is, so that opening the tab again shows it."""
    for number, element in enumerate(_turning(blocks)):
        element["action_id"] = f"{ActionId.GO}_{number}"
    return {"type": "home", "blocks": blocks, "private_metadata": pack_page(page)}


def _turning(blocks: list[Block]) -> Iterable[Block]:
    for block in blocks:
        inside = block["elements"] if block["type"] == "actions" else []
        for element in (*inside, block.get("accessory", {})):
            if element.get("action_id") == ActionId.GO:
                yield element

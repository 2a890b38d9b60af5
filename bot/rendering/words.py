"""Every sentence the bot says. An Answer goes in, a Reply (text without any markup) comes out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model import (
    Answer,
    Breakdown,
    Everywhere,
    Kind,
    Move,
    Owner,
    Source,
    Suggestion,
)
from bot.rendering import headlines, refusals
from bot.rendering.headlines import continued
from bot.rendering.notes import MOST_ROWS, notes

MOST_SOURCES = 3
MOST_LISTED = 25
_DOUBT = "I am not sure that this is what you asked:"


@dataclass(frozen=True, slots=True)
class Row:
    """One claim: what, whose, and the lines below it."""

    label: str
    owner: str
    """"AWS", "We", "Shared", ... as a word, never as a colour."""
    lines: tuple[tuple[str, str], ...]
    """(who or what, text): ("AWS", "Installs ..."), ("We choose", "the window")."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said, in the order it is read."""

    title: str
    headline: str
    doubt: str = ""
    """Said before the headline where this may not be what was asked; empty where we are sure."""
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    why: tuple[str, ...] = ()
    """Where the lines were written: file:line."""
    suggestions: tuple[Suggestion, ...] = ()


def compose(answer: Answer) -> Reply:
    """The reply to `answer`, in words."""
    return Reply(
        title=_title(answer),
        headline=headlines.headline(answer),
        doubt=_DOUBT if answer.suggestions and answer.kind not in refusals.TITLES else "",
        rows=_rows(answer),
        notes=tuple(notes(answer)),
        sources=_sources(answer),
        why=_why(answer),
        suggestions=answer.suggestions,
    )


def _title(answer: Answer) -> str:
    if answer.kind in refusals.TITLES:
        return refusals.TITLES[answer.kind]
    if answer.kind is Kind.EXPLANATION:
        title = headlines.joined([concept.name for concept in answer.concepts])
        return title[0].upper() + title[1:]
    where = headlines.joined([*_where(answer)]) or f"{answer.provider.name} in general"
    what = ", ".join(dict.fromkeys(_what(answer)))
    title = f"{where} · {what}" if what else where
    return title[0].upper() + title[1:]


def _where(answer: Answer) -> Iterable[str]:
    if answer.moves:
        first = answer.moves[0]
        yield f"from {headlines.place(first.before)} to {headlines.place(first.after)}"
        return
    if answer.kind is Kind.COMPARISON:
        yield from dict.fromkeys(headlines.place(claim) for claim in answer.breakdowns)
        return
    options = {match.id: match.option for match in answer.question.services}
    for service in answer.services:
        option = options.get(service.key)
        name = service.options[option].name if option else service.name
        yield name if service.name.split()[-1] in name else f"{service.name}, {name}"


def _what(answer: Answer) -> Iterable[str]:
    bundled = {area for bundle in answer.bundles for area in bundle.areas}
    yield from (bundle.name for bundle in answer.bundles)
    if answer.kind is Kind.OVERVIEW:
        yield "who does what"
    elif answer.kind is Kind.COMPARISON and not answer.question.areas:
        yield "what differs"
    elif answer.kind is Kind.LIST and not answer.question.areas:
        yield "whatever the service"
    elif answer.kind is Kind.LIST:
        yield from (continued(b.area_name) for b in answer.breakdowns[:1] if not answer.bundles)
    else:
        yield from (continued(b.area_name) for b in answer.breakdowns if b.area not in bundled)


# --- rows ----------------------------------------------------------------------------------------


def _rows(answer: Answer) -> tuple[Row, ...]:
    if answer.kind is Kind.OVERVIEW:
        return tuple(_overview_rows(answer))
    if answer.everywhere:
        return tuple(_everywhere_rows(answer))
    if answer.kind is Kind.LIST:
        return tuple(_list_rows(answer))
    if answer.moves:
        return tuple(_move_rows(answer))
    several = len(answer.services) > 1
    return tuple(row(answer, claim, several=several) for claim in answer.breakdowns[:MOST_ROWS])


def row(answer: Answer, claim: Breakdown, *, several: bool) -> Row:
    """One claim with everything that is known about it."""
    duty = claim.duty
    label = f"{headlines.place(claim)}: {claim.label}" if several else claim.label
    lines = [(answer.provider.name, text) for text in duty.provider]
    lines += [("We", text) for text in duty.customer]
    if duty.third_party:
        lines += [(duty.third_party.name, text) for text in duty.third_party.does]
    if duty.choices:
        lines.append(("We choose", "; ".join(map(continued, duty.choices))))
    if duty.absent_because:
        lines.append(("Does not exist here", duty.absent_because))
    if duty.default_state:
        lines.append(("As it starts", continued(duty.default_state)))
    if duty.if_we_do_nothing:
        lines.append(("If we do nothing", continued(duty.if_we_do_nothing)))
    lines += [("One page says", f"{c.says} ({c.source.title})") for c in duty.contested]
    return Row(label, owner_word(answer, claim.owner, claim), tuple(lines))


def owner_word(answer: Answer, owner: Owner, claim: Breakdown | None = None) -> str:
    """The side as one word."""
    if owner is Owner.THIRD_PARTY and claim and claim.duty.third_party:
        return claim.duty.third_party.name
    return headlines.side(answer.provider.name, owner)


def _overview_rows(answer: Answer) -> Iterable[Row]:
    """What is the service's own in full, the rest as one list a side."""
    for service in answer.services:
        claims = [b for b in answer.breakdowns if b.service == service.key]
        for owner in (Owner.CUSTOMER, Owner.SHARED, Owner.PROVIDER, Owner.THIRD_PARTY):
            ours = [b for b in claims if b.owner is owner]
            if ours and not (answer.question.side is Owner.CUSTOMER and owner is Owner.PROVIDER):
                yield _side_row(answer, owner, ours, service.name)


def _side_row(answer: Answer, owner: Owner, claims: Sequence[Breakdown], service: str) -> Row:
    own = [b for b in claims if b.duty.level in ("option", "service")]
    lines = [(b.label, _first_work(b, owner)) for b in own]
    rest = [b.label for b in claims if b not in own]
    if rest:
        lines.append(("As for every service of its kind", ", ".join(rest)))
    label = f"{service}: {_SIDE_HEADS[owner]}" if len(answer.services) > 1 else _SIDE_HEADS[owner]
    return Row(label, owner_word(answer, owner), tuple(lines))


_SIDE_HEADS = {
    Owner.CUSTOMER: "Our job",
    Owner.SHARED: "Both sides have work",
    Owner.PROVIDER: "Done for us",
    Owner.THIRD_PARTY: "A third party's",
}


def _first_work(claim: Breakdown, owner: Owner | None) -> str:
    duty = claim.duty
    third = duty.third_party.does if duty.third_party else ()
    mine = duty.provider if owner is Owner.PROVIDER else duty.customer
    return (mine or third or duty.provider)[0]


def _list_rows(answer: Answer) -> Iterable[Row]:
    """One row a side, one line for each service or option in which it works."""
    for owner in (answer.owner, Owner.SHARED):
        mine = [claim for claim in answer.breakdowns if claim.owner is owner]
        lines = [(headlines.place(claim), _first_work(claim, answer.owner)) for claim in mine]
        if len(lines) > MOST_LISTED:
            rest = ", ".join(name for name, _ in lines[MOST_LISTED:])
            lines = [*lines[:MOST_LISTED], ("And also", rest)]
        if lines and owner:
            label = _SIDE_HEADS[owner]
            yield Row(label, owner_word(answer, owner), tuple(lines))


def _everywhere_rows(answer: Answer) -> Iterable[Row]:
    """One row for each area, with the services in which it is otherwise."""
    for one in answer.everywhere:
        work = ("In general", _first_work(one.claim, answer.owner))
        label, owner = one.claim.label, owner_word(answer, answer.owner or Owner.NONE)
        yield Row(label, owner, (work, ("So in", _how_many(one))))


def _how_many(one: Everywhere) -> str:
    if not one.others:
        return f"all {one.of} services that have it"
    names = list(one.others[:_MOST_OTHERS])
    if rest := len(one.others) - len(names):
        names.append(f"{rest} more")
    return f"{one.services} of {one.of} services; otherwise in {headlines.joined(names)}"


_MOST_OTHERS = 12
"""Services that are named as otherwise; what more there are is counted."""

_MOVE_HEADS = {
    (True, False): "We stop",
    (False, True): "New for us",
    (True, True): "Stays ours, at least in part",
    (False, False): "Never was ours",
}


def _move_rows(answer: Answer) -> Iterable[Row]:
    """What changes hands, then what stays; each area with what is done after the move."""
    provider = answer.provider.name
    gone = [m.after.label for m in answer.moves if m.is_gone]
    there = [m for m in answer.moves if not m.is_gone]
    for (before, after), head in _MOVE_HEADS.items():
        mine = [m for m in there if (m.ours_before, m.ours_after) == (before, after)]
        owner = "We" if after else provider
        lines = [(m.after.label, _after(m, ours=after)) for m in mine]
        if lines:
            yield Row(head, owner, tuple(lines))
    if gone:
        yield Row("Does not exist any more", "Nobody", (("", ", ".join(gone)),))


def _after(move: Move, *, ours: bool) -> str:
    duty = move.after.duty
    does = duty.third_party.does if duty.third_party else ()
    return (duty.customer if ours else (*duty.provider, *does))[0]


# --- notes, sources ------------------------------------------------------------------------------


def _sources(answer: Answer) -> tuple[Source, ...]:
    if answer.kind is Kind.EXPLANATION:
        return tuple(dict.fromkeys(s for c in answer.concepts for s in c.sources))[:MOST_SOURCES]
    claims = answer.headline_of or answer.breakdowns[:MOST_ROWS]
    found = dict.fromkeys(source for claim in claims for source in claim.duty.sources)
    if not found and answer.breakdowns:
        return (answer.provider.general_source,)
    return tuple(found)[:MOST_SOURCES]


def _why(answer: Answer) -> tuple[str, ...]:
    claims = answer.headline_of or answer.breakdowns[:MOST_ROWS]
    places = [str(claim.duty.defined_at) for claim in claims]
    places += [str(concept.place) for concept in answer.concepts]
    return tuple(dict.fromkeys(places))[:MOST_ROWS]

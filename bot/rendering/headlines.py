"""The verdict: one sentence that can be quoted. A yes/no question starts with the yes or no."""

from collections.abc import Sequence

from bot.model import Answer, Assertion, Breakdown, Bundle, Concept, Duty, Kind, Owner
from bot.rendering import refusals

_MOST_NOUNS = 5


def headline(answer: Answer) -> str:
    """The sentence above everything else."""
    match answer.kind:
        case Kind.OWNERSHIP:
            return _verdict(answer)
        case Kind.OVERVIEW:
            return _overview(answer)
        case Kind.COMPARISON:
            return _comparison(answer)
        case Kind.LIST:
            return _list(answer)
        case Kind.EXPLANATION:
            return _explanation(answer.concepts)
        case _:
            return refusals.sentence(answer)


def _explanation(concepts: Sequence[Concept]) -> str:
    if len(concepts) == 1:
        return concepts[0].text
    return " ".join(f"{concept.name}: {concept.text}" for concept in concepts)


def side(provider: str, owner: Owner) -> str:
    """The side as one word."""
    return {
        Owner.PROVIDER: provider,
        Owner.CUSTOMER: "We",
        Owner.SHARED: "Shared",
        Owner.THIRD_PARTY: "A third party",
        Owner.NONE: "Does not apply",
    }[owner]


def _verdict(answer: Answer) -> str:
    sentences = [_of_group(answer, group) for group in _groups(answer)]
    text = " ".join(sentences)
    text = text[0].upper() + text[1:]
    assertion = answer.question.assertion
    return f"{_yes_or_no(answer, assertion)}{text}" if assertion else text


def _groups(answer: Answer) -> list[list[Breakdown]]:
    """The headline's claims, one group for each sentence: a bundle in one service, or one area."""
    bundled = {area: bundle.id for bundle in answer.bundles for area in bundle.areas}
    groups: dict[tuple[str | None, str], list[Breakdown]] = {}
    claims = answer.breakdowns if answer.bundles else answer.headline_of
    for claim in claims:
        groups.setdefault((claim.service, bundled.get(claim.area, claim.area)), []).append(claim)
    return list(groups.values())


def _of_group(answer: Answer, group: Sequence[Breakdown]) -> str:
    bundle = next((b for b in answer.bundles if group[0].area in b.areas), None)
    several = len(answer.services) > 1 or len(_groups(answer)) > 1
    if bundle:
        text = _of_bundle(answer.provider.name, bundle, group)
    else:
        text = of_duty(answer.provider.name, group[0].duty)
    if not several:
        return f"{text}."
    name = group[0].service_name if len(answer.services) > 1 else group[0].area_name
    return f"{name}: {text}."


def of_duty(provider: str, duty: Duty) -> str:
    """Who does it, as a clause: "AWS builds the images; we roll them out"."""
    if duty.absent_because:
        return f"This does not apply: {continued(duty.absent_because)}"
    parts = []
    if duty.provider:
        parts.append(f"{provider} {doing(duty.provider[0])}")
    if duty.third_party:
        parts.append(f"{duty.third_party.name} {doing(duty.third_party.does[0])}")
    if duty.customer:
        parts.append(f"{'we' if parts else 'We'} {doing(duty.customer[0])}")
    elif duty.choices:
        parts.append(f"we choose {continued(duty.choices[0])}")
    return "; ".join(parts)


def _of_bundle(provider: str, bundle: Bundle, group: Sequence[Breakdown]) -> str:
    if any(bundle.name in claim.noun for claim in group):
        return "; ".join(_labelled(provider, claim) for claim in group)
    base = bundle.verb[:-2] if bundle.verb.endswith("ches") else bundle.verb[:-1]
    parts = []
    if nouns := _nouns(group, Owner.PROVIDER):
        parts.append(f"{provider} {bundle.verb} {nouns}")
    if nouns := _nouns(group, Owner.CUSTOMER):
        parts.append(f"{'we' if parts else 'We'} {base} {nouns}")
    both = [b for b in group if b.owner in (Owner.SHARED, Owner.THIRD_PARTY)]
    parts += [_labelled(provider, claim) for claim in both]
    return "; ".join(parts) or of_duty(provider, group[0].duty)


def _labelled(provider: str, claim: Breakdown) -> str:
    """ "major engine versions: AWS offers them, we start the upgrade": one clause among others."""
    return f"{claim.noun}: {of_duty(provider, claim.duty)}".replace("; we", ", we")


def _nouns(group: Sequence[Breakdown], owner: Owner) -> str:
    nouns = [claim.noun for claim in group if claim.owner is owner]
    if len(nouns) > _MOST_NOUNS:
        nouns = [*nouns[: _MOST_NOUNS - 1], f"{len(nouns) - _MOST_NOUNS + 1} more layers"]
    return joined(nouns)


def joined(words: Sequence[str]) -> str:
    """ "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def doing(line: str) -> str:
    """A duty line as it goes on inside a sentence: it starts with a verb, so its capital goes."""
    first = line.partition(" ")[0]
    is_name = any(letter.isupper() or letter.isdigit() for letter in first[1:])
    return line if is_name else line[0].lower() + line[1:]


def continued(text: str) -> str:
    """The text as it goes on inside a sentence; abbreviations and names of two words keep their capitals."""
    first, _, rest = text.partition(" ")
    if first in ("A", "An", "The"):
        return text[0].lower() + text[1:]
    is_name = rest[:1].isupper() or any(
        letter.isupper() or letter.isdigit() for letter in first[1:]
    )
    if is_name or len(first) == 1 or first in ("AWS", "Kubernetes", "Windows", "Linux"):
        return text
    return text[0].lower() + text[1:]


# --- yes or no -----------------------------------------------------------------------------------


def _yes_or_no(answer: Answer, assertion: Assertion) -> str:
    owner, provider = answer.owner, answer.provider.name
    if owner is None:
        return "Not all of it. "
    if owner is Owner.NONE:
        return ""
    if assertion.side is Owner.SHARED:
        return "Yes. " if (owner is Owner.SHARED) is not assertion.negated else "No. "
    if owner is Owner.SHARED:
        return "Not quite: both have a part. " if assertion.negated else "Partly. "
    holds = (owner is assertion.side) is not assertion.negated
    if assertion.negated:
        doer = {Owner.PROVIDER: f"{provider} does", Owner.CUSTOMER: "we do"}.get(
            owner, "a third party does"
        )
        return f"Right: {doer}. " if holds else f"No: {doer}. "
    return "Yes. " if holds else "No. "


# --- the other kinds -----------------------------------------------------------------------------


def _overview(answer: Answer) -> str:
    parts = []
    for service in answer.services:
        ours = sum(_works(b.duty) for b in answer.breakdowns if b.service == service.key)
        parts.append(f"{service.name}: {continued(service.means)}. We have work in {ours} areas.")
    assertion = answer.question.assertion
    if assertion and assertion.side is Owner.CUSTOMER and assertion.negated:
        return "Not quite: some work stays ours. " + " ".join(parts)
    return " ".join(parts)


def _works(duty: Duty) -> bool:
    return bool(duty.customer)


def _comparison(answer: Answer) -> str:
    if answer.moves:
        return _move(answer)
    by_area: dict[str, list[str]] = {}
    for claim in answer.breakdowns:
        word = side(answer.provider.name, claim.owner).replace("We", "we").replace("Shared", "both")
        by_area.setdefault(claim.label, []).append(f"{place(claim)} {word}")
    if not by_area:
        return "They lie on the same side of the line in every area I know."
    shown = [
        f"{label}: {', '.join(owners)}." for label, owners in list(by_area.items())[:_MOST_NOUNS]
    ]
    return " ".join(shown)


def _move(answer: Answer) -> str:
    """ "Moving from EC2 to RDS, AWS takes over hardware and backups; access stays ours." """
    first = answer.moves[0]
    groups = {
        "takes": [
            m.after.noun
            for m in answer.moves
            if m.ours_before and not m.ours_after and not m.is_gone
        ],
        "new": [m.after.noun for m in answer.moves if m.ours_after and not m.ours_before],
        "stays": [m.after.noun for m in answer.moves if m.ours_before and m.ours_after],
    }
    parts = []
    if groups["takes"]:
        parts.append(f"{answer.provider.name} takes over {_first(groups['takes'])}")
    if groups["new"]:
        parts.append(f"new for us: {_first(groups['new'])}")
    if groups["stays"]:
        parts.append(f"still ours, at least in part: {_first(groups['stays'])}")
    told = "; ".join(parts) or "nothing of it changes hands"
    return f"Moving from {place(first.before)} to {place(first.after)}, {told}."


def _first(nouns: Sequence[str]) -> str:
    if len(nouns) > _MOST_NOUNS:
        return joined([*nouns[: _MOST_NOUNS - 1], f"{len(nouns) - _MOST_NOUNS + 1} more"])
    return joined(nouns)


def place(claim: Breakdown) -> str:
    """Where the claim holds, by its shortest clear name: "ECS on Fargate", "RDS"."""
    name = claim.option_name or claim.service_name or ""
    return name.removeprefix("Amazon ").removeprefix("AWS ")


def _list(answer: Answer) -> str:
    if not answer.question.areas:
        return _everywhere(answer)
    who = "ours" if answer.owner is Owner.CUSTOMER else f"{answer.provider.name}'s"
    count = len(answer.breakdowns)
    names = [*(b.name for b in answer.bundles), *(b.area_name for b in answer.breakdowns), "that"]
    return f"At least in part, {continued(names[0])} is {who} in {count} places that I know."


def _everywhere(answer: Answer) -> str:
    who = "Ours" if answer.owner is Owner.CUSTOMER else f"{answer.provider.name}'s"
    groups = (
        ("whatever the service", [e for e in answer.everywhere if not e.others]),
        ("nearly everywhere", [e for e in answer.everywhere if e.others]),
    )
    told = [f"{where}: {joined([e.claim.noun for e in mine])}" for where, mine in groups if mine]
    return f"{who} alone {'; '.join(told) or 'whatever the service: no area that I know'}."


def split_by_model(answer: Answer) -> str:
    """ "It moves with the service: ours on infrastructure services; AWS's on managed services."."""
    owners: dict[Owner, list[str]] = {}
    for name, owner in answer.by_model:
        owners.setdefault(owner, []).append(continued(name))
    words = {
        Owner.PROVIDER: f"{answer.provider.name}'s",
        Owner.CUSTOMER: "ours",
        Owner.SHARED: "shared",
        Owner.NONE: "absent",
        Owner.THIRD_PARTY: "a third party's",
    }
    parts = [f"{words[owner]} on {joined(names)}" for owner, names in owners.items()]
    return f"This is the general rule; it moves with the service: {'; '.join(parts)}."

"""`whosejob check --report`: what the knowledge covers, as a table."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from bot.model import Duty, Knowledge, Level, Service
from bot.upkeep.checks import STALE_AFTER_DAYS, duties


def report(knowledge: Knowledge, today: date) -> str:
    """Counts of services, options and entries by level, and how far they are verified; lines of text."""
    rows: list[tuple[str, ...]] = [
        ("", "entries", "verified", "memory", "stale", "contested", "absent")
    ]
    rows += [_row(level.value, _entries(knowledge, level), today) for level in Level]
    rows.append(_row("all", tuple(duties(knowledge)), today))
    options = sum(len(service.options) for service in knowledge.services.values())
    head = f"{len(knowledge.services)} services, {options} options, {len(knowledge.areas)} areas"
    models = Counter(service.model for service in knowledge.services.values())
    by_model = ", ".join(f"{name} {count}" for name, count in models.most_common())
    return "\n".join((head, f"by model: {by_model}", "", *_table(rows), "", _deepest(knowledge)))


def memory_share(knowledge: Knowledge) -> float:
    """Share of the services' and options' entries that are from memory, 0 to 1."""
    entries = [*_entries(knowledge, Level.SERVICE), *_entries(knowledge, Level.OPTION)]
    working = [entry for entry in entries if entry.absent_because is None]
    return sum(not entry.verified for entry in working) / max(1, len(working))


def _entries(knowledge: Knowledge, level: Level) -> tuple[Duty, ...]:
    return tuple(entry for entry in duties(knowledge) if entry.level is level)


def _row(name: str, entries: Iterable[Duty], today: date) -> tuple[str, ...]:
    found = list(entries)
    working = [entry for entry in found if entry.absent_because is None]
    verified = sum(entry.verified for entry in working)
    stale = sum(_is_stale(entry, today) for entry in working)
    contested = sum(bool(entry.contested) for entry in working)
    numbers = (
        len(working),
        verified,
        len(working) - verified,
        stale,
        contested,
        len(found) - len(working),
    )
    return (name, *map(str, numbers))


def _is_stale(entry: Duty, today: date) -> bool:
    return any((today - source.reviewed).days > STALE_AFTER_DAYS for source in entry.sources)


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _deepest(knowledge: Knowledge) -> str:
    def depth(service: Service) -> int:
        return len(service.duties) + sum(len(option.duties) for option in service.options.values())

    ranked = sorted(knowledge.services.values(), key=depth, reverse=True)[:10]
    return "most written out: " + ", ".join(f"{service.id} {depth(service)}" for service in ranked)

"""The tables. Times are seconds since 1970, UTC."""

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text

metadata = MetaData()

deliveries = Table(
    "deliveries",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("at", Float, nullable=False, index=True),
)
"""One row for each delivery key: `leased` while it is being answered, `done` after."""

threads = Table(
    "threads",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("topic", Text, nullable=False),
    Column("at", Float, nullable=False, index=True),
)
"""What a thread was last about, as JSON."""

misses = Table(
    "misses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("words", String(300), nullable=False),
)
"""The words that nothing explained, so that they can become aliases. Never the message."""

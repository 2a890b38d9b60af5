"""The tables. Times are seconds since 1970, UTC. A change here needs a migration: see migrations/__init__.py."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Connection, Float, Integer, MetaData, String, Table, Text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Row = dict[str, Any]
"""One row to be written, by column."""
MOST_KEY = 200

metadata = MetaData()

deliveries = Table(
    "deliveries",
    metadata,
    Column("key", String(MOST_KEY), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("at", Float, nullable=False, index=True),
    Column("owner", String(32), nullable=False, server_default=""),
)
"""One row for each delivery key: `leased` while the process `owner` answers it, `done` after."""

threads = Table(
    "threads",
    metadata,
    Column("key", String(MOST_KEY), primary_key=True),
    Column("topic", Text, nullable=False),
    Column("at", Float, nullable=False, index=True),
)
"""What a thread was last about, as JSON."""

feedback = Table(
    "feedback",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("at", Float, nullable=False),
    Column("verdict", String(4), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("services", String(300), nullable=False),
    Column("areas", String(300), nullable=False),
    Column("option", String(120), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reason", String(20), nullable=False),
    Column("comment", Text, nullable=False),
    Column("question", Text, nullable=False),
)
"""One vote for each person and message; the key is a hash of both. `question` and `comment` are empty unless the
person sent the form, which says that they are kept.
"""

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

# --- several workspaces -------------------------------------------------------------------------

installations = Table(
    "installations",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("bot_id", String(40), nullable=False),
    Column("bot_user", String(40), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("ends_at", Float, nullable=True),
    Column("installed_at", Float, nullable=False),
    Column("stamp", String(32), nullable=False),
    Column("renewing_until", Float, nullable=False),
)
"""One row for each workspace (key: its team id) or organisation (its enterprise id) that installed the app. `sealed`
holds its tokens, encrypted. `stamp` changes with every new token, so that of two writers only one wins; until
`renewing_until` one process renews the token and the others leave it alone.
"""

oauth_states = Table(
    "oauth_states",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("until", Float, nullable=False, index=True),
)
"""One row for each installation that was begun and did not come back yet; never the state itself."""


def inserting(
    connection: AsyncConnection | Connection, table: Table
) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, which SQLAlchemy spells once for each database."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def fitted(table: Table, row: Mapping[str, Any]) -> Row:
    """`row` as every database takes it: no NUL, no lone surrogate, no text longer than its column."""
    return {name: _fitted(table.c[name], value) for name, value in row.items()}


def key_of(text: str) -> str:
    """`text` as a key; a long or strange one as its hash, so that two stay two."""
    if len(text) <= MOST_KEY and _plain(text) == text:
        return text
    return "sha256:" + sha256(text.encode(errors="surrogatepass")).hexdigest()


def _fitted(column: Column[Any], value: object) -> object:
    if not isinstance(value, str):
        return value
    longest = column.type.length if isinstance(column.type, String) else None
    return _plain(value)[:longest]


def _plain(text: str) -> str:
    return text.encode(errors="replace").decode().replace("\x00", "")

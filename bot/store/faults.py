"""What a database said when it failed → in a few words, and what kind of fault it is. Never a value that was written."""

import sqlite3

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import WhoseJobError

FAULTS = (SQLAlchemyError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What a database or the way to it can raise; a time-out is an OSError."""
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_CANNOT_OPEN = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH})
_REFUSED = frozenset({sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG})
_MISTAKES = ("28", "3D", "3F", "42")
"""Classes of SQLSTATE: who we are, which database, which schema, what we may do there."""
_REFUSALS = ("22", "23")
"""Classes of SQLSTATE: the data itself."""


def reason(error: BaseException) -> str:
    """In a few words; PostgreSQL's and SQLite's own where they cannot hold a value of ours."""
    cause = _cause(error)
    if isinstance(cause, WhoseJobError):
        return str(cause)
    if isinstance(cause, asyncpg.PostgresError):
        return str(getattr(cause, "message", None) or type(cause).__name__)
    if isinstance(cause, sqlite3.Error):
        return str(cause)
    if isinstance(cause, OSError):
        return str(cause.strerror or cause or type(cause).__name__)
    return type(cause).__name__


def is_damage(error: BaseException) -> bool:
    """Whether SQLite says that its file is no database, or a broken one."""
    return _sqlite_code(error) in _DAMAGED


def is_mistake(error: BaseException) -> bool:
    """Whether only a person can mend it: a place that cannot be written, a wrong password, no such database."""
    cause = _cause(error)
    state = str(getattr(cause, "sqlstate", None) or "")
    return state.startswith(_MISTAKES) or _sqlite_code(error) in _CANNOT_OPEN


def is_refusal(error: BaseException) -> bool:
    """Whether the database is well and only does not take this row."""
    state = str(getattr(_cause(error), "sqlstate", None) or "")
    return state.startswith(_REFUSALS) or _sqlite_code(error) in _REFUSED


def _cause(error: BaseException) -> BaseException:
    """What the driver raised, without SQLAlchemy's wrappings."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return error.orig.__cause__ or error.orig
    return error


def _sqlite_code(error: BaseException) -> int:
    """SQLite's primary result code; 0 for anything else."""
    return int(getattr(_cause(error), "sqlite_errorcode", 0)) & 0xFF

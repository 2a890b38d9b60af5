"""A damaged SQLite file is renamed, never deleted: a new one is made in its place, and answering goes on."""

import logging
import sqlite3
import time
from pathlib import Path

_log = logging.getLogger(__name__)


def set_aside(path: Path) -> None:
    """Rename the file (and its log files) to `<name>.corrupt-<time>`, if it really is damaged: another process that
    shares it may have done so, and then the good new one must stay.
    """
    if not _is_damaged(path):
        return
    aside = path.with_name(f"{path.name}.corrupt-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    _log.error("the store was damaged; it is kept as %s and a new one is made", aside.name)


def _is_damaged(path: Path) -> bool:
    if not path.exists():
        return False
    connection = sqlite3.connect(path, timeout=0.1)
    try:
        return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok")
    except sqlite3.OperationalError:  # locked or unreadable, which says nothing about what is in it
        return False
    except sqlite3.DatabaseError:
        return True
    finally:
        connection.close()

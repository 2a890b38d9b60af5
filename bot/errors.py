"""What can go wrong, as one small tree. Each error reads as an instruction and carries its facts.

* WhoseJobError
  x KnowledgeError    the YAML is wrong: every Problem at once
  x SettingsError     an environment variable is missing or cannot be used
  x StoreError        the database cannot be opened
    + StoreBehindError   its tables are older than this program
  x StoreFullError    the database fails, and memory can keep no more for it
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a knowledge file, and how to mend it."""

    file: str
    """As people see it: `knowledge/aws/services/rds.yaml`."""
    line: int
    """1-based; 0 when the whole file is meant."""
    what: str
    """A sentence that says what is wrong and what to do."""

    def __str__(self) -> str:
        """`file:line: what`, the form editors and CI jump to."""
        return f"{self.file}:{self.line}: {self.what}"


class WhoseJobError(Exception):
    """Anything of ours that a person can mend; its text is meant for them."""


class KnowledgeError(WhoseJobError):
    """The knowledge cannot be used. `problems` holds every reason, sorted by place."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class StoreError(WhoseJobError):
    """The database cannot be opened; `reason` is what the system said."""

    def __init__(self, where: str, reason: str) -> None:
        self.where = where
        self.reason = reason
        super().__init__(
            f"the store {where} cannot be opened ({reason}). Set WHOSEJOB_DATA or DATABASE_URL."
        )


class StoreBehindError(StoreError):
    """A PostgreSQL lacks steps of the tables' history; we do not take them unasked while replicas serve."""

    def __init__(self, now: str | None, newest: str) -> None:
        self.where = "of DATABASE_URL"
        self.reason = f"its tables are at {now or 'nothing'}, this version needs {newest}"
        Exception.__init__(
            self, f"the store {self.where} is behind ({self.reason}). Run: whosejob db upgrade"
        )


class StoreFullError(WhoseJobError):
    """What somebody wrote could not be kept: the database fails, and memory holds all that it may."""

    def __init__(self) -> None:
        super().__init__("the store fails and memory is full: nothing was kept")


class SettingsError(WhoseJobError):
    """A setting is missing or unusable; `variable` names it."""

    def __init__(self, variable: str, what: str) -> None:
        self.variable = variable
        super().__init__(f"{variable} {what}")

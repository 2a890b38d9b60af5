"""A small knowledge folder that is edited again and again, each edition with its number in three places of one reply.

The line of the answer and what a button below it asks come from two looks at the knowledge; two numbers in one reply
would mean that a reload came between them.
"""

import json
import os
import re
import shutil
from pathlib import Path

from bot.knowledge.loader import shipped_folder

QUESTION = "who patches the OS of our RDS instances?"
_LINE = "Installs operating system updates in our maintenance window"
_OPTION = "    name: RDS Custom for Oracle\n"
_ALIASES = "    aliases: [rds custom for oracle, "
_SERVICES = ("rds", "ec2", "s3", "aurora", "lambda")
_NUMBER = re.compile(r"edition (\d{5})")
_FILE = "aws/services/rds.yaml"


class Editions:
    """The folder, and its edition number `number`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        copy_small(folder, _SERVICES)
        self._text = (folder / _FILE).read_text(encoding="utf-8")
        assert _LINE in self._text
        assert _OPTION in self._text
        assert _ALIASES in self._text
        self.number = 0
        self.next()

    def next(self) -> int:
        """Write the next edition at once, as an editor does; its number."""
        self.number += 1
        replace_file(self.folder / _FILE, self._of(self.number))
        return self.number

    def break_it(self, broken: str) -> None:
        """Put a text that cannot be served in place of the edition."""
        replace_file(self.folder / _FILE, broken)

    def text(self) -> str:
        """The edition as it should stand in its file."""
        return self._of(self.number)

    def _of(self, number: int) -> str:
        edition = f"edition {number:05d}"
        text = self._text.replace(_LINE, f"Installs operating system updates of {edition}")
        text = text.replace(_OPTION, f"    name: RDS Custom for Oracle, {edition}\n")
        return text.replace(_ALIASES, f"    aliases: [custom oracle {edition}, custom for oracle, ")


def copy_small(folder: Path, services: tuple[str, ...]) -> None:
    """A knowledge folder with everything of the shipped one but only these services."""
    shipped = shipped_folder()
    for name in ("areas.yaml", "elsewhere.yaml", "evidence.json", "aws/provider.yaml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(shipped / name, folder / name)
    shutil.copytree(shipped / "aws/models", folder / "aws/models")
    (folder / "aws/services").mkdir()
    for service in services:
        shutil.copy(shipped / f"aws/services/{service}.yaml", folder / "aws/services")


def replace_file(path: Path, text: str) -> None:
    """Write beside it, then rename: whoever reads sees the old or the new file, never a part."""
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)  # noqa: PTH105 - the point is that it is one step


def numbers_in(reply: object) -> list[int]:
    """The edition numbers that a reply shows, in its text, its rows and its buttons."""
    return [int(found) for found in _NUMBER.findall(json.dumps(reply))]

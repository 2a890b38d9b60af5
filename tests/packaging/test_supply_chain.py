"""What is installed: exactly what was reviewed, and nothing that is known to be broken."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

FLOORS = {
    "aiohttp": ("3.14.3", "CVE-2026-69244, CVE-2026-54278, GHSA-mfx4-hv73-q22v"),
    "cryptography": ("50.0.0", "CVE-2026-69247; CVE-2026-39892 before 46.0.7"),
    "idna": ("3.15", "CVE-2026-45409"),
    "mako": ("1.3.12", "CVE-2026-41205, CVE-2026-44307"),
    "pyyaml": ("5.4", "CVE-2020-14343"),
}
"""Package → the first version without these holes, as their advisories say."""

REQUIREMENTS = sorted(ROOT.glob("requirements*.txt"))
_PIN = re.compile(r"([a-z0-9-]+)==([0-9][\w.]*)(?: ; [^\\]+)?((?: --hash=sha256:[0-9a-f]{64})+)")


def entries(path: Path) -> list[str]:
    """Each requirement on one line, without comments."""
    text = re.sub(r"^\s*#.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    joined = re.sub(r"\s*\\\n\s*", " ", text)
    return [line.strip() for line in joined.splitlines() if line.strip()]


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_every_package_is_pinned_by_version_and_hash(path: Path) -> None:
    """Each entry of each file; pip takes nothing else, whatever an index serves."""
    loose = [entry for entry in entries(path) if not _PIN.fullmatch(entry)]

    assert entries(path)
    assert loose == []


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_nothing_is_older_than_its_last_known_hole(path: Path) -> None:
    """The table of floors holds in every file that names the package."""
    pinned = [_PIN.fullmatch(entry) for entry in entries(path)]
    versions = {pin[1]: pin[2] for pin in pinned if pin}
    broken = {
        f"{name} {versions[name]} < {floor}: {why}"
        for name, (floor, why) in FLOORS.items()
        if name in versions and number(versions[name]) < number(floor)
    }

    assert broken == set()


def test_the_floors_are_about_what_we_run() -> None:
    """Each package of the table is one that is served with."""
    names = {entry.split("==")[0] for entry in entries(ROOT / "requirements.txt")}

    assert FLOORS.keys() <= names


def test_what_is_installed_is_what_was_asked_to_be() -> None:
    """Each install of the Makefile and the Dockerfile from a file demands the hashes."""
    text = (ROOT / "Makefile").read_text() + (ROOT / "Dockerfile").read_text()
    installs = [line for line in text.splitlines() if "requirements" in line and "INSTALL)" in line]
    installs += [line for line in text.splitlines() if line.startswith("RUN") and '"pip"' in line]

    assert len(installs) >= 4
    assert all("--require-hashes" in line for line in installs)

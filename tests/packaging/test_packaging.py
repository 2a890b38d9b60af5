"""Two ways to ship: a checkout with requirements.txt alone, and the built wheel."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the checkout without any internet."""
    work = tmp_path_factory.mktemp("build")
    for name in ("bot", "knowledge"):
        shutil.copytree(ROOT / name, work / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, work / name)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"],
        cwd=work,
        check=True,
        capture_output=True,
    )
    return next((work / "dist").glob("*.whl"))


def run(where: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(where)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_carries_the_knowledge(wheel: Path, tmp_path: Path) -> None:
    """Unpacked anywhere, it checks and answers."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    checked = run(tmp_path / "site", tmp_path, "check")
    asked = run(tmp_path / "site", tmp_path, "ask", "--json", "who patches RDS?")

    assert checked.returncode == 0, checked.stderr
    assert json.loads(asked.stdout)["owner"] == "provider"


def test_the_wheel_carries_the_page(wheel: Path) -> None:
    """Every file of the page is in it; zipped, the whole page stays under 60 KB."""
    page = {path.name for path in (ROOT / "bot/web/playground").iterdir()}
    packed = zipfile.ZipFile(wheel)
    shipped = [info for info in packed.infolist() if "/playground/" in info.filename]

    assert {Path(info.filename).name for info in shipped} == page
    assert sum(info.compress_size for info in shipped) < 60_000


def test_the_procfile_works_from_the_checkout(tmp_path: Path) -> None:
    """Its release line checks and upgrades the store, its web line serves (and says what it misses)."""
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
    steps = [step.split()[3:] for step in lines["release"].split(" && ")]
    released = [run(ROOT, tmp_path, *step).returncode for step in steps]
    web = run(ROOT, tmp_path, *lines["web"].split()[3:])

    assert lines["web"] == "python -m bot serve"
    assert lines["release"] == "python -m bot check && python -m bot db upgrade"
    assert released == [0, 0]
    assert (web.returncode, "SLACK_BOT_TOKEN is missing" in web.stderr) == (2, True)


def test_a_release_with_broken_knowledge_fails(tmp_path: Path) -> None:
    """The release phase exits non-zero, so the deploy stops."""
    for name in ("bot", "knowledge"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "knowledge/aws/services/rds.yaml").write_text("id: rds\n")

    assert run(tmp_path, tmp_path, "check").returncode == 2


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-build.txt"]
)
def test_requirements_hold_names_versions_and_hashes_only(name: str) -> None:
    """No address of any package index; every line pinned and hashed."""
    text = (ROOT / name).read_text()
    pins = re.findall(r"^\S+==\S+", text, re.MULTILINE)

    assert "://" not in text
    assert "--index" not in text
    assert len(pins) > 3
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", text)) >= len(pins)


def test_every_dependency_is_locked() -> None:
    """What pyproject.toml asks for stands in requirements.txt."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[>\[]", line)[0] for line in asked}
    locked = set(
        re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    )

    assert names <= locked


def test_the_manifest_asks_for_no_more_than_it_needs() -> None:
    """Four scopes, none of which reads channels; the command and the events we answer."""
    manifest = json.loads((ROOT / "manifest.json").read_text())

    assert manifest["oauth_config"]["scopes"]["bot"] == [
        "app_mentions:read",
        "chat:write",
        "commands",
        "im:history",
    ]
    assert [c["command"] for c in manifest["features"]["slash_commands"]] == ["/whosejob"]
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == [
        "app_home_opened",
        "app_mention",
        "message.im",
    ]


def test_the_manifest_switches_on_what_the_app_uses() -> None:
    """The Home tab, clicks, and the address that serves the search's type-ahead: all one door."""
    manifest = json.loads((ROOT / "manifest.json").read_text())
    interactivity = manifest["settings"]["interactivity"]
    door = manifest["settings"]["event_subscriptions"]["request_url"]

    assert manifest["features"]["app_home"]["home_tab_enabled"] is True
    assert interactivity == {
        "is_enabled": True,
        "request_url": door,
        "message_menu_options_url": door,
    }


def test_the_other_manifest_adds_only_what_several_workspaces_need() -> None:
    """The page people come back to, news of who leaves, tokens that end, whole organisations; no scope more."""
    from bot.slack.installing import BOT_SCOPES, REDIRECT_PATH

    one = json.loads((ROOT / "manifest.json").read_text())
    many = json.loads((ROOT / "manifest-distributed.json").read_text())
    assert many["oauth_config"].pop("redirect_urls") == [f"https://example.com{REDIRECT_PATH}"]
    assert many["oauth_config"]["scopes"]["bot"] == list(BOT_SCOPES)
    events = many["settings"]["event_subscriptions"]["bot_events"]
    for event in ("app_uninstalled", "tokens_revoked"):
        events.remove(event)
    for switch in ("org_deploy_enabled", "token_rotation_enabled"):
        assert many["settings"].pop(switch)
        assert not one["settings"].pop(switch)

    assert many == one


def test_every_setting_is_in_the_example_with_a_comment() -> None:
    """.env.example names each variable that Settings reads, each under a comment."""
    from bot.settings import Settings

    lines = (ROOT / ".env.example").read_text().splitlines()
    named = {
        line.split("=")[0]: lines[number - 1]
        for number, line in enumerate(lines)
        if re.match(r"[A-Z_]+=", line)
    }

    assert named.keys() == {name.upper() for name in Settings.model_fields}
    assert all(comment.startswith("# ") for comment in named.values())


def test_version_and_changelog_agree() -> None:
    """The newest heading of CHANGELOG.md is the version of the package."""
    from bot import __version__

    assert (
        re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[1] == __version__
    )

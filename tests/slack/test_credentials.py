"""Credentials are looked at before anything is served, and never repeated."""

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings, require_slack

GOOD = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "5ec3e7"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET is missing", id="empty"),
        pytest.param(
            {"SLACK_SIGNING_SECRET": " \t "}, "SLACK_SIGNING_SECRET is missing", id="blank"
        ),
        pytest.param({"SLACK_BOT_TOKEN": "\n"}, "SLACK_BOT_TOKEN is missing", id="newline"),
        pytest.param(
            {"SLACK_BOT_TOKEN": "xapp-wrong"},
            "SLACK_BOT_TOKEN must begin with xoxb-",
            id="app-token",
        ),
        pytest.param(
            {"SLACK_BOT_TOKEN": "xoxp-wrong"},
            "SLACK_BOT_TOKEN must begin with xoxb-",
            id="user-token",
        ),
        pytest.param(
            {"SLACK_APP_TOKEN": "xoxb-wrong"},
            "SLACK_APP_TOKEN must begin with xapp-",
            id="bot-token",
        ),
        pytest.param(
            {"SLACK_SIGNING_SECRET": "xoxb-wrong"}, "SLACK_SIGNING_SECRET is a token", id="swapped"
        ),
        pytest.param(
            {"SLACK_SIGNING_SECRET": "wrong wrong"},
            "SLACK_SIGNING_SECRET holds a blank",
            id="words",
        ),
        pytest.param(
            {"SLACK_SIGNING_SECRET": "wröng"}, "SLACK_SIGNING_SECRET holds a blank", id="umlaut"
        ),
    ],
)
def test_a_credential_that_cannot_be_one_is_refused(monkeypatch, change: dict, says: str) -> None:
    """The error names the variable and what belongs there, not the value."""
    for name, value in (GOOD | change).items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as refused:
        require_slack(load_settings())

    assert str(refused.value).startswith(says)
    assert "wr" not in str(refused.value)


def test_blanks_around_a_credential_are_no_part_of_it(monkeypatch) -> None:
    """A line break that came with the pasting does not make every signature wrong."""
    for name, value in GOOD.items():
        monkeypatch.setenv(name, f" {value}\n")
    settings = load_settings()
    require_slack(settings)

    assert settings.slack_signing_secret.get_secret_value() == GOOD["SLACK_SIGNING_SECRET"]

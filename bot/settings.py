"""The environment and .env → Settings; the home of environment variables. Nothing is read at import."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

_COPY = "Copy .env.example to .env and fill it in."
_SEVERAL = ("slack_client_id", "slack_client_secret", "slack_token_keys")
"""What an app for several workspaces needs, all of it."""
_CREDENTIALS = ("slack_bot_token", "slack_app_token", "slack_signing_secret", *_SEVERAL)
_MAKE_A_KEY = "Make one: whosejob new-key"
_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
_BEGINNINGS = {
    "slack_bot_token": (("xoxb-", "xoxe.xoxb-"), "the bot token (OAuth & Permissions)"),
    "slack_app_token": (("xapp-",), "an app-level token (Basic Information)"),
}
"""Credential → how it begins, and where it stands in the app's settings."""

_SCHEMES = {
    "postgres": "postgresql",
    "postgresql": "postgresql",
    "postgresql+asyncpg": "postgresql",
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
}


class Settings(BaseSettings):
    """Every setting, by the name of its variable. An empty variable counts as missing."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_token_keys: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    database_url: Annotated[str | None, Field(repr=False)] = None
    whosejob_store_patience: Annotated[float, Field(gt=0, le=60)] = 0.3
    """Seconds that an answer waits for the store before memory serves instead."""
    whosejob_knowledge: Path | None = None
    """Another knowledge folder than the one shipped."""
    whosejob_questions_per_minute: Annotated[int, Field(ge=0)] = 10
    """Of one person; 0 is no limit."""
    whosejob_post_seconds: Annotated[float, Field(ge=0, le=60)] = 1.0
    """Between two posts into one channel, once a few were posted at once; Slack asks for one."""
    whosejob_org: Path | None = None
    whosejob_data: Path = Path("var")
    whosejob_log: Literal["auto", "json", "text"] = "auto"
    whosejob_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    whosejob_metrics_token: Annotated[SecretStr, Field(min_length=16)] | None = None

    @field_validator(*_CREDENTIALS, mode="before")
    @classmethod
    def _without_blanks(cls, value: object) -> object:
        """Blanks around a credential came with the pasting; nothing but blanks is nothing."""
        return (value.strip() or None) if isinstance(value, str) else value

    @property
    def has_slack(self) -> bool:
        """Whether any Slack credential is set; then Slack is meant."""
        return any(getattr(self, name) for name in _CREDENTIALS)

    @property
    def serves_many(self) -> bool:
        """Whether other workspaces install the app; without it, it serves the one of its bot token."""
        return self.slack_bot_token is None and self.slack_client_id is not None

    @property
    def token_keys(self) -> list[str]:
        """The keys of SLACK_TOKEN_KEYS, the one that seals first; SettingsError says which one is none."""
        listed = self.slack_token_keys.get_secret_value() if self.slack_token_keys else ""
        keys = [key.strip() for key in listed.split(",")] if listed else []
        for number, key in enumerate(keys, 1):
            if not _KEY.fullmatch(key):
                where = f"key {number} of {len(keys)}"
                raise SettingsError(
                    "SLACK_TOKEN_KEYS", f"cannot be used: {where} is none. {_MAKE_A_KEY}"
                )
        return keys

    @property
    def is_socket_mode(self) -> bool:
        """Socket Mode when there is an app-level token, else HTTP."""
        return self.slack_app_token is not None

    @property
    def store_url(self) -> str:
        """The address of the store: DATABASE_URL, or a SQLite file in the data directory. May hold a password."""
        return self.database_url or f"sqlite+aiosqlite:///{self.whosejob_data / 'whosejob.sqlite3'}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every value that no log line may hold: all secret settings, and the database's password."""
        values = (getattr(self, name) for name in type(self).model_fields)
        known = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        person, _, _ = (self.database_url or "").partition("://")[2].rpartition("@")
        password = person.partition(":")[2]
        keys = self.slack_token_keys.get_secret_value().split(",") if self.slack_token_keys else ()
        return (*known, *(key.strip() for key in keys), password, unquote(password))


def load_settings() -> Settings:
    """The settings; SettingsError names the variable that cannot be used."""
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise SettingsError(
            str(first["loc"][0]).upper(), f"cannot be used: {first['msg']}."
        ) from None
    if settings.database_url:
        address = _database_address(settings.database_url)
        return settings.model_copy(update={"database_url": address})
    return settings


def _database_address(url: str) -> str:
    """`url` in the form that the store takes: sqlite+aiosqlite:///path, or asyncpg's own postgresql://."""
    scheme, _, rest = url.partition(":")
    known = _SCHEMES.get(scheme.lower())
    if known is None:
        raise SettingsError(
            "DATABASE_URL", "must begin with postgresql:// or sqlite:/// (or be left empty)."
        )
    return f"{known}:{rest}"


def require_slack(settings: Settings) -> None:
    """Raise SettingsError for the first credential that the chosen way to serve lacks, or that is another one."""
    given = [name for name in _SEVERAL if getattr(settings, name)]
    if given:
        _require_several(settings, given)
    elif settings.slack_bot_token is None:
        raise SettingsError("SLACK_BOT_TOKEN", f"is missing. {_COPY}")
    if settings.slack_signing_secret is None and not settings.is_socket_mode:
        raise SettingsError(
            "SLACK_SIGNING_SECRET", f"is missing (or set SLACK_APP_TOKEN for Socket Mode). {_COPY}"
        )
    for name in ("slack_bot_token", "slack_app_token", "slack_signing_secret"):
        _check_credential(name, getattr(settings, name))


def _require_several(settings: Settings, given: list[str]) -> None:
    """All of what several workspaces need, and not the token of one."""
    if settings.slack_bot_token:
        raise SettingsError(
            given[0].upper(),
            "is for an app that several workspaces install, SLACK_BOT_TOKEN for one workspace. "
            "Empty one of them.",
        )
    for name in _SEVERAL:
        if name not in given:
            how = _MAKE_A_KEY if name == "slack_token_keys" else _COPY
            raise SettingsError(name.upper(), f"is missing: {given[0].upper()} needs it. {how}")
    _check_credential("slack_client_secret", settings.slack_client_secret)
    _ = settings.token_keys


def _check_credential(name: str, secret: SecretStr | None) -> None:
    """SettingsError when it is plainly not what belongs there. Says nothing of the value."""
    value = secret.get_secret_value() if secret else ""
    if not all("!" <= letter <= "~" for letter in value):
        raise SettingsError(name.upper(), "holds a blank or a letter that no credential has.")
    beginnings, where = _BEGINNINGS.get(name, (("",), ""))
    if value and not value.startswith(beginnings):
        raise SettingsError(name.upper(), f"must begin with {beginnings[0]}: {where}.")
    if name == "slack_signing_secret" and value.startswith(("xox", "xapp-")):
        raise SettingsError(
            name.upper(), "is a token; the signing secret stands under Basic Information."
        )


def refuse_slack(settings: Settings) -> None:
    """Raise SettingsError when a credential is set: then a real Slack is meant, and the playground is none."""
    for name in _CREDENTIALS:
        if getattr(settings, name):
            raise SettingsError(
                name.upper(),
                "is set, so a real Slack seems to be meant: use `whosejob serve` for it. To play "
                "beside it, without it: whosejob play --ignore-slack-credentials",
            )

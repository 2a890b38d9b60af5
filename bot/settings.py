"""The environment and .env → Settings; the home of environment variables. Nothing is read at import."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

_COPY = "Copy .env.example to .env and fill it in."
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
    slack_api_url: str = "https://slack.com/api/"
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    database_url: Annotated[str | None, Field(repr=False)] = None
    whosejob_store_patience: Annotated[float, Field(gt=0, le=60)] = 0.3
    """Seconds that an answer waits for the store before memory serves instead."""
    whosejob_knowledge: Path | None = None
    """Another knowledge folder than the one shipped."""
    whosejob_questions_per_minute: Annotated[int, Field(ge=0)] = 10
    """Of one person; 0 is no limit."""
    whosejob_org: Path | None = None
    whosejob_data: Path = Path("var")
    whosejob_log: Literal["auto", "json", "text"] = "auto"
    whosejob_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    whosejob_metrics_token: Annotated[SecretStr, Field(min_length=16)] | None = None

    @field_validator("slack_bot_token", "slack_signing_secret", "slack_app_token", mode="before")
    @classmethod
    def _without_blanks(cls, value: object) -> object:
        """Blanks around a credential came with the pasting; nothing but blanks is nothing."""
        return (value.strip() or None) if isinstance(value, str) else value

    @property
    def has_slack(self) -> bool:
        """Whether any Slack credential is set; then Slack is meant."""
        return bool(self.slack_bot_token or self.slack_app_token or self.slack_signing_secret)

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
        return (*known, password, unquote(password))


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
    if settings.slack_bot_token is None:
        raise SettingsError("SLACK_BOT_TOKEN", f"is missing. {_COPY}")
    if settings.slack_signing_secret is None and not settings.is_socket_mode:
        raise SettingsError(
            "SLACK_SIGNING_SECRET", f"is missing (or set SLACK_APP_TOKEN for Socket Mode). {_COPY}"
        )
    for name in ("slack_bot_token", "slack_app_token", "slack_signing_secret"):
        _check_credential(name, getattr(settings, name))


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
    for name in ("slack_bot_token", "slack_app_token", "slack_signing_secret"):
        if getattr(settings, name):
            raise SettingsError(
                name.upper(),
                "is set, so a real Slack seems to be meant: use `whosejob serve` for it. To play "
                "beside it, without it: whosejob play --ignore-slack-credentials",
            )

"""The environment and .env → Settings; the home of environment variables. Nothing is read at import."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

_COPY = "Copy .env.example to .env and fill it in."


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
    database_url: str | None = None
    whosejob_knowledge: Path | None = None
    """Another knowledge folder than the one shipped."""
    whosejob_questions_per_minute: Annotated[int, Field(ge=0)] = 10
    """Of one person; 0 is no limit."""
    whosejob_org: Path | None = None
    whosejob_data: Path = Path("var")

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
        """SQLAlchemy's address of the store: DATABASE_URL, or a SQLite file in the data directory."""
        return self.database_url or f"sqlite+aiosqlite:///{self.whosejob_data / 'whosejob.sqlite3'}"


def load_settings() -> Settings:
    """The settings; SettingsError names the variable that cannot be used."""
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise SettingsError(
            str(first["loc"][0]).upper(), f"cannot be used: {first['msg']}."
        ) from None
    if settings.database_url and not settings.database_url.startswith("sqlite"):
        raise SettingsError(
            "DATABASE_URL", "must name a SQLite file (sqlite+aiosqlite:///path) in this version."
        )
    if settings.database_url and settings.database_url.startswith("sqlite:"):
        return settings.model_copy(
            update={
                "database_url": settings.database_url.replace("sqlite:", "sqlite+aiosqlite:", 1)
            }
        )
    return settings


def require_slack(settings: Settings) -> None:
    """Raise SettingsError for the first credential that the chosen way to serve lacks."""
    if settings.slack_bot_token is None:
        raise SettingsError("SLACK_BOT_TOKEN", f"is missing. {_COPY}")
    if settings.slack_signing_secret is None and not settings.is_socket_mode:
        raise SettingsError(
            "SLACK_SIGNING_SECRET", f"is missing (or set SLACK_APP_TOKEN for Socket Mode). {_COPY}"
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

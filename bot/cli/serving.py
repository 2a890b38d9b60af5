"""`serve`, `chat`, `play`, `run`: the app in front of Slack, or of a small Slack on this machine.

Slack's libraries are imported only when one of these runs.
"""

import asyncio
from typing import Annotated

import typer

from bot.cli.failing import fail
from bot.errors import WhoseJobError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (serve, chat, play, run):
        app.command(rich_help_panel="Serve")(command)


def serve() -> None:
    """Serve Slack: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on PORT."""
    from bot.logs import set_up  # noqa: PLC0415 - Slack only when it is served
    from bot.settings import load_settings, require_slack  # noqa: PLC0415
    from bot.slack.serving import serve_until_stopped  # noqa: PLC0415

    try:
        settings = load_settings()
        require_slack(settings)
        set_up(settings.whosejob_log_level, settings.whosejob_log, settings.secrets)
        asyncio.run(serve_until_stopped(settings))
    except WhoseJobError as error:
        fail(str(error))


def chat() -> None:
    """Talk to the real app in the terminal, through a small Slack on this machine. Needs no credentials."""
    from bot.chat import run_chat  # noqa: PLC0415 - Slack only when it is served

    try:
        asyncio.run(run_chat())
    except WhoseJobError as error:
        fail(str(error))
    except KeyboardInterrupt:
        typer.echo()


def play(
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="3000 if left out.")] = None,
    *,
    anyway: Annotated[bool, typer.Option("--ignore-slack-credentials", help="Play anyway")] = False,
) -> None:
    """Try the real app in a browser, in a small Slack on this machine. Needs no credentials."""
    from bot.settings import load_settings, refuse_slack  # noqa: PLC0415
    from bot.web.play import play as serve_page  # noqa: PLC0415

    try:
        settings = load_settings()
        if not anyway:
            refuse_slack(settings)
        asyncio.run(serve_page(settings.port if port is None else port))
    except WhoseJobError as error:
        fail(str(error))


def run() -> None:
    """What `make run` does: serve Slack when there are credentials, else the page for the browser."""
    from bot.settings import load_settings  # noqa: PLC0415

    try:
        has_slack = load_settings().has_slack
    except WhoseJobError as error:
        fail(str(error))
    if has_slack:
        typer.echo("Slack credentials found: serving Slack.")
        serve()
    else:
        typer.echo(
            "No Slack credentials (SLACK_BOT_TOKEN, ...): a small Slack in the browser instead."
        )
        play()

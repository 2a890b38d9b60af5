"""`python -m bot` and the `whosejob` command."""

from bot.cli import app


def main() -> None:
    """Run the command line."""
    app(prog_name="whosejob")


if __name__ == "__main__":
    main()

"""`python -m bot` and the `whosejob` command."""

from bot.cli import build


def main() -> None:
    """Run the command line."""
    build()(prog_name="whosejob")


if __name__ == "__main__":
    main()

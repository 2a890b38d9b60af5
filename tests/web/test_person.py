"""What somebody types reaches the bot the way that Slack would bring it."""

import pytest

from bot.web.person import Line, Way, read

CASES = [
    pytest.param("/whosejob who patches RDS?", "channel", Way.COMMAND, "who patches RDS?", id="command"),
    pytest.param("/whosejob", "channel", Way.COMMAND, "", id="bare command"),
    pytest.param("  /WhoseJob\thelp ", "channel", Way.COMMAND, "help", id="capitals and blanks"),
    pytest.param("/whosejob who?", "direct", Way.COMMAND, "who?", id="command in a direct message"),
    pytest.param("/whosejob who?", "thread", Way.REFUSED, "threads", id="no commands in threads"),
    pytest.param("/remind me", "channel", Way.REFUSED, "/remind", id="another command"),
    pytest.param("/var/log is full, whose job?", "channel", Way.OVERHEARD, "/var/log", id="a path"),
    pytest.param("@Whose Job? who patches RDS?", "channel", Way.MENTION, "who patches RDS?", id="mention"),
    pytest.param("hey @whosejob who patches RDS?", "thread", Way.MENTION, "who patches RDS?", id="inside"),
    pytest.param("who patches RDS?", "channel", Way.OVERHEARD, "who patches RDS?", id="overheard"),
    pytest.param("who patches RDS?", "direct", Way.DIRECT, "who patches RDS?", id="direct"),
    pytest.param("<script>alert(1)</script>", "direct", Way.DIRECT, "<script>", id="hostile"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "place", "way", "says"), CASES)
def test_the_beginning_decides_the_way(typed: str, place: str, way: Way, says: str) -> None:
    """Command, mention, direct message, or something between people that the bot never hears."""
    line = read(typed, is_direct=place == "direct", is_thread=place == "thread")

    assert line.way is way
    assert says in line.text


def test_a_long_message_is_cut() -> None:
    """The page sends no more than Slack's composer would in one message."""
    assert read("x" * 9000, is_direct=True, is_thread=False) == Line(Way.DIRECT, "x" * 4000)

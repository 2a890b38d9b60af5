"""A real process while Slack hangs, storms or takes its connections away: benchmarks/slack_failing.py, shorter."""

from benchmarks import slack_failing


async def test_a_429_storm_loses_nothing_and_is_not_answered_with_a_storm() -> None:
    """Every question is answered once, and in no channel are more posts tried than one a second and a first few."""
    seconds = 3.0
    seen = await slack_failing.storm(seconds, channels=2, each=3, pauses=(1.0, 4.0, 4.0, 4.0))

    assert (seen.lost, seen.doubled) == (0, 0)
    assert seen.most_posts <= seconds + 2


async def test_sigterm_in_socket_mode_finishes_what_is_in_flight() -> None:
    """Twice SIGTERM, ten questions in flight: all answered, all acknowledged, exit 0."""
    seen = await slack_failing.stop(in_flight=10, slow_seconds=0.7)

    assert (seen.acknowledged, seen.answered, seen.doubled) == (10, 10, 1)
    assert seen.exit_code == 0


async def test_while_slack_hangs_the_process_stays_small() -> None:
    """503 for what cannot be answered in time, few file descriptors, little memory; afterwards it answers again."""
    seen = await slack_failing.hang(seconds=6.5, rate=10)

    assert seen.statuses[503] > 0
    assert set(seen.statuses) <= {200, 503}  # 200: it waited for the store until Slack was back
    assert seen.most_fds <= 300
    assert seen.most_rss_mb <= 30

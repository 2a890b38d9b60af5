"""A small Slack on 127.0.0.1: Web API, signed deliveries, Socket Mode.

The tests, the terminal chat and the playground run the real app against it, over real sockets. It imports nothing
of ours, so it cannot know how the app works; it only knows what Slack would send and accept.
"""

from bot.simulator.slack import Reply, SlackSimulator

__all__ = ["Reply", "SlackSimulator"]

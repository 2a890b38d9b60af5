"""What one client may take of us: time, connections, work."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of the HTTP side. A test passes smaller ones."""

    head_seconds: float = 10.0
    """From the connection to the end of its first request's head."""
    body_seconds: float = 3.0
    """For the whole body; Slack itself waits 3 s for the whole answer."""
    keep_alive_seconds: float = 15.0
    """From an answer to the end of the next request's head."""
    linger_seconds: float = 1.0
    """For reading away what we did not want of a body, so that the sender sees our answer."""
    connections: int = 500
    """Open at a time, and as many waiting to be let in; a container often has 1024 file descriptors. Those that say nothing
    go first.
    """

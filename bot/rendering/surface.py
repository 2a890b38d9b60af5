"""Where a message is shown, and what its buttons must carry."""

from dataclasses import dataclass
from enum import Enum

from bot.rendering.carried import Carried


class Seen(Enum):
    """Who sees a message, and how it got there; that decides which buttons it has."""

    PRIVATELY = "ephemeral: the asker alone"
    POSTED = "posted by chat.postMessage"
    SHARED = "shared in the channel through a response_url"


@dataclass(frozen=True, slots=True)
class Surface:
    """One place to show an answer in."""

    seen: Seen
    carried: Carried
    shared_by: str = ""
    """The user id of who shared it."""
    was_shared: bool = False
    """Set on the private reply once it stands in the channel too."""

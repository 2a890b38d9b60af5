"""Slack's payload of a click → Click; the payload stops here. Nothing in it is believed."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bot.rendering.carried import Carried, fingerprint, user_id
from bot.slack.origin import conversation, installation_of, votes_start

Body = dict[str, Any]
"""A part of Slack's payload, as it came."""

TOO_OLD = "I no longer know what that button was for. Please ask again."


@dataclass(frozen=True, slots=True)
class Click:
    """Somebody used an element of a message, a modal or the Home tab."""

    user: str
    team: str
    """The key of the installation that it is for."""
    channel: str
    ts: str
    """The message that was clicked; empty in a view."""
    thread: str | None
    is_private: bool
    """Whether the message is ephemeral: only the asker sees it."""
    trigger: str
    """Good for opening one modal within 3 seconds."""
    value: str
    """Of the button, or of the option that was chosen."""

    @property
    def is_direct(self) -> bool:
        """Whether it happened in a direct conversation."""
        return self.channel.startswith("D")

    @property
    def answer_thread(self) -> str | None:
        """Where a reply to this click belongs: the message's thread; in a channel, one that starts there."""
        return self.thread or (None if self.is_direct else self.ts)

    @property
    def conversation(self) -> str | None:
        """The key of what the thread is about; an ephemeral message belongs to none."""
        if self.is_private:
            return None
        return conversation(self.team, self.channel, self.answer_thread)

    def name_for(self, carried: Carried) -> str:
        """One for each person, message and question (a private reply can be replaced by another); tells nobody who."""
        parts = (self.team, self.user, self.channel, self.ts, fingerprint(carried))
        name = sha256(":".join(parts).encode(errors="replace")).hexdigest()
        start = votes_start(self.team)
        return start + name[len(start) :]


def read(body: Body, action: Body) -> Click:
    """The click in `body`; what is missing or of the wrong kind is empty."""
    container = _part(body, "container")
    message = _part(body, "message")
    chosen = _part(action, "selected_option").get("value") if action else None
    return Click(
        user=user_id(_part(body, "user").get("id")),
        team=installation_of(body),
        channel=_words(_part(body, "channel").get("id") or container.get("channel_id")),
        ts=_words(message.get("ts") or container.get("message_ts")),
        thread=_words(message.get("thread_ts") or container.get("thread_ts")) or None,
        is_private=not message,
        trigger=_words(body.get("trigger_id")),
        value=_words(chosen or action.get("value")),
    )


def _part(holder: Body, name: str) -> Body:
    part = holder.get(name)
    return part if isinstance(part, dict) else {}


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""

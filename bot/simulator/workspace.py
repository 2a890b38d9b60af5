"""The simulator's state: what people see, open modals, the Home tab, and what is still good for how long."""

import asyncio
import secrets
import time
from dataclasses import dataclass

from bot.simulator import limits
from bot.simulator.payloads import APP, BOT_ID, TEAM, Json

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5
MOST_VIEWS = 3
_KEPT = ("ts", "channel", "thread_ts", "user")
"""What a message keeps when it is changed."""
_NOT_SHOWN = ("replace_original", "delete_original")


@dataclass(slots=True)
class _ResponseUrl:
    """Where an app may still answer to."""

    made_at: float
    channel: str
    original: Json | None
    """The message that was clicked; None for a command."""
    uses: int = 0


class Workspace:
    """Everything that changes. Each change counts up `version` and wakes who waits for one."""

    def __init__(self) -> None:
        self.messages: list[Json] = []
        self.caused: list[Json] = []
        """What the app made people see, in order: each message as it was posted, and again as it was changed."""
        self.views: list[Json] = []
        self.home: Json | None = None
        self.refused: list[Json] = []
        self.version = 0
        self.ahead = 0.0
        """Seconds that this Slack's clock is ahead: tests let time pass with it."""
        self._changed = asyncio.Event()
        self._clock = int(time.time() * 1000)
        self._triggers: dict[str, float] = {}
        self._used_triggers: set[str] = set()
        self._response_urls: dict[str, _ResponseUrl] = {}

    def timestamp(self) -> str:
        """A message's `ts`; never the same twice."""
        self._clock += 1
        return f"{self._clock // 1000}.{self._clock % 1000:03d}000"

    def touch(self) -> None:
        """Say that something changed."""
        self.version += 1
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def wait_change(self, since: int, timeout_seconds: float) -> int:
        """The version, as soon as it is above `since`, or when the time is over."""
        if self.version <= since:
            try:
                await asyncio.wait_for(self._changed.wait(), timeout_seconds)
            except TimeoutError:
                return self.version
        return self.version

    def refuse(self, where: str, problems: list[str], body: object) -> None:
        """Note what Slack would have dropped."""
        self.refused.append({"where": where, "problems": problems, "body": body})

    def forget(self) -> None:
        """Let go of what was seen and of what is still good, which in a long run would be all there is to memory."""
        for kept in (self.messages, self.caused, self.refused):
            kept.clear()
        for good in (self._triggers, self._response_urls, self._used_triggers):
            good.clear()

    # --- messages -----------------------------------------------------------------------------

    def show(self, where: str, body: Json, channel: str | None = None) -> Json:
        """Put a message where people see it; `where` is person, message, channel or ephemeral."""
        place = {"channel": channel} if channel else {}
        shown = {"ts": self.timestamp(), **place, **_seen(body), "where": where}
        self.messages.append(shown)
        if where == "person":
            del shown["payload"]
        else:
            self.caused.append(shown)
        self.touch()
        return shown

    def find(self, channel: str, ts: str) -> Json | None:
        """The message that stands there."""
        same = (m for m in self.messages if m["ts"] == ts and m.get("channel") == channel)
        return next(same, None)

    def replace(self, original: Json, changed: Json) -> Json:
        """Put `changed` in the place of a message."""
        kept: Json = {k: original[k] for k in _KEPT if k in original}
        shown: Json = {**_seen(changed), **kept, "where": original["where"], "edited": True}
        self.messages[self._place(original)] = shown
        self.caused.append(shown)
        self.touch()
        return shown

    def remove(self, message: Json) -> None:
        """Take a message away."""
        del self.messages[self._place(message)]
        self.touch()

    def _place(self, message: Json) -> int:
        return next(i for i, m in enumerate(self.messages) if m["ts"] == message["ts"])

    # --- response_url -------------------------------------------------------------------------

    def new_response_url(self, channel: str, original: Json | None = None) -> str:
        """A token, good for 5 uses within 30 minutes."""
        token = secrets.token_hex(8)
        self._response_urls[token] = _ResponseUrl(self.now(), channel, original)
        return token

    def respond(self, token: str, body: Json) -> tuple[int, str]:
        """What Slack answers to a POST to a response_url, as (HTTP status, text)."""
        url = self._response_urls.get(token)
        if url is None or self.now() - url.made_at > RESPONSE_SECONDS:
            return 404, "expired_url"
        if url.uses >= RESPONSE_USES:
            return 404, "used_url"
        url.uses += 1
        original = self.find(url.channel, url.original["ts"]) if url.original else None
        if body.get("delete_original"):
            if original is None:
                return 404, "message_not_found"
            self.remove(original)
            return 200, "ok"
        if not body.get("text") and not body.get("blocks"):
            return 400, "no_text"
        return self._respond_with(url, original, body)

    def _respond_with(
        self, url: _ResponseUrl, original: Json | None, body: Json
    ) -> tuple[int, str]:
        where = "channel" if body.get("response_type") == "in_channel" else "ephemeral"
        replaces = body.get("replace_original") and original is not None
        if replaces and original:
            where = original["where"]
        problems = limits.message_problems(body, _surface(where))
        if problems:
            self.refuse("response_url", problems, body)
            return 400, "invalid_blocks"
        if replaces and original:
            self.replace(original, body)
        else:
            self.show(where, body, url.channel)
        return 200, "ok"

    def acknowledged(self, body: object, channel: str) -> None:
        """Show what the app said inside its acknowledgement of a command; what Slack would drop is noted instead."""
        if not isinstance(body, dict) or not (body.get("text") or body.get("blocks")):
            return
        where = "channel" if body.get("response_type") == "in_channel" else "ephemeral"
        problems = limits.message_problems(body, _surface(where))
        if problems:
            self.refuse("acknowledgement", problems, body)
        else:
            self.show(where, body, channel)

    # --- modals and the Home tab --------------------------------------------------------------

    def new_trigger(self) -> str:
        """A trigger_id, good once within 3 seconds."""
        trigger = secrets.token_hex(8)
        self._triggers[trigger] = self.now()
        return trigger

    def use_trigger(self, trigger: str) -> str | None:
        """Why the trigger cannot be used; None when it was good, and is used now."""
        if trigger not in self._triggers:
            return "invalid_trigger_id"
        if trigger in self._used_triggers:
            return "exchanged_trigger_id"
        if self.now() - self._triggers[trigger] > TRIGGER_SECONDS:
            return "expired_trigger_id"
        self._used_triggers.add(trigger)
        return None

    def open_view(self, view: Json, *, push: bool = False) -> Json:
        """Show a modal: alone, or on top of those that are open."""
        below = self.views[-1] if push and self.views else None
        shown = _new_view(view, below)
        self.views[:] = [*self.views, shown] if push else [shown]
        self.touch()
        return shown

    def update_view(self, old: Json, view: Json) -> Json:
        """Put `view` in the place of an open modal."""
        kept = {k: old[k] for k in ("id", "root_view_id", "previous_view_id")}
        shown = {**_new_view(view, None), **kept}
        self.views[:] = [shown if v["id"] == old["id"] else v for v in self.views]
        self.touch()
        return shown

    def say_errors(self, view: Json, errors: Json) -> None:
        """Keep a modal open, with what is wrong in its form."""
        for open_view in self.views:
            if open_view["id"] == view["id"]:
                open_view["errors"] = errors
        self.touch()

    def publish(self, view: Json) -> Json:
        """Make `view` the Home tab."""
        self.home = _new_view(view, None)
        self.touch()
        return self.home

    def close_view(self, view: Json) -> None:
        """Take a modal away; the one below is seen again."""
        self.views[:] = [open_view for open_view in self.views if open_view["id"] != view["id"]]
        self.touch()

    def close_views(self) -> None:
        """Take all modals away."""
        self.views.clear()
        self.touch()

    def now(self) -> float:
        """What the clock of this Slack says, in seconds."""
        return time.monotonic() + self.ahead


def _surface(where: str) -> str:
    """What a response_url shows in the channel is held to what an ephemeral message is held to."""
    return "message" if where == "message" else "ephemeral"


def _new_view(view: Json, below: Json | None) -> Json:
    view_id = f"V{secrets.token_hex(5).upper()}"
    return {
        **_with_block_ids(view),
        "id": view_id,
        "team_id": TEAM,
        "app_id": APP,
        "bot_id": BOT_ID,
        "hash": secrets.token_hex(6),
        "state": {"values": {}},
        "root_view_id": below["root_view_id"] if below else view_id,
        "previous_view_id": below["id"] if below else None,
    }


def _seen(body: Json) -> Json:
    """The message as it stands there, and beside it the `payload` as the app sent it."""
    payload = {k: v for k, v in body.items() if k != "token"}
    shown = {k: v for k, v in _with_block_ids(payload).items() if k not in _NOT_SHOWN}
    return {**shown, "payload": payload}


def _with_block_ids(holder: Json) -> Json:
    """Slack names the blocks that the app did not name."""
    if not isinstance(holder.get("blocks"), list):
        return holder
    named = [{"block_id": f"b{secrets.token_hex(3)}", **block} for block in holder["blocks"]]
    return {**holder, "blocks": named}

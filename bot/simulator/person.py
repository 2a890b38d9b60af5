"""What a person does in Slack: each doing is delivered to the app, and what the app answered comes back."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.simulator import acting, elements, limits, payloads
from bot.simulator.oauth import OAuth, Place, leaving
from bot.simulator.payloads import CHANNEL, DM, USER, Json
from bot.simulator.wire import FORM, Wire
from bot.simulator.workspace import MOST_VIEWS, Workspace

Settle = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the app answered to one delivery."""

    status: int
    body: Any
    """JSON where the app sent JSON, else text."""
    messages: tuple[Json, ...] = ()
    """What the app made people see because of it, in order: ack bodies, posts, response_url bodies, changed messages."""


class Person:
    """A person in front of the app. `user` is who; set it to be somebody else. `place` is where, if not at home."""

    def __init__(self) -> None:
        self.user = USER
        self._wire = Wire()
        self._workspace = Workspace()
        self.place: Place | None = None
        self.oauth = OAuth(self._workspace.now)
        self._base = ""

    # --- asking -------------------------------------------------------------------------------

    async def command(self, text: str, channel: str = CHANNEL) -> Reply:
        """Type `/whosejob text`. It stands among the messages, with `command`, though only its author sees it."""
        shown = {"channel": channel, "user": self.user, "text": text, "command": "/whosejob"}
        self._workspace.show("person", shown)
        url = self._response_url(channel)
        fields = payloads.command(text, self.user, channel, url, self._workspace.new_trigger())
        return await self._deliver(
            "slash_commands", fields, lambda body: self._workspace.acknowledged(body, channel)
        )

    async def mention(self, text: str, thread_ts: str | None = None) -> Reply:
        """Write `@Whose Job? text` in the channel."""
        inner = payloads.mention(text, self.timestamp(), thread_ts, self.user)
        return await self._write(inner)

    async def direct_message(self, text: str, thread_ts: str | None = None) -> Reply:
        """Write to the bot directly."""
        inner = payloads.direct_message(text, self.timestamp(), thread_ts, self.user)
        return await self._write(inner)

    async def write(self, text: str, thread_ts: str | None = None, channel: str = CHANNEL) -> Reply:
        """Write in a channel without a mention: people see it, the app is not told."""
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        shown = {"channel": channel, "user": self.user, "text": text, **thread}
        self._workspace.show("person", shown)
        return Reply(200, "")

    async def _write(self, inner: Json) -> Reply:
        kept = ("ts", "user", "text", "channel", "thread_ts")
        self._workspace.show("person", {k: inner[k] for k in kept if k in inner})
        return await self.event(inner)

    async def open_home(self) -> Reply:
        """Open the bot's Home tab."""
        view = self._workspace.home
        return await self.event(payloads.home_opened(self.user, self.timestamp(), view))

    async def event(self, inner: Json, event_id: str | None = None) -> Reply:
        """Deliver any event; the same `event_id` again is a redelivery."""
        envelope = payloads.event(inner, event_id or f"Ev{secrets.token_hex(5)}", int(time.time()))
        return await self._deliver("events_api", envelope)

    async def leave(self, kind: str, place: Place, happened_at: float | None = None) -> Reply:
        """Tell the app that it was removed from there (`kind`: app_uninstalled, tokens_revoked)."""
        when = time.time() if happened_at is None else happened_at
        status, body = await self._wire.send("events_api", leaving(kind, place, int(when)))
        return Reply(status, body)

    # --- using blocks -------------------------------------------------------------------------

    async def click(self, action: Json, message: Json, chosen: Any = None) -> Reply:
        """Use an element of a message that the simulator showed.

        `action` is the element as it stands in the blocks. Of a menu or overflow, `chosen` is the `value` of the
        option (or the whole option); of feedback_buttons the value of the button, or "positive" / "negative".
        """
        place = payloads.in_message(message)
        blocks = message.get("blocks") or []
        return await self._interact(
            "block_actions",
            **place,
            response_url=self._response_url(message.get("channel", CHANNEL), message),
            state={"values": {}},
            actions=[acting.action(action, blocks, chosen, self.timestamp())],
        )

    async def act(
        self, action: Json, view: Json, values: Json | None = None, chosen: Any = None
    ) -> Reply:
        """Use an element of an open modal or of the Home tab. `values`: what the inputs hold, as in submit()."""
        held = acting.values(view, values or {})
        made = acting.action(action, view.get("blocks") or [], chosen, self.timestamp())
        if "selected_option" in made and made["block_id"] in held:
            held[made["block_id"]][made["action_id"]] = {
                "type": made["type"],
                "selected_option": made["selected_option"],
            }
        return await self._interact("block_actions", **payloads.in_view(view, held), actions=[made])

    async def suggest(self, action_id: str, block_id: str, typed: str, container: Json) -> Reply:
        """Type into an external_select of `container` (a view or a message); `Reply.body` has `options`."""
        in_view = "private_metadata" in container or "root_view_id" in container
        place = payloads.in_view(container, {}) if in_view else payloads.in_message(container)
        reply = await self._interact(
            "block_suggestion", **place, action_id=action_id, block_id=block_id, value=typed
        )
        options = reply.body.get("options", []) if isinstance(reply.body, dict) else []
        problems = list(elements.option_problems(options))
        if problems:
            self._workspace.refuse("options", problems, reply.body)
        return reply

    async def submit(self, view: Json, values: Json | None = None) -> Reply:
        """Send a modal's form. `values`: text, option `value` or option, by action_id; the rest keeps its start.

        What the app answers is done: errors stand in the view under `errors`, update | push | clear change the
        stack, anything else closes the modal.
        """
        place = payloads.in_view(view, acting.values(view, values or {}))
        fields = {"view": place["view"], "trigger_id": self._workspace.new_trigger()}
        payload = payloads.interaction("view_submission", self.user, response_urls=[], **fields)
        return await self._deliver("interactive", payload, lambda body: self._settle(view, body))

    async def close(self, view: Json) -> Reply:
        """Close a modal with its Cancel button; the app is told if it asked to be."""
        self._workspace.close_view(view)
        if not view.get("notify_on_close"):
            return Reply(200, "")
        fields = {"view": view, "is_cleared": False}
        return await self._deliver(
            "interactive", payloads.interaction("view_closed", self.user, **fields)
        )

    def _settle(self, view: Json, body: Any) -> None:
        """Do to the modals what the app answered to a submission."""
        answer = body if isinstance(body, dict) else {}
        action = answer.get("response_action")
        if action == "errors":
            self._workspace.say_errors(view, answer.get("errors", {}))
        elif action in ("update", "push"):
            self._show_next(view, answer.get("view") or {}, push=action == "push")
        elif action == "clear":
            self._workspace.close_views()
        else:
            self._workspace.close_view(view)

    def _show_next(self, view: Json, following: Json, *, push: bool) -> None:
        problems = limits.view_problems(following)
        if push and len(self._workspace.views) >= MOST_VIEWS:
            problems.append("push_limit_reached")
        if problems:
            self._workspace.refuse("view", problems, following)
        elif push:
            self._workspace.open_view(following, push=True)
        else:
            self._workspace.update_view(view, following)

    # --- delivering ---------------------------------------------------------------------------

    def timestamp(self) -> str:
        """A message's `ts`; never the same twice."""
        return self._workspace.timestamp()

    async def deliver(
        self, body: bytes, content_type: str = FORM, headers: dict[str, str] | None = None
    ) -> Reply:
        """POST any body to the app, signed as Slack does. `headers` replace the right ones."""
        status, content = await self._wire.post(body, content_type, headers or {})
        return Reply(status, content)

    async def _interact(self, kind: str, **fields: Any) -> Reply:
        trigger = self._workspace.new_trigger()
        payload = payloads.interaction(kind, self.user, trigger_id=trigger, **fields)
        return await self._deliver("interactive", payload)

    async def _deliver(self, kind: str, payload: Json, settle: Settle | None = None) -> Reply:
        before = len(self._workspace.caused)
        payload = self.place.mark(payload) if self.place else payload
        status, body = await self._wire.send(kind, payload)
        if settle and status == 200:
            settle(body)
        return Reply(status, body, tuple(self._workspace.caused[before:]))

    def _response_url(self, channel: str, original: Json | None = None) -> str:
        token = self._workspace.new_response_url(channel or DM, original)
        return f"{self._base}/respond/{token}"

"""The Web API: a method and its arguments → Slack's answer, done to the workspace."""

from collections.abc import Callable

from bot.simulator import limits, payloads
from bot.simulator.payloads import Json
from bot.simulator.workspace import MOST_VIEWS, Workspace

_OK: Json = {"ok": True}


def result(workspace: Workspace, method: str, arguments: Json) -> Json:
    """What Slack answers to `method`."""
    known = _METHODS.get(method)
    return known(workspace, arguments) if known else _error("unknown_method")


def _error(error: str, problems: list[str] | None = None) -> Json:
    details = {"response_metadata": {"messages": [f"[ERROR] {p}" for p in problems or ()]}}
    return {"ok": False, "error": error, **(details if problems else {})}


def _auth_test(_: Workspace, __: Json) -> Json:
    return {
        "ok": True,
        "team_id": payloads.TEAM,
        "team": "Simulator",
        "user_id": payloads.BOT_USER,
        "user": "whosejob",
        "bot_id": payloads.BOT_ID,
        "url": "https://simulator.slack.com/",
    }


# --- chat ----------------------------------------------------------------------------------------


def _post(where: str) -> Callable[[Workspace, Json], Json]:
    def post(workspace: Workspace, arguments: Json) -> Json:
        wrong = _refusal(arguments, where)
        if wrong:
            return wrong
        shown = workspace.show(where, arguments)
        name = "message_ts" if where == "ephemeral" else "ts"
        return {**_OK, "channel": arguments.get("channel"), name: shown["ts"], "message": shown}

    return post


def _refusal(arguments: Json, where: str) -> Json | None:
    if not arguments.get("channel"):
        return _error("channel_not_found")
    if not arguments.get("text") and not arguments.get("blocks"):
        return _error("no_text")
    problems = limits.message_problems(arguments, where)
    if not problems:
        return None
    if "msg_blocks_too_long" in problems:
        return _error("msg_blocks_too_long")
    return _error("invalid_blocks", problems)


def _update(workspace: Workspace, arguments: Json) -> Json:
    original = _own(workspace, arguments)
    if original is None:
        return _error("message_not_found")
    wrong = _refusal(arguments, "message")
    if wrong:
        return wrong
    shown = workspace.replace(original, arguments)
    return {**_OK, "channel": arguments["channel"], "ts": shown["ts"], "message": shown}


def _delete(workspace: Workspace, arguments: Json) -> Json:
    original = _own(workspace, arguments)
    if original is None:
        return _error("message_not_found")
    workspace.remove(original)
    return {**_OK, "channel": arguments["channel"], "ts": arguments["ts"]}


def _own(workspace: Workspace, arguments: Json) -> Json | None:
    """The message, if the app may change it: its own, and no ephemeral one."""
    found = workspace.find(arguments.get("channel", ""), arguments.get("ts", ""))
    return found if found and found["where"] in ("message", "channel") else None


# --- views ---------------------------------------------------------------------------------------


def _open(workspace: Workspace, arguments: Json) -> Json:
    return _show_view(workspace, arguments, push=False)


def _push(workspace: Workspace, arguments: Json) -> Json:
    if len(workspace.views) >= MOST_VIEWS:
        return _error("push_limit_reached")
    return _show_view(workspace, arguments, push=True)


def _show_view(workspace: Workspace, arguments: Json, *, push: bool) -> Json:
    refused = workspace.use_trigger(arguments.get("trigger_id", ""))
    if refused:
        return _error(refused)
    view = arguments.get("view") or {}
    problems = _view_problems(view, "modal")
    if problems:
        return _error("invalid_arguments", problems)
    return {**_OK, "view": workspace.open_view(view, push=push)}


def _update_view(workspace: Workspace, arguments: Json) -> Json:
    names = [(k, arguments[a]) for k, a in _VIEW_NAMES.items() if arguments.get(a)]
    old = next((v for v in workspace.views if any(v.get(k) == n for k, n in names)), None)
    if old is None:
        return _error("not_found")
    if arguments.get("hash") not in (None, old["hash"]):
        return _error("hash_conflict")
    view = arguments.get("view") or {}
    problems = _view_problems(view, "modal")
    if problems:
        return _error("invalid_arguments", problems)
    return {**_OK, "view": workspace.update_view(old, view)}


_VIEW_NAMES = {"id": "view_id", "external_id": "external_id"}


def _publish(workspace: Workspace, arguments: Json) -> Json:
    view = arguments.get("view") or {}
    old = workspace.home
    if old and arguments.get("hash") not in (None, old["hash"]):
        return _error("hash_conflict")
    problems = _view_problems(view, "home")
    if problems:
        return _error("invalid_arguments", problems)
    return {**_OK, "view": workspace.publish(view)}


def _view_problems(view: Json, kind: str) -> list[str]:
    if view.get("type") != kind:
        return [f"invalid view type {view.get('type')}, expected {kind}"]
    return limits.view_problems(view)


_METHODS: dict[str, Callable[[Workspace, Json], Json]] = {
    "auth.test": _auth_test,
    "chat.postMessage": _post("message"),
    "chat.postEphemeral": _post("ephemeral"),
    "chat.update": _update,
    "chat.delete": _delete,
    "views.open": _open,
    "views.push": _push,
    "views.update": _update_view,
    "views.publish": _publish,
}

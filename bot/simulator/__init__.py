"""A small Slack on 127.0.0.1: Web API, signed deliveries, Socket Mode; stateful like Slack itself.

The tests, the terminal chat and the playground run the real app against it, over real sockets. It imports nothing
of ours, so it cannot know how the app works; it only knows what Slack would send and accept.

    async with SlackSimulator() as slack:
        slack.app_url = ...                      where it delivers (HTTP); an app that connects in Socket Mode gets all there
        reply = await slack.command("who patches RDS?")

Two parts are beside it: `redelivering.py` does with an event what Slack does until somebody acknowledges it, and
`slack.delays` (delays.py) lets Web API calls take their time, or loses their answers after they were done.

What is seen (plain dicts as Slack's own JSON; blocks always have a block_id):

    slack.messages      everything people see, in order. `where`: person (what they wrote), message (posted), channel
                        (in_channel through an ack or response_url), ephemeral; with ts, channel, thread_ts, text, blocks,
                        `payload` (as the app sent it), `edited`; a person's slash command has `command`
    slack.views         open modals, the last in front: id, hash, root_view_id, previous_view_id, `errors` after a refused submit
    slack.home          the published Home view, or None
    slack.refused       acks, response_url bodies, views and options that Slack would have dropped: where, problems, body
    slack.calls         every Web API call, as (method, arguments); posts to a response_url as ("response_url", body)
    slack.version       counts every change; `await slack.wait_change(since, timeout_seconds)` waits for the next one

What a person does; all are async and return a Reply(status, body, messages), `messages` being what the app showed:

    command(text, channel=CHANNEL) · mention(text, thread_ts) · direct_message(text, thread_ts) · open_home()
    write(text, thread_ts, channel)          a message that the app is not told of
    click(action, message, chosen)           an element of a message, as it stands in the blocks
    act(action, view, values, chosen)        an element of a modal or of the Home tab
    suggest(action_id, block_id, typed, container)   type-ahead; Reply.body["options"]
    submit(view, values) · close(view)       values: text or option `value` by action_id, or Slack's own state.values

`chosen` is the `value` of a menu's option, or "positive" / "negative" for feedback buttons. `slack.user = "U2"` makes the
next doings those of another person. `event(inner)` and `deliver(body)` send anything. `slack.clock_ahead` shifts the Date of
its answers; `slack.later(seconds)` lets trigger_ids (3 s, once) and response_urls (5 uses, 30 min) grow old.

What goes wrong: `slack.failures[method]` plans it once each, `slack.standing[method]` until it is taken out: an error body, an
HTTP status, or a `Trouble` (hang, cut before or after the call was done, pages, rubbish, 429). `slack.slow[method]` is how many seconds Slack takes. `slack.scopes` is what the
token may do. `slack.sockets` cuts and refuses connections, says goodbye, stops answering pings, loses acknowledgements.

An app for several workspaces: `slack.oauth` is what Slack knows of who installed it (oauth.redirect_url, oauth.approver,
oauth.token_seconds, oauth.used), `slack.place = Place(...)` where the next doings happen, `slack.leave(kind, place)` removes it.

Files: payloads.py what Slack sends · acting.py what a person chose · limits.py and elements.py what Slack refuses ·
workspace.py the state · web_api.py the methods · wire.py HTTP · sockets.py Socket Mode · trouble.py what goes wrong ·
person.py the doings · oauth.py installations · slack.py the server.
"""

from bot.simulator.oauth import Place
from bot.simulator.person import Reply
from bot.simulator.slack import SlackSimulator
from bot.simulator.trouble import Trouble

__all__ = ["Place", "Reply", "SlackSimulator", "Trouble"]

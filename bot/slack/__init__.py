"""The Slack edge: carries text in and a reply out. The flow is written once, in reply.py.

In      door.py (HTTP: gate.py, reading.py, shapes.py, replays.py, limits.py, reaping.py, refusal_log.py) or
        socket_mode.py (connecting.py, envelopes.py, backoff.py), both through dispatching.py to Bolt
Asked   commands.py, messages.py (deliveries.py: once for each; flooding.py and loops.py: how often), actions.py, home.py with
        searching.py, sharing.py, explaining.py, feedback.py (clicks.py reads what was clicked); unknown.py takes the rest
Out     sending.py and responding.py, in the pace of pacing.py; failing.py says what follows when Slack does not take it
Whole   serving.py puts all together: app.py (the Bolt app), desk.py (what listeners are handed), reloading.py, signing_in.py,
        health.py with status.py, heartbeat.py, clock.py and watching.py
Many    distributing.py: several workspaces (installing.py, install_pages.py, exchanging.py, renewing.py, leaving.py, workspaces.py);
        origin.py says which installation a payload is for
"""

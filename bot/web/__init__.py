"""The page that looks like a small Slack, on 127.0.0.1: a person in front of the simulator, and no second answer path.

play.py starts it, server.py serves it, guard.py keeps other websites out, person.py reads what was typed;
playground/ is the page itself: plain HTML, CSS and ES modules that draw the Block Kit JSON Slack would receive.
"""

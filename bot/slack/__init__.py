"""The Slack edge: carries text in and a reply out. The flow is written once, in reply.py."""

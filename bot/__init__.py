"""Whose Job?: a question in Slack becomes an ownership breakdown.

What a question goes through, and the room that does it:

    a message              slack/, web/, cli/       carry text in and a reply out
      → understanding/     text → Question            which services, options, areas; what is asked; how sure
      → answering/         Question + Knowledge → Answer
      → rendering/         Answer → blocks | plain text | JSON
      → the edge sends it
    knowledge/             YAML files → Knowledge     read strictly, checked, frozen
    store/                 deliveries seen, threads, questions we could not answer, votes, installations

`answering.answer(text, context, knowledge)` is the only door: every edge calls it and nothing deeper. It is pure:
no file, no clock, no network, no Slack.

Who may import whom (each only what stands before it; rooms between bars do not know each other):

    errors, model < understanding | knowledge < answering < rendering | upkeep
      < settings | logs | metrics < store < slack < local < web < chat < cli < __main__

`simulator/` (a small Slack on 127.0.0.1) stands alone and imports nothing of ours; local.py puts the real app behind it,
web/ (the page for a browser) and chat.py (the terminal) put a person in front of it. They know nothing of answering.
One library, one home: rapidfuzz in understanding/matching.py, yaml in knowledge/strict_yaml.py, SQLAlchemy in
store/ (with alembic, asyncpg and cryptography), the environment in settings.py, prometheus_client in metrics.py, Slack's
libraries in slack/, typer in cli/. tests/test_architecture.py holds us to both.
"""

__version__ = "0.1.0"

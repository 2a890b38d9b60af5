"""The tables as they were before they had a history; what a file already has of them stays as it is."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None


def upgrade() -> None:
    """Make what is missing."""
    op.create_table(
        "deliveries",
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "threads",
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        if_not_exists=True,
    )
    for table in ("deliveries", "threads"):
        op.create_index(f"ix_{table}_at", table, ["at"], if_not_exists=True)
    _feedback_and_misses()


def _feedback_and_misses() -> None:
    lengths = {"verdict": 4, "kind": 20, "services": 300, "areas": 300, "option": 120}
    op.create_table(
        "feedback",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        *(sa.Column(name, sa.String(most), nullable=False) for name, most in lengths.items()),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "misses",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("words", sa.String(300), nullable=False),
        if_not_exists=True,
    )

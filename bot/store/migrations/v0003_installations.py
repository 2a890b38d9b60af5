"""Several workspaces: who installed the app, and who has begun to."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "installations",
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("bot_id", sa.String(40), nullable=False),
        sa.Column("bot_user", sa.String(40), nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("ends_at", sa.Float, nullable=True),
        sa.Column("installed_at", sa.Float, nullable=False),
        sa.Column("stamp", sa.String(32), nullable=False),
        sa.Column("renewing_until", sa.Float, nullable=False),
    )
    op.create_table(
        "oauth_states",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("until", sa.Float, nullable=False),
    )
    op.create_index("ix_oauth_states_until", "oauth_states", ["until"])

"""Which process leased a delivery, so that another cannot free it."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    """Leases from before belong to nobody and run out by themselves."""
    op.add_column(
        "deliveries", sa.Column("owner", sa.String(32), nullable=False, server_default="")
    )

"""The history of the tables, one file a step, run in order by `whosejob db upgrade` (SQLite: when it is opened).

To change a table: change tables.py, and add `v<next number>_<what>.py` here that does the same to a database in use:

    revision, down_revision = "0003", "0002"

    def upgrade() -> None:
        op.add_column("threads", sa.Column("team", sa.String(40), nullable=False, server_default=""))

Only add, and give a new column a default: the version before must go on serving while the new one starts. A step that was
released is never edited. tests/store/test_migrations.py compares the end of the history with tables.py on both databases.
"""

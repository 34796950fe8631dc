"""Add the index of words, and whether a member can be found by her name.

The index is filled at the next start, from what is there.

Revision: 0017, after 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "members", sa.Column("findable", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5"
            "(words, thing UNINDEXED, tokenize = 'ascii', columnsize = 0)"
        )
        return
    op.execute(
        "CREATE TABLE search (place BIGINT CONSTRAINT search_pkey PRIMARY KEY,"
        " thing VARCHAR(80) NOT NULL CONSTRAINT search_thing_key UNIQUE, words TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX search_words_idx ON search USING gin (words)")


def downgrade() -> None:
    op.execute("DROP TABLE search")
    op.drop_column("members", "findable")

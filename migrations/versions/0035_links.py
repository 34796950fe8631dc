"""Watch over links.

Revision: 0035, after 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "watched_links",
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("looked", sa.Date(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("watched_links_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("watched_links_due_idx", "watched_links", ["due"])
    op.create_table(
        "link_places",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("thing_id", BIG, autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.ForeignKeyConstraint(["key"], ["watched_links.key"], name=op.f("link_places_key_fkey")),
        sa.PrimaryKeyConstraint("kind", "thing_id", "key", name=op.f("link_places_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("link_places_key_idx", "link_places", ["key"])


def downgrade() -> None:
    op.drop_table("link_places")
    op.drop_table("watched_links")

"""Give posts an ending, and keep those that wait to be published.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # As the databases do it themselves: a table that others refer to is not to be made anew.
    op.add_column("posts", sa.Column("ends_on", sa.Date(), nullable=True))
    op.create_index(
        "posts_ends_on_idx",
        "posts",
        ["ends_on"],
        sqlite_where=sa.text("ends_on IS NOT NULL"),
        postgresql_where=sa.text("ends_on IS NOT NULL"),
    )
    op.create_table(
        "waiting_posts",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("owner", sa.LargeBinary(length=16), nullable=False),
        sa.Column("submit_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_quarter", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("waiting_posts_pkey")),
        sa.UniqueConstraint("submit_key", name=op.f("waiting_posts_submit_key_key")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("waiting_posts")
    op.drop_index("posts_ends_on_idx", "posts")
    op.drop_column("posts", "ends_on")
    # A state that was not known before: both are lines without words.
    op.execute("UPDATE posts SET state = 'deleted' WHERE state = 'ended'")

"""Keep evidence files, and know on which day a thread was opened, so that wins have an order.

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("evidence_pkey")),
    )
    # As the databases do it themselves: a table that others refer to is not to be made anew.
    op.add_column(
        "threads",
        sa.Column("opened_day", sa.Date(), server_default="1970-01-01", nullable=False),
    )
    op.execute(
        "UPDATE threads SET opened_day = (SELECT posts.day FROM posts "
        "WHERE posts.thread_id = threads.id AND posts.seq = 1) "
        "WHERE EXISTS (SELECT 1 FROM posts WHERE posts.thread_id = threads.id AND posts.seq = 1)"
    )
    op.create_index(
        "threads_wins_idx",
        "threads",
        ["opened_day", "id"],
        sqlite_where=sa.text("intent = 'celebrate'"),
        postgresql_where=sa.text("intent = 'celebrate'"),
    )


def downgrade() -> None:
    op.drop_index("threads_wins_idx", "threads")
    op.drop_column("threads", "opened_day")
    op.drop_table("evidence")

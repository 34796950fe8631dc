"""Mark replies as advice, find the threads that wait for an answer, keep a rota of greeters.

Revision: 0012, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNANSWERED = sa.text("replies = 0")


def upgrade() -> None:
    # As the databases do it themselves: a table that others refer to is not to be made anew.
    for table, name in (("posts", "advice"), ("held_posts", "advice"), ("circles", "greets")):
        op.add_column(
            table, sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.create_index(
        "threads_waiting_idx",
        "threads",
        ["circle_id", "active_day", "id", "intent"],
        sqlite_where=UNANSWERED,
        postgresql_where=UNANSWERED,
    )
    op.create_table(
        "greeters",
        sa.Column("circle_id", BIG, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle_id", "member_id"],
            ["memberships.circle_id", "memberships.member_id"],
            name=op.f("greeters_circle_id_member_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("greeters_member_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("circle_id", "week", "member_id", name=op.f("greeters_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("greeters_member_id_idx", "greeters", ["member_id", "circle_id"])


def downgrade() -> None:
    op.drop_table("greeters")
    op.drop_index("threads_waiting_idx", "threads")
    for table, name in (("circles", "greets"), ("held_posts", "advice"), ("posts", "advice")):
        op.drop_column(table, name)

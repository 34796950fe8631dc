"""Keep what members are told, and how each wants to be told.

Revision: 0019, after 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "noted_counts",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("n", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("noted_counts_member_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("noted_counts_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notifications",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("n", BIG, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("thing_kind", sa.String(200), nullable=False),
        sa.Column("thing_id", sa.String(200), nullable=False),
        sa.Column("circle_id", BIG, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("notifications_member_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["circle_id"],
            ["circles.id"],
            name=op.f("notifications_circle_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("notifications_pkey")),
        sa.UniqueConstraint("member_id", "n", name=op.f("notifications_member_id_n_key")),
        sa.UniqueConstraint(
            "member_id",
            "kind",
            "thing_kind",
            "thing_id",
            name=op.f("notifications_member_id_kind_thing_kind_thing_id_key"),
        ),
    )
    op.create_index("notifications_day_idx", "notifications", ["day"])
    op.create_index("notifications_circle_id_idx", "notifications", ["circle_id"])
    op.create_table(
        "notification_choices",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("notification_choices_member_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("notification_choices_pkey")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("notification_choices")
    op.drop_table("notifications")
    op.drop_table("noted_counts")

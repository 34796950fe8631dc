"""Keep mentoring groups and who is in them.

Revision: 0028, after 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for table, flag in (("circles", "bound"), ("mentorships", "grouped")):
        op.add_column(
            table, sa.Column(flag, sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.create_table(
        "mentoring_groups",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=True),
        sa.Column("circle_id", BIG, nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["members.id"],
            name=op.f("mentoring_groups_mentor_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["circle_id"],
            ["circles.id"],
            name=op.f("mentoring_groups_circle_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("mentoring_groups_pkey")),
        sa.UniqueConstraint("circle_id", name=op.f("mentoring_groups_circle_id_key")),
    )
    op.create_index(op.f("mentoring_groups_mentor_id_idx"), "mentoring_groups", ["mentor_id"])
    op.create_table(
        "group_seats",
        sa.Column("group_id", BIG, nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("mentorship_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["mentoring_groups.id"],
            name=op.f("group_seats_group_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("group_seats_member_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.id"],
            name=op.f("group_seats_mentorship_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("group_id", "member_id", name=op.f("group_seats_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("group_seats_member_id_idx", "group_seats", ["member_id", "group_id"])
    op.create_index(op.f("group_seats_mentorship_id_idx"), "group_seats", ["mentorship_id"])


def downgrade() -> None:
    op.drop_table("group_seats")
    op.drop_table("mentoring_groups")
    for table, flag in (("mentorships", "grouped"), ("circles", "bound")):
        op.drop_column(table, flag)

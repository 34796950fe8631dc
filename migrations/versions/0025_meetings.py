"""Keep meetings, and the hash of a calendar's address.

Revision: 0025, after 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("mentorship_id", BIG, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.id"],
            name=op.f("meetings_mentorship_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("meetings_pkey")),
    )
    op.create_index("meetings_mentorship_id_idx", "meetings", ["mentorship_id"])
    op.create_table(
        "calendars",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("h", sa.LargeBinary(32), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("calendars_member_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("calendars_pkey")),
        sa.UniqueConstraint("h", name=op.f("calendars_h_key")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("calendars")
    op.drop_table("meetings")

"""Keep what two people have in a mentorship: sealed.

Revision: 0024, after 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mentorship_courses",
        sa.Column("mentorship_id", BIG, nullable=False),
        sa.Column("completes", sa.Date(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.id"],
            name=op.f("mentorship_courses_mentorship_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mentorship_id", name=op.f("mentorship_courses_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("mentorship_courses_completes_idx", "mentorship_courses", ["completes"])
    op.create_table(
        "mentorship_entries",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("mentorship_id", BIG, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.id"],
            name=op.f("mentorship_entries_mentorship_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("mentorship_entries_pkey")),
    )
    op.create_index(
        op.f("mentorship_entries_mentorship_id_idx"), "mentorship_entries", ["mentorship_id"]
    )


def downgrade() -> None:
    op.drop_table("mentorship_entries")
    op.drop_table("mentorship_courses")

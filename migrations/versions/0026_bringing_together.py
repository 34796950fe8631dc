"""Keep what mentors say of those they were with, and who is to be introduced to whom.

Revision: 0026, after 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "recommendations",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("mentorship_id", BIG, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.id"],
            name=op.f("recommendations_mentorship_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("recommendations_pkey")),
        sa.UniqueConstraint("mentorship_id", name=op.f("recommendations_mentorship_id_key")),
    )
    op.create_table(
        "introduction_boxes",
        sa.Column("owner", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("introduction_boxes_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "introductions",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("submit_key", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("introductions_pkey")),
        sa.UniqueConstraint("submit_key", name=op.f("introductions_submit_key_key")),
    )
    op.create_table(
        "handed_introductions",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("submit_key", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("handed_introductions_pkey")),
        sa.UniqueConstraint("submit_key", name=op.f("handed_introductions_submit_key_key")),
    )


def downgrade() -> None:
    op.drop_table("handed_introductions")
    op.drop_table("introductions")
    op.drop_table("introduction_boxes")
    op.drop_table("recommendations")

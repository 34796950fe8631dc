"""Keep what waits to go into a letter, and where letters come back from.

Revision: 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mail_notes",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("mail_notes_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("mail_notes_due_idx", "mail_notes", ["due"])
    op.create_table(
        "mail_refusals",
        sa.Column("address", sa.LargeBinary(length=16), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("mail_refusals_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "circle_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("circle_id", BIG, nullable=False),
        sa.Column("bump", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["circle_id"],
            ["circles.id"],
            name=op.f("circle_counts_circle_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("day", "circle_id", name=op.f("circle_counts_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("circle_counts_circle_id_idx", "circle_counts", ["circle_id"])


def downgrade() -> None:
    op.drop_table("circle_counts")
    op.drop_table("mail_refusals")
    op.drop_table("mail_notes")

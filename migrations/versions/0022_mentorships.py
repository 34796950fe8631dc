"""Keep who is whose mentor.

Revision: 0022, after 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = sa.text("state IN ('active', 'paused')")


def upgrade() -> None:
    op.create_table(
        "mentorships",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=True),
        sa.Column("mentee_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("began", sa.Date(), nullable=False),
        sa.Column("over", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["members.id"],
            name=op.f("mentorships_mentor_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["mentee_id"],
            ["members.id"],
            name=op.f("mentorships_mentee_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("mentorships_pkey")),
    )
    op.create_index(
        "mentorships_live_idx",
        "mentorships",
        ["mentor_id", "mentee_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_index("mentorships_mentor_id_idx", "mentorships", ["mentor_id", "id"])
    op.create_index("mentorships_mentee_id_idx", "mentorships", ["mentee_id", "id"])


def downgrade() -> None:
    op.drop_table("mentorships")

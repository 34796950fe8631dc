"""Keep what members keep of opportunities, and what they say of them without their names.

Revision: 0033, after 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "opportunity_watches",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("opportunity_watches_pkey")),
    )
    op.create_table(
        "opportunity_answered",
        sa.Column("opportunity_id", BIG, nullable=False),
        sa.Column("answerer", sa.LargeBinary(16), nullable=False),
        _of_opportunity("opportunity_answered"),
        sa.PrimaryKeyConstraint(
            "opportunity_id", "answerer", name=op.f("opportunity_answered_pkey")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "opportunity_reality",
        sa.Column("opportunity_id", BIG, nullable=False),
        sa.Column("real", sa.Integer(), nullable=False),
        sa.Column("not_real", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        _of_opportunity("opportunity_reality"),
        sa.PrimaryKeyConstraint("opportunity_id", name=op.f("opportunity_reality_pkey")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("opportunity_reality", "opportunity_answered", "opportunity_watches"):
        op.drop_table(table)


def _of_opportunity(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["opportunity_id"],
        ["opportunities.id"],
        name=op.f(f"{table}_opportunity_id_fkey"),
        ondelete="CASCADE",
    )

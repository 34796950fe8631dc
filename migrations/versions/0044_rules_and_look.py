"""Keep the rules of the site, and how it looks.

Revision: 0044, after 0043
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_rules",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("site_rules_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "site_looks",
        sa.Column("part", sa.String(40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("site_looks_pkey")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("site_looks")
    op.drop_table("site_rules")

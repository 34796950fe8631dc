"""Keep what administrators decide of the site.

Revision: 0042, after 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_settings",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("site_settings_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "site_help_lines",
        sa.Column("code", sa.String(200), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("site_help_lines_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "last_done",
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("what", name=op.f("last_done_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "announcements",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("announcements_pkey")),
        sqlite_with_rowid=False,
    )
    op.add_column("circles", sa.Column("closed", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("circles", "closed")
    op.drop_table("announcements")
    op.drop_table("last_done")
    op.drop_table("site_help_lines")
    op.drop_table("site_settings")

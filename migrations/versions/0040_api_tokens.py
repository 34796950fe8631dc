"""Keep the tokens by which programs of members ask.

Revision: 0040, after 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("h", sa.LargeBinary(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_week", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("h", name=op.f("api_tokens_pkey")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("api_tokens")

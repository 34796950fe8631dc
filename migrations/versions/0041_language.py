"""Keep in which language a member wants pages and letters.

Revision: 0041, after 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "members", sa.Column("language", sa.String(200), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("members", "language")

"""Find the pinned threads of a circle without a look at all of them.

Revision: 0045, after 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "threads_pinned_idx",
        "threads",
        ["circle_id", "bump"],
        sqlite_where=sa.text("pinned IS 1"),
        postgresql_where=sa.text("pinned IS true"),
    )


def downgrade() -> None:
    op.drop_index("threads_pinned_idx", "threads")

"""Let members follow members, or refuse to be followed.

Revision: 0021, after 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # As the databases do it themselves: a table that others refer to is not to be made anew.
    op.add_column(
        "members", sa.Column("followers", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.create_index(
        "posts_started_idx",
        "posts",
        ["author_id", "day"],
        sqlite_where=sa.text("seq = 1 AND author_id IS NOT NULL"),
        postgresql_where=sa.text("seq = 1 AND author_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("posts_started_idx", "posts")
    op.drop_column("members", "followers")

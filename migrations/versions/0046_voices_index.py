"""Find the posts of voices in a thread without reading their words.

Revision: 0046, after 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

VOICES = sa.text("voice IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "posts_voices_idx",
        "posts",
        ["thread_id", "id", "voice", "state"],
        sqlite_where=VOICES,
        postgresql_where=VOICES,
    )


def downgrade() -> None:
    op.drop_index("posts_voices_idx", "posts")

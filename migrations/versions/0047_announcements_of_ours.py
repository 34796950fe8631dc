"""Keep of an announcement what it tells, so that one of ours is said in the reader's language.

Revision: 0047, after 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "announcements", sa.Column("saying", sa.String(40), server_default="own", nullable=False)
    )


def downgrade() -> None:
    # Without the column nobody knows what such a one says.
    op.execute(sa.text("DELETE FROM announcements WHERE saying <> 'own'"))
    op.drop_column("announcements", "saying")

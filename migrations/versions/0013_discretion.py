"""Let a member choose how discreet her pages and letters are.

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # As the databases do it themselves: a table that others refer to is not to be made anew.
    op.add_column(
        "members", sa.Column("discretion", sa.String(40), nullable=False, server_default="open")
    )


def downgrade() -> None:
    op.drop_column("members", "discretion")

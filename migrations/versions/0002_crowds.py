"""Count among how many a pseudonym hides.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # As the databases do it themselves: a table that others refer to is not to be made anew.
    op.add_column("circles", sa.Column("crowd", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("circles", "crowd")

"""Let open cases of somebody who is worried about somebody stand first, as new ones do.

Revision: 0016, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0010"
branch_labels = None
depends_on = None

# What the reason has weighed more since.
MORE = 1_000_000 - 80
MOVE = sa.text(
    "UPDATE cases SET urgency = urgency + :more WHERE reason = 'worried' AND state <> 'decided'"
)


def upgrade() -> None:
    op.execute(MOVE.bindparams(more=MORE))


def downgrade() -> None:
    op.execute(MOVE.bindparams(more=-MORE))

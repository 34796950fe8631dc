"""Let a member block and mute: blind keys of who has blocked whom, and her own sealed list.

Revision: 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blocks",
        sa.Column("pair", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("pair", name=op.f("blocks_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shields",
        sa.Column("owner", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("shields_pkey")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("shields")
    op.drop_table("blocks")
    # Nothing rings for what is no longer there.
    op.execute(sa.text("DELETE FROM bells WHERE name = 'shields'"))

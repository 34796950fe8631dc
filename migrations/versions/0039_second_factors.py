"""Keep what shows, beside her password, that it is a member.

Revision: 0039, after 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_factors",
        sa.Column("owner", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("second_factors_pkey")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    # What members are told of their accounts is a kind that older programs do not know.
    op.execute("DELETE FROM notifications WHERE kind = 'account'")
    op.drop_table("second_factors")

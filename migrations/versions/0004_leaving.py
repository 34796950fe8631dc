"""Let members leave, and find what is theirs by its day.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closures",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.String(length=200), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("fate", sa.String(40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("closures_member_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("closures_pkey")),
        sa.UniqueConstraint("handle", name=op.f("closures_handle_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "former_handles",
        sa.Column("h", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("h", name=op.f("former_handles_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "removal_queue",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("removal_queue_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("threads_active_idx", "threads", ["active_day", "id"])


def downgrade() -> None:
    # What leaving was did not exist before; such an account stays shut.
    op.execute("UPDATE members SET standing = 'suspended' WHERE standing = 'closed'")
    op.drop_index("threads_active_idx", table_name="threads")
    op.drop_table("removal_queue")
    op.drop_table("former_handles")
    op.drop_table("closures")

"""Let evidence files and bookmarks lie on sheets of one kind, and keep an address for sharing.

Revision: 0018, after 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _moved("evidence", "sheets")
    # `/t/{thread}/share` is a page of its own now; any other words lead to the thread.
    op.execute("UPDATE threads SET slug = 'thread' WHERE slug = 'share'")


def downgrade() -> None:
    """What lies there as a bookmark is found by nobody meanwhile, and is left as it is."""
    _moved("sheets", "evidence")


def _moved(old: str, new: str) -> None:
    # Not renamed: so its key has the right name, too.
    op.create_table(
        new,
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{new}_pkey")),
    )
    op.execute(f"INSERT INTO {new} SELECT id, sealed FROM {old} ORDER BY id")  # noqa: S608  # ours
    op.drop_table(old)

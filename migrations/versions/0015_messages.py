"""Let members write to each other: letterboxes, conversations and messages, all sealed.

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BLIND = sa.LargeBinary(length=16)


def upgrade() -> None:
    op.create_table(
        "letterboxes",
        sa.Column("owner", BLIND, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("letterboxes_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "conversations",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("pair", BLIND, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("conversations_pkey")),
        sa.UniqueConstraint("pair", name=op.f("conversations_pair_key")),
    )
    op.create_table(
        "messages",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("submit_key", BLIND, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("messages_conversation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("messages_pkey")),
        sa.UniqueConstraint("conversation_id", "n", name=op.f("messages_conversation_id_n_key")),
        sa.UniqueConstraint("submit_key", name=op.f("messages_submit_key_key")),
    )
    op.create_table(
        "handed_messages",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("conversation_id", BIG, nullable=True),
        sa.Column("submit_key", BLIND, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("handed_messages_conversation_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("handed_messages_pkey")),
        sa.UniqueConstraint("submit_key", name=op.f("handed_messages_submit_key_key")),
    )
    op.create_index(
        op.f("handed_messages_conversation_id_idx"), "handed_messages", ["conversation_id"]
    )


def downgrade() -> None:
    op.drop_table("handed_messages")
    op.drop_table("messages")
    op.drop_table("conversations")
    op.drop_table("letterboxes")
    # A case about messages leads nowhere any more.
    op.execute(sa.text("DELETE FROM cases WHERE kind = 'message'"))

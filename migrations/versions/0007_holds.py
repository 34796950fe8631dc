"""Let rules hold posts until a moderator has looked.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "hold_rules",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("circle_id", BIG, nullable=True),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("made", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle_id"],
            ["circles.id"],
            name=op.f("hold_rules_circle_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("hold_rules_pkey")),
    )
    op.create_table(
        "removed_texts",
        sa.Column("h", sa.LargeBinary(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("h", name=op.f("removed_texts_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "held_posts",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("circle_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("key_epoch", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("voice", sa.LargeBinary(length=16), nullable=True),
        sa.Column("submit_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content_note", sa.String(length=200), nullable=False),
        sa.Column("lifetime", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("intent", sa.String(40), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(author_id IS NULL) <> (voice IS NULL)", name=op.f("held_posts_one_author_check")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["members.id"], name=op.f("held_posts_author_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circles.id"], name=op.f("held_posts_circle_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("held_posts_pkey")),
        sa.UniqueConstraint("submit_key", name=op.f("held_posts_submit_key_key")),
    )
    op.create_index("held_posts_author_id_idx", "held_posts", ["author_id"], unique=False)
    op.add_column("cases", sa.Column("shown_by", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    # What waited for a moderator is lost; what a rule has hidden stays out of sight.
    op.drop_column("cases", "shown_by")
    op.drop_index("held_posts_author_id_idx", table_name="held_posts")
    op.drop_table("held_posts")
    op.drop_table("removed_texts")
    op.drop_table("hold_rules")

"""Resources that members suggest and hosts show, what is said of them, and collections of them.

Revision: 0034, after 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _resources()
    op.create_table(
        "resources_helped",
        sa.Column("resource_id", BIG, nullable=False),
        sa.Column("helped", sa.LargeBinary(16), nullable=False),
        sa.Column("epoch", sa.String(200), nullable=False),
        _of("resources_helped", "resource_id", "resources"),
        sa.PrimaryKeyConstraint("resource_id", "helped", name=op.f("resources_helped_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "resource_notes",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("resource_id", BIG, nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        _of("resource_notes", "resource_id", "resources"),
        _of("resource_notes", "member_id", "members", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("resource_notes_pkey")),
        sa.UniqueConstraint(
            "resource_id", "member_id", name=op.f("resource_notes_resource_id_member_id_key")
        ),
    )
    op.create_index("resource_notes_member_id_idx", "resource_notes", ["member_id"])
    _collections()


def _resources() -> None:
    op.create_table(
        "resources",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("circle_id", BIG, nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(200), nullable=False),
        sa.Column("language", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("link_key", sa.LargeBinary(32), nullable=True),
        sa.Column("spoken", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("link_kept", sa.Date(), nullable=True),
        _of("resources", "circle_id", "circles"),
        _of("resources", "member_id", "members", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("resources_pkey")),
        sa.UniqueConstraint("link_key", name=op.f("resources_link_key_key")),
    )
    op.create_index("resources_newest_idx", "resources", ["state", "day", "id"])
    op.create_index("resources_circle_idx", "resources", ["circle_id", "state", "day", "id"])
    op.create_index("resources_member_id_idx", "resources", ["member_id"])


def _collections() -> None:
    op.create_table(
        "resource_collections",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("circle_id", BIG, nullable=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        _of("resource_collections", "circle_id", "circles"),
        sa.PrimaryKeyConstraint("id", name=op.f("resource_collections_pkey")),
    )
    op.create_index("resource_collections_circle_id_idx", "resource_collections", ["circle_id"])
    op.create_table(
        "collected_resources",
        sa.Column("collection_id", BIG, nullable=False),
        sa.Column("resource_id", BIG, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        _of("collected_resources", "collection_id", "resource_collections"),
        _of("collected_resources", "resource_id", "resources"),
        sa.PrimaryKeyConstraint(
            "collection_id", "resource_id", name=op.f("collected_resources_pkey")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("collected_resources_resource_id_idx", "collected_resources", ["resource_id"])


def _of(table: str, column: str, other: str, then: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"{table}_{column}_fkey")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=then)


def downgrade() -> None:
    op.drop_table("collected_resources")
    op.drop_table("resource_collections")
    op.drop_table("resource_notes")
    op.drop_table("resources_helped")
    op.drop_table("resources")

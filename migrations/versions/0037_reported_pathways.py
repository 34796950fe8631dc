"""Decide about pathways, and find opportunities of one kind sooner.

Revision: 0037, after 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "pathways",
        sa.Column("state", sa.String(40), server_default="stands", nullable=False),
    )
    op.create_table(
        "pathways_begun",
        sa.Column("pathway_id", BIG, autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("pathways_begun_member_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["pathways.id"],
            name=op.f("pathways_begun_pathway_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pathway_id", name=op.f("pathways_begun_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("pathways_begun_member_id_idx", "pathways_begun", ["member_id"])
    op.create_index(
        "opportunities_kind_idx",
        "opportunities",
        ["state", "kind", "closes", "id", "poster_id", "public", "hours", "way"],
    )


def downgrade() -> None:
    op.drop_index("opportunities_kind_idx", "opportunities")
    op.drop_table("pathways_begun")
    op.drop_column("pathways", "state")

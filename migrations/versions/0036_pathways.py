"""Keep pathways.

Revision: 0036, after 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pathways",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.Column("circle_id", BIG, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("shown", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle_id"],
            ["circles.id"],
            name=op.f("pathways_circle_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pathways_pkey")),
        sa.UniqueConstraint("slug", name=op.f("pathways_slug_key")),
    )
    op.create_index("pathways_circle_id_idx", "pathways", ["circle_id"])
    op.create_index("pathways_title_idx", "pathways", ["shown", "title", "id"])
    op.create_table(
        "pathway_steps",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("pathway_id", BIG, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("thing", sa.String(200), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=True),
        sa.Column("consent", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["members.id"],
            name=op.f("pathway_steps_mentor_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["pathways.id"],
            name=op.f("pathway_steps_pathway_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pathway_steps_pkey")),
    )
    op.create_index("pathway_steps_mentor_id_idx", "pathway_steps", ["mentor_id"])
    op.create_index("pathway_steps_pathway_id_idx", "pathway_steps", ["pathway_id"])


def downgrade() -> None:
    op.drop_table("pathway_steps")
    op.drop_table("pathways")

"""Tell both of two what was decided, let requests be reported, and let a programme's team be told.

Revision: 0030, after 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0028"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for table in ("decisions", "appeals"):
        op.add_column(table, sa.Column("seat", sa.Integer(), server_default="0", nullable=False))
    op.add_column(
        "mentoring_requests",
        sa.Column("reported", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "asker_sanctions",
        sa.Column("decision_id", BIG, autoincrement=False, nullable=False),
        sa.Column("request_id", BIG, nullable=False),
        sa.Column("token", sa.LargeBinary(16), nullable=False),
        sa.Column("epoch", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("asker_sanctions_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "team_words",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programmes.id"],
            name=op.f("team_words_programme_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("team_words_pkey")),
    )
    op.create_index("team_words_programme_id_idx", "team_words", ["programme_id"])


def downgrade() -> None:
    op.drop_table("team_words")
    op.drop_table("asker_sanctions")
    op.drop_column("mentoring_requests", "reported")
    for table in ("decisions", "appeals"):
        op.drop_column(table, "seat")

"""Let people ask to join, and come by invitation.

Revision: 0038, after 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "joining_requests",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("erased", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("joining_requests_member_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("joining_requests_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("joining_requests_day_idx", "joining_requests", ["day"])
    op.create_table(
        "joining_invitations",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("h", sa.LargeBinary(32), nullable=False),
        sa.Column("owner", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("joining_invitations_pkey")),
        sa.UniqueConstraint("h", name=op.f("joining_invitations_h_key")),
    )
    op.create_index("joining_invitations_owner_idx", "joining_invitations", ["owner"])
    op.create_table(
        "joining_questions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("accepted", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("joining_questions_pkey")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    # An older program knows no such standing. Whoever waits can then confirm her address anew.
    op.execute("UPDATE members SET standing = 'unverified' WHERE standing = 'waiting'")
    op.drop_table("joining_questions")
    op.drop_table("joining_invitations")
    op.drop_table("joining_requests")

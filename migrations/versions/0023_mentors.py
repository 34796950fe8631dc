"""Keep mentors' profiles, what somebody tells who looks for one, and what she asks.

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state IN ('open', 'asked', 'offered')")


def upgrade() -> None:
    op.create_table(
        "mentor_profiles",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("headline", sa.String(200), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("about", "experience", "manner", "topics", "times", "languages")
        ),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("known", sa.LargeBinary(), nullable=False),
        sa.Column("paused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint("capacity BETWEEN 1 AND 8", name=op.f("mentor_profiles_capacity_check")),
        _of_member("mentor_profiles", "member_id", "CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("mentor_profiles_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mentoring_answers",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _of_member("mentoring_answers", "member_id", "CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("mentoring_answers_pkey")),
        sqlite_with_rowid=False,
    )
    _requests()


def downgrade() -> None:
    op.drop_table("mentoring_requests")
    op.drop_table("mentoring_answers")
    op.drop_table("mentor_profiles")


def _requests() -> None:
    name = "mentoring_requests"
    op.create_table(
        name,
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=True),
        sa.Column("asker_id", sa.Uuid(), nullable=True),
        sa.Column("owner", sa.LargeBinary(16), nullable=True),
        sa.Column("epoch", sa.String(200), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("submit_key", sa.LargeBinary(16), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("over", sa.Date(), nullable=True),
        sa.Column("reminded", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("mentorship_id", BIG, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(asker_id IS NULL) <> (owner IS NULL)", name=op.f("mentoring_requests_asker_check")
        ),
        _of_member(name, "mentor_id", "SET NULL"),
        _of_member(name, "asker_id", "CASCADE"),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.id"],
            name=op.f("mentoring_requests_mentorship_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("mentoring_requests_pkey")),
        sa.UniqueConstraint("mentor_id", "n", name=op.f("mentoring_requests_mentor_id_n_key")),
        sa.UniqueConstraint("submit_key", name=op.f("mentoring_requests_submit_key_key")),
    )
    op.create_index(
        "mentoring_requests_open_idx",
        name,
        ["mentor_id", "asker_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("mentoring_requests_asker_id_idx", name, ["asker_id", "state"])
    op.create_index("mentoring_requests_state_idx", name, ["state", "day"])


def _of_member(table: str, column: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["members.id"], name=op.f(f"{table}_{column}_fkey"), ondelete=ondelete
    )

"""Let moderators work cases: reports, decisions, appeals, sanctions.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "bells",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("rung", BIG, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("bells_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cases",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("circle_id", BIG, nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("thread_id", BIG, nullable=True),
        sa.Column("open_key", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("heavy", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("held_by", sa.String(length=200), nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("looked", sa.Date(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.Column("climbed", sa.Integer(), nullable=False),
        sa.Column("claimant_id", sa.Uuid(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("cases_author_id_fkey")),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circles.id"], name=op.f("cases_circle_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["claimant_id"], ["members.id"], name=op.f("cases_claimant_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("cases_pkey")),
        sa.UniqueConstraint("open_key", name=op.f("cases_open_key_key")),
    )
    op.create_index("cases_author_idx", "cases", ["author_id"], unique=False)
    op.create_index("cases_circle_idx", "cases", ["circle_id", "state"], unique=False)
    op.create_index("cases_queue_idx", "cases", ["state", "urgency", "id"], unique=False)
    op.create_index("cases_subject_idx", "cases", ["kind", "subject"], unique=False)
    op.create_index("cases_thread_idx", "cases", ["thread_id"], unique=False)
    op.create_table(
        "member_sanctions",
        sa.Column("decision_id", BIG, autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("member_sanctions_member_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("member_sanctions_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("member_sanctions_member_id_idx"), "member_sanctions", ["member_id"], unique=False
    )
    op.create_table(
        "case_messages",
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("report_id", BIG, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("decision_id", BIG, nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("case_messages_by_id_fkey")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("case_messages_case_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "report_id", "n", name=op.f("case_messages_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decisions",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("decider_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("undone_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("decisions_case_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decider_id"], ["members.id"], name=op.f("decisions_decider_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("decisions_pkey")),
    )
    op.create_index("decisions_case_idx", "decisions", ["case_id"], unique=False)
    op.create_table(
        "recusals",
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("recusals_case_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("recusals_member_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "member_id", name=op.f("recusals_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reports",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("reporter", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("reports_case_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("reports_pkey")),
        sa.UniqueConstraint("case_id", "reporter", name=op.f("reports_case_id_reporter_key")),
    )
    op.create_table(
        "voice_sanctions",
        sa.Column("decision_id", BIG, autoincrement=False, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("token", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("voice_sanctions_thread_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("voice_sanctions_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "appeals",
        sa.Column("decision_id", BIG, nullable=False),
        sa.Column("decider_id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("heard_by", sa.Uuid(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.CheckConstraint(
            "heard_by IS NULL OR heard_by <> decider_id",
            name=op.f("appeals_heard_by_another_check"),
        ),
        sa.ForeignKeyConstraint(
            ["decider_id"], ["members.id"], name=op.f("appeals_decider_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("appeals_decision_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["heard_by"], ["members.id"], name=op.f("appeals_heard_by_fkey")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("appeals_pkey")),
        sqlite_with_rowid=False,
    )
    op.add_column(
        "threads", sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    # Nobody moderated one circle alone before; words that were taken down stay out of sight.
    op.execute("UPDATE memberships SET role = 'host' WHERE role = 'moderator'")
    op.execute("UPDATE posts SET state = 'deleted' WHERE state IN ('hidden', 'removed')")
    op.drop_column("threads", "hidden")
    op.drop_table("appeals")
    op.drop_table("voice_sanctions")
    op.drop_table("reports")
    op.drop_table("recusals")
    op.drop_index("decisions_case_idx", table_name="decisions")
    op.drop_table("decisions")
    op.drop_table("case_messages")
    op.drop_index(op.f("member_sanctions_member_id_idx"), table_name="member_sanctions")
    op.drop_table("member_sanctions")
    op.drop_index("cases_thread_idx", table_name="cases")
    op.drop_index("cases_subject_idx", table_name="cases")
    op.drop_index("cases_queue_idx", table_name="cases")
    op.drop_index("cases_circle_idx", table_name="cases")
    op.drop_index("cases_author_idx", table_name="cases")
    op.drop_table("cases")
    op.drop_table("bells")

"""Keep organisations with their coordinators, and the programmes that they offer.

Revision: 0027, after 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _organisations()
    _programmes()
    _cohorts()
    _reports()


def downgrade() -> None:
    for table in (
        *("programme_reports", "matches", "enrolments", "cohorts", "programme_questions"),
        *("programmes", "affiliations", "organisations"),
    ):
        op.drop_table(table)


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"{table}_{column}_fkey"), ondelete="CASCADE"
    )


def _id() -> sa.Column[int]:
    return sa.Column("id", BIG, autoincrement=False, nullable=False)


def _organisations() -> None:
    op.create_table(
        "organisations",
        _id(),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("organisations_pkey")),
        sa.UniqueConstraint("slug", name=op.f("organisations_slug_key")),
    )
    op.create_table(
        "affiliations",
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        _of("affiliations", "organisation_id", "organisations"),
        _of("affiliations", "member_id", "members"),
        sa.PrimaryKeyConstraint("organisation_id", "member_id", name=op.f("affiliations_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("affiliations_member_id_idx"), "affiliations", ["member_id"])


def _programmes() -> None:
    op.create_table(
        "programmes",
        _id(),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("closes", sa.Date(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("open_to", sa.String(40), nullable=False),
        sa.Column("common_language", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=False),
        _of("programmes", "organisation_id", "organisations"),
        sa.PrimaryKeyConstraint("id", name=op.f("programmes_pkey")),
        sa.UniqueConstraint("slug", name=op.f("programmes_slug_key")),
    )
    op.create_index("programmes_organisation_id_idx", "programmes", ["organisation_id", "id"])
    op.create_table(
        "programme_questions",
        _id(),
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("asked_of", sa.String(40), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        _of("programme_questions", "programme_id", "programmes"),
        sa.PrimaryKeyConstraint("id", name=op.f("programme_questions_pkey")),
    )
    op.create_index(
        "programme_questions_programme_id_idx", "programme_questions", ["programme_id", "n"]
    )


def _cohorts() -> None:
    op.create_table(
        "cohorts",
        _id(),
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        _of("cohorts", "programme_id", "programmes"),
        sa.PrimaryKeyConstraint("id", name=op.f("cohorts_pkey")),
        sa.UniqueConstraint("programme_id", "n", name=op.f("cohorts_programme_id_n_key")),
    )
    op.create_index("cohorts_stage_idx", "cohorts", ["stage"])
    op.create_table(
        "enrolments",
        _id(),
        sa.Column("cohort_id", BIG, nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _of("enrolments", "cohort_id", "cohorts"),
        _of("enrolments", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("enrolments_pkey")),
        sa.UniqueConstraint(
            "cohort_id", "member_id", name=op.f("enrolments_cohort_id_member_id_key")
        ),
    )
    op.create_index("enrolments_member_id_idx", "enrolments", ["member_id"])
    op.create_table(
        "matches",
        sa.Column("mentorship_id", BIG, nullable=False),
        sa.Column("cohort_id", BIG, nullable=False),
        sa.Column("mentor_enrolment", BIG, nullable=False),
        sa.Column("mentee_enrolment", BIG, nullable=False),
        _of("matches", "mentorship_id", "mentorships"),
        _of("matches", "cohort_id", "cohorts"),
        sa.PrimaryKeyConstraint("mentorship_id", name=op.f("matches_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("matches_cohort_id_idx", "matches", ["cohort_id"])


def _reports() -> None:
    op.create_table(
        "programme_reports",
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("month", sa.String(200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _of("programme_reports", "programme_id", "programmes"),
        sa.PrimaryKeyConstraint("programme_id", "month", name=op.f("programme_reports_pkey")),
        sqlite_with_rowid=False,
    )

"""Keep what a moderator has hidden of a profile where its owner can mend it.

Revision: 0010, after 0009
"""

import json
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORDS = ("name", "pronouns", "bio")
HIDDEN = sa.table(
    "hidden_profiles",
    sa.column("member_id", sa.Uuid()),
    *(sa.column(name, sa.String()) for name in WORDS),
)
MEMBERS = sa.table(
    "members",
    *(sa.column(name, sa.String()) for name in ("handle", *WORDS)),
    sa.column("id", sa.Uuid()),
)
CASES = sa.table(
    "cases", sa.column("id", BIG), sa.column("kind", sa.String()), sa.column("subject", sa.String())
)
DECISIONS = sa.table(
    "decisions",
    *(sa.column(name, BIG) for name in ("id", "case_id", "undone_by")),
    *(sa.column(name, sa.String()) for name in ("action", "before")),
)


def upgrade() -> None:
    op.create_table(
        "hidden_profiles",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("pronouns", sa.String(length=200), nullable=False),
        sa.Column("bio", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("hidden_profiles_member_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("hidden_profiles_pkey")),
        sqlite_with_rowid=False,
    )
    taken: dict[UUID, list[str]] = {}
    for row in _hidden():
        member = _member(row.subject)
        # Whoever has written something new since is not given the old words in its place.
        if member and not member.bio and member.name == member.handle:
            taken.setdefault(member.id, json.loads(row.before))
        _keep(row.id, "hidden")
    if taken:
        rows = [
            {"member_id": key} | dict(zip(WORDS, said, strict=True)) for key, said in taken.items()
        ]
        op.bulk_insert(HIDDEN, rows)


def downgrade() -> None:
    said = {
        row.member_id.hex: json.dumps([row.name, row.pronouns, row.bio])
        for row in op.get_bind().execute(sa.select(HIDDEN))
    }
    for row in _hidden():
        _keep(row.id, said.get(row.subject, ""))
    op.drop_table("hidden_profiles")


def _hidden():
    """What is hidden of profiles now, with what would put it back."""
    question = (
        sa.select(DECISIONS.c.id, DECISIONS.c.before, CASES.c.subject)
        .join(CASES, CASES.c.id == DECISIONS.c.case_id)
        .where(CASES.c.kind == "profile", DECISIONS.c.action == "hide")
        .where(DECISIONS.c.undone_by.is_(None), DECISIONS.c.before != "")
        .order_by(DECISIONS.c.id)
    )
    return op.get_bind().execute(question).all()


def _member(subject):
    wanted = sa.select(MEMBERS).where(MEMBERS.c.id == UUID(subject))
    return op.get_bind().execute(wanted).first()


def _keep(decision_id, before):
    update = sa.update(DECISIONS).where(DECISIONS.c.id == decision_id)
    op.get_bind().execute(update.values(before=before))

"""Chain the log, take members' ids out of it, and have the database refuse to change it.

A migration has no keys. So an entry from before stands here without a hash and with its actor's
plain id until the server's next start, which seals it: the one change that is allowed.

Revision: 0008, after 0007
"""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FORMER = "~"

SHARED = ("verb", "subject_kind", "subject_id")
MEMBERS = sa.table("members", sa.column("id", sa.Uuid()), sa.column("handle", sa.String()))
SEALED = "OLD.hash <> {empty} OR NEW.n <> OLD.n"
IN_SQLITE = [
    f"CREATE TRIGGER audit_entries_{deed} BEFORE {deed} ON audit_entries {when} "
    "BEGIN SELECT RAISE(ABORT, 'the log is not to be changed'); END"
    for deed, when in {
        "update": "WHEN " + SEALED.format(empty="x''"),
        "delete": "",
        # INSERT OR REPLACE would delete without asking the trigger above.
        "insert": "WHEN EXISTS (SELECT 1 FROM audit_entries WHERE n = NEW.n)",
    }.items()
]
IN_POSTGRESQL = [
    (
        "CREATE FUNCTION audit_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE 'the log is not to be changed' USING ERRCODE = '23000'; END $$"
    ),
    *(
        f"CREATE TRIGGER audit_entries_{deed} BEFORE {deed} ON audit_entries FOR EACH {each} "
        "EXECUTE FUNCTION audit_entries_refuse()"
        for deed, each in {
            "update": f"ROW WHEN ({SEALED.format(empty=chr(39) * 2)})",
            "delete": "ROW",
            "truncate": "STATEMENT",
        }.items()
    ),
]


def upgrade() -> None:
    before = _rows(_plain(), "day", "id")
    op.drop_table("audit_entries")
    chained = op.create_table(
        "audit_entries",
        sa.Column("n", BIG, autoincrement=False, nullable=False),
        sa.Column("actor", sa.LargeBinary(length=16), nullable=False),
        *(sa.Column(name, sa.String(length=200), nullable=False) for name in SHARED),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("audit_entries_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("audit_entries_actor_idx", "audit_entries", ["actor", "n"])
    op.create_table(
        "audit_heads",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("n", BIG, nullable=False),
        sa.Column("begins", BIG, nullable=False),
        sa.Column("seal", sa.LargeBinary(length=32), nullable=False),
        sa.Column("checked", sa.Date(), nullable=True),
        sa.Column("broken", BIG, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("audit_heads_pkey")),
        sqlite_with_rowid=False,
    )
    _put(chained, [_chained(n, row) for n, row in enumerate(before, 1)])
    for statement in IN_SQLITE if _is_sqlite() else IN_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    # What was sealed says no more who did it: it stands under those who have left, if anybody has.
    members = set(op.get_bind().scalars(sa.select(MEMBERS.c.id)))
    former = op.get_bind().scalar(sa.select(MEMBERS.c.id).where(MEMBERS.c.handle == FORMER))
    after = _rows(_chained_table(), "n")
    op.drop_table("audit_heads")
    op.drop_table("audit_entries")
    if not _is_sqlite():
        op.execute("DROP FUNCTION audit_entries_refuse()")
    plain = op.create_table(
        "audit_entries",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(length=200), nullable=False) for name in SHARED),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["members.id"], name=op.f("audit_entries_actor_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_entries_pkey")),
    )
    rows = [_unchained(row, members, former) for row in after]
    _put(plain, [row for row in rows if row["actor_id"]])


def _chained(n, row):
    shared = {name: row[name] for name in SHARED}
    actor = row["actor_id"].bytes
    return shared | {"n": n, "actor": actor, "reason": "", "day": row["day"], "hash": b""}


def _unchained(row, members, former):
    shared = {name: row[name] for name in SHARED}
    actor = former if row["hash"] else UUID(bytes=row["actor"])
    known = actor if actor in members else None
    return shared | {"id": row["n"], "actor_id": known, "day": row["day"]}


def _plain():
    return _table(sa.column("id", BIG), sa.column("actor_id", sa.Uuid()))


def _chained_table():
    return _table(
        sa.column("n", BIG),
        sa.column("actor", sa.LargeBinary()),
        sa.column("hash", sa.LargeBinary()),
    )


def _table(*own):
    shared = (sa.column(name, sa.String()) for name in SHARED)
    return sa.table("audit_entries", *own, *shared, sa.column("day", sa.Date()))


def _rows(table, *order):
    question = sa.select(table).order_by(*(table.c[name] for name in order))
    return op.get_bind().execute(question).mappings().all()


def _put(table, rows):
    if rows:
        op.bulk_insert(table, rows)


def _is_sqlite():
    return op.get_bind().dialect.name == "sqlite"

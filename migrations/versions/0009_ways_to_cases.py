"""Let the queue and a case be found without looking at every case, member or recusal.

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CLAIMED = sa.text("claimant_id IS NOT NULL")
# Those of which there was a shorter one.
LONGER = {
    "cases_thread_idx": ("thread_id", "author_id"),
    "cases_circle_idx": ("circle_id", "state", "urgency", "id"),
}
SHORTER = {"cases_thread_idx": ("thread_id",), "cases_circle_idx": ("circle_id", "state")}
NEW = {
    "cases_closed_idx": ("cases", "state", "closed", "id"),
    "cases_circle_closed_idx": ("cases", "circle_id", "state", "closed", "id"),
    "recusals_member_idx": ("recusals", "member_id", "case_id"),
    "members_role_idx": ("members", "role"),
    "memberships_role_idx": ("memberships", "role", "circle_id"),
}


def upgrade() -> None:
    _exchange(LONGER)
    for name, (table, *columns) in NEW.items():
        op.create_index(name, table, columns)
    op.create_index(
        *("cases_claimant_idx", "cases", ["claimant_id"]),
        sqlite_where=CLAIMED,
        postgresql_where=CLAIMED,
    )


def downgrade() -> None:
    op.drop_index("cases_claimant_idx", table_name="cases")
    for name, (table, *_) in NEW.items():
        op.drop_index(name, table_name=table)
    _exchange(SHORTER)


def _exchange(indexes):
    for name, columns in indexes.items():
        op.drop_index(name, table_name="cases")
        op.create_index(name, "cases", columns)

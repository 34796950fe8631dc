"""Find a moderator's own cases, those decided last, and what is not for her without a walk.

Revision: 0009, after 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INDEXES = {
    "cases_closed_idx": ("cases", ["state", "closed", "id"]),
    "cases_claimant_idx": ("cases", ["claimant_id"]),
    "recusals_member_idx": ("recusals", ["member_id"]),
}


def upgrade() -> None:
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)

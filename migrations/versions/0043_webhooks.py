"""Keep the programs of the staff that are told when something waits.

Revision: 0043, after 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("webhooks_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "webhook_states",
        sa.Column("webhook_id", BIG, autoincrement=False, nullable=False),
        sa.Column("sent", sa.Date(), nullable=True),
        sa.Column("failing", sa.Date(), nullable=True),
        sa.Column("stopped", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhooks.id"],
            name=op.f("webhook_states_webhook_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("webhook_id", name=op.f("webhook_states_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("webhook_id", BIG, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhooks.id"],
            name=op.f("webhook_deliveries_webhook_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("webhook_deliveries_pkey")),
        sqlite_with_rowid=False,
    )
    for column in ("webhook_id", "due"):
        op.create_index(f"webhook_deliveries_{column}_idx", "webhook_deliveries", [column])
    op.create_table(
        "webhook_news",
        sa.Column("happening", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("told", sa.Date(), nullable=True),
        sa.Column("looked", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("happening", name=op.f("webhook_news_pkey")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("webhook_news", "webhook_deliveries", "webhook_states", "webhooks"):
        op.drop_table(table)

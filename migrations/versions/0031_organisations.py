"""Ask before somebody belongs to an organisation, let it say more of itself, and close it.

Revision: 0031, after 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "organisations", sa.Column("website", sa.String(200), server_default="", nullable=False)
    )
    op.add_column("organisations", sa.Column("closed", sa.Date(), nullable=True))
    op.add_column(
        "affiliations", sa.Column("shown", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_table(
        "organisation_domains",
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("domain", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("organisation_domains_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "domain", name=op.f("organisation_domains_pkey")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "organisation_invitations",
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("rests", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("organisation_invitations_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("organisation_invitations_member_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "member_id", name=op.f("organisation_invitations_pkey")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("organisation_invitations_member_id_idx"), "organisation_invitations", ["member_id"]
    )


def downgrade() -> None:
    op.drop_table("organisation_invitations")
    op.drop_table("organisation_domains")
    # What is closed cannot be said there. It stays without anybody in it, and takes nobody.
    op.execute(
        "DELETE FROM affiliations WHERE organisation_id IN"
        " (SELECT id FROM organisations WHERE closed IS NOT NULL)"
    )
    op.execute(
        "UPDATE programmes SET state = 'closed' WHERE organisation_id IN"
        " (SELECT id FROM organisations WHERE closed IS NOT NULL)"
    )
    op.drop_column("affiliations", "shown")
    op.drop_column("organisations", "closed")
    op.drop_column("organisations", "website")

"""Keep opportunities.

Revision: 0032, after 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _line(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(200), nullable=False)


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(40), nullable=False)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "opportunities",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("poster_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", BIG, nullable=True),
        _word("kind"),
        _line("title"),
        *(_words("body"), _words("html")),
        *(_line("giver"), _line("place")),
        *(_word("way"), _word("hours")),
        sa.Column("unpaid", sa.Boolean(), nullable=False),
        sa.Column("pay_from", BIG, nullable=True),
        sa.Column("pay_to", BIG, nullable=True),
        _line("currency"),
        *(_word("per"), _word("travel")),
        *(_moment("begins"), _moment("ends"), _moment("closes", nullable=False)),
        sa.Column("deadline", sa.Boolean(), nullable=False),
        _line("zone"),
        _words("apply"),
        *(_flag("public"), _flag("example")),
        _word("state"),
        sa.Column("posted", sa.Date(), nullable=False),
        sa.Column("checked", sa.Date(), nullable=True),
        _flag("reminded"),
        *(_words("link"), _words("twin"), _line("place_key"), _words("folded")),
        sa.CheckConstraint("NOT unpaid OR pay_from IS NULL", name=op.f("opportunities_pay_check")),
        sa.ForeignKeyConstraint(
            ["poster_id"],
            ["members.id"],
            name=op.f("opportunities_poster_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("opportunities_organisation_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("opportunities_pkey")),
    )
    op.create_index(
        "opportunities_open_idx",
        "opportunities",
        ["state", "closes", "id", "poster_id", "public", "kind", "hours", "way"],
    )
    op.create_index("opportunities_poster_id_idx", "opportunities", ["poster_id", "state"])
    op.create_index("opportunities_closes_idx", "opportunities", ["closes"])
    op.create_index("opportunities_link_idx", "opportunities", ["link"])
    op.create_index("opportunities_twin_idx", "opportunities", ["twin"])
    op.create_index(op.f("opportunities_organisation_id_idx"), "opportunities", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("opportunities")

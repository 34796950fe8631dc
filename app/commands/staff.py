"""`staff`: who has power over others, and who has lost what her second step needs: decided by
whoever runs the server."""

import argparse
import sys

from app.commands import schema
from app.core.errors import NotFound
from app.core.events import publish
from app.people.house import House, check_keys
from app.people.members import accounts, factors, queries, sessions
from app.people.members.events import BylineChanged
from app.people.members.models import Role
from app.web import mailing

TAKEN = (
    "The second step of {handle} is taken away: her app, her passkeys and her recovery codes work "
    "no more, and she is signed out everywhere. She signs in by her password alone, and is told by "
    "mail. Do this only for somebody whom you know by other means to be her."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="what", required=True)
    granting = deeds.add_parser("grant", help="make her a member, moderator or administrator")
    granting.add_argument("handle")
    granting.add_argument("role", choices=[role.value for role in Role])
    granting.set_defaults(run=_grant)
    told = "take away the second step of somebody who has lost everything that it needs"
    resetting = deeds.add_parser("reset-two-factor", help=told, description=told)
    resetting.add_argument("handle")
    resetting.set_defaults(run=_reset)


def grant(house: House, handle: str, role: str) -> bool:
    """Give a member a role; False when nobody with a confirmed address has the handle."""
    with house.database.changing() as session:
        try:
            member = queries.by_handle(session, handle.removeprefix("@"))
        except NotFound:
            return False
        member.role = Role(role)
        # What she wrote says that she moderates, or no longer.
        publish(session, BylineChanged(member_id=member.id))
        return True


def reset_two_factor(house: House, handle: str) -> bool:
    """Leave her with her password alone, and tell her; False when she has nothing else."""
    with house.database.changing() as session:
        member = queries.by_login(session, handle.removeprefix("@"))
        if member is None or not factors.of(session, house.ring, member.id).any:
            return False
        factors.erase(session, house.ring, member.id)
        sessions.end_all(member)
        write = mailing.account_writer(house.settings)
        accounts.Post(house.ring, write, house.settings.site_name).send(
            session, "steps_changed", member
        )
        return True


def _grant(house: House, asked: argparse.Namespace) -> int:
    if not grant(house, asked.handle, asked.role):
        print(f"Nobody with a confirmed address has the handle {asked.handle}.", file=sys.stderr)
        return 1
    print(f"{asked.handle} is now {asked.role}.")
    return 0


def _reset(house: House, asked: argparse.Namespace) -> int:
    schema.upgrade(house.database)
    check_keys(house.database, house.ring)
    if not reset_two_factor(house, asked.handle):
        print(f"Nobody called {asked.handle} has a second step.", file=sys.stderr)
        return 1
    print(TAKEN.format(handle=asked.handle))
    return 0

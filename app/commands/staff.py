"""`staff grant HANDLE ROLE`: who has power over others, decided by whoever runs the server."""

from app.core.errors import NotFound
from app.core.events import publish
from app.people.house import House
from app.people.members import queries
from app.people.members.events import BylineChanged
from app.people.members.models import Role


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

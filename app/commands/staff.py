"""`staff grant HANDLE ROLE`: who has power over others, decided by whoever runs the server."""

from app.core.errors import NotFound
from app.people.house import House
from app.people.members import queries
from app.people.members.models import Role


def grant(house: House, handle: str, role: str) -> str:
    """Give a member a role, and say what happened."""
    with house.database.changing() as session:
        try:
            member = queries.by_handle(session, handle.removeprefix("@"))
        except NotFound:
            return f"Nobody with a confirmed address has the handle {handle}."
        member.role = Role(role)
        return f"{member.handle} is now {role}."

"""The viewer: who is looking, with all that a policy needs to know of her."""

from dataclasses import dataclass, field
from uuid import UUID

from app.core.errors import SignInFirst
from app.people.anonymity.vault import Me
from app.people.members.models import Role, Standing
from app.people.members.queries import tone_of


@dataclass(frozen=True)
class Viewer:
    """A member, or with `member_id` None a visitor.

    `circles` are the ids of the circles that she belongs to, `hosted` those that she looks after.
    """

    member_id: UUID | None = None
    handle: str = ""
    name: str = ""
    role: Role = Role.MEMBER
    standing: Standing = Standing.UNVERIFIED
    circles: frozenset[int] = frozenset()
    hosted: frozenset[int] = frozenset()
    session_h: bytes = field(default=b"", repr=False)
    _me: Me | None = None

    @property
    def signed_in(self) -> bool:
        return self.member_id is not None

    @property
    def id(self) -> UUID:
        """Raises SignInFirst for a visitor."""
        if self.member_id is None:
            raise SignInFirst
        return self.member_id

    @property
    def me(self) -> Me:
        """Raises SignInFirst for a visitor."""
        if self._me is None:
            raise SignInFirst
        return self._me

    @property
    def is_administrator(self) -> bool:
        return self.role is Role.ADMINISTRATOR

    @property
    def is_moderator(self) -> bool:
        return self.role in {Role.MODERATOR, Role.ADMINISTRATOR}

    def belongs_to(self, circle_id: int) -> bool:
        return circle_id in self.circles

    def hosts(self, circle_id: int) -> bool:
        return circle_id in self.hosted

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def tone(self) -> str:
        return tone_of(self.handle)


VISITOR = Viewer()

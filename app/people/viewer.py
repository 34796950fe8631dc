"""The viewer: who is looking, with all that a policy needs to know of her."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app.core.errors import SignInFirst
from app.people.anonymity.vault import Me
from app.people.members.models import Discretion, Role, Standing
from app.people.members.queries import tone_of
from app.people.safety.board import Talk
from app.people.safety.shields import NONE, Shield


@dataclass(frozen=True)
class Viewer:
    """A member, or with `member_id` None a visitor.

    `circles` are the ids of the circles that she belongs to, `hosted` those that she looks after,
    `moderated` those whose cases are hers. `talks` are those in which moderators wrote to her.
    Until `paused_until`, the last day, she may not post; until `named_until` not without her name.
    Her `shield` is what she has blocked and muted. She has been `noted` something so many times.
    Her session is `strong` if it began with two steps; her `powers_wait` where she is staff, that
    is asked of staff, and it isn’t: until then she is a member like all others. Of her `language`
    the code stands here, if she has chosen one.
    """

    member_id: UUID | None = None
    handle: str = ""
    name: str = ""
    role: Role = Role.MEMBER
    standing: Standing = Standing.UNVERIFIED
    circles: frozenset[int] = frozenset()
    hosted: frozenset[int] = frozenset()
    moderated: frozenset[int] = frozenset()
    session_h: bytes = field(default=b"", repr=False)
    talks: tuple[Talk, ...] = ()
    paused_until: date | None = None
    named_until: date | None = None
    shield: Shield = NONE
    discretion: Discretion = Discretion.OPEN
    noted: int = 0
    strong: bool = False
    powers_wait: bool = False
    language: str = ""
    _me: Me | None = None
    closed: frozenset[int] = frozenset()

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

    @property
    def works_cases(self) -> bool:
        """Whether there are cases that can be hers to work: of the whole site, or of circles."""
        return self.is_moderator or bool(self.moderated)

    def belongs_to(self, circle_id: int) -> bool:
        return circle_id in self.circles

    def moderates(self, circle_id: int | None) -> bool:
        """Whether cases of this circle, or of none, are hers to work."""
        return self.is_moderator or circle_id in self.moderated

    def hosts(self, circle_id: int) -> bool:
        return circle_id in self.hosted

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def tone(self) -> str:
        return tone_of(self.handle)


VISITOR = Viewer()

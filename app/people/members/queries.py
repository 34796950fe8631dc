"""Finding members, and what of them others may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotFound
from app.core.languages import Sentence, phrases
from app.core.questions import Question
from app.people.members.models import NO_PROFILE, OUTSIDE, Closure, Member, Role

TONES = ("", "b", "c", "d")


@lru_cache(4096)
def tone_of(handle: str) -> str:
    """The colour of a round picture: the same for a handle wherever it is shown."""
    return TONES[sum(handle.encode()) % len(TONES)]


@dataclass(frozen=True)
class MemberCard:
    """A member as other members see her."""

    handle: str
    name: str
    pronouns: str
    bio: str
    joined: date
    role: Role
    is_host: bool = False
    is_moderator: bool = False

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def tone(self) -> str:
        return tone_of(self.handle)

    @property
    def tag(self) -> str:
        if self.is_host:
            return Sentence("Circle host")
        return _ROLES.get(self.role, "")


_ROLES = phrases({Role.MODERATOR: "Moderator", Role.ADMINISTRATOR: "Administrator"})


@dataclass(frozen=True)
class Profile:
    """What a member tells of herself, and her address."""

    name: str
    handle: str
    email: str
    bio: str
    time_zone: str


_PROFILE = Question(
    select(Member.name, Member.handle, Member.email, Member.bio, Member.time_zone).where(
        Member.id == bindparam("member")
    ),
    Profile,
)


def by_login(session: Session, login: str) -> Member | None:
    """By handle or address, whichever she typed; also by the handle with which she is leaving."""
    login = login.strip().lower()
    return session.scalar(
        select(Member)
        .outerjoin(Closure, Closure.member_id == Member.id)
        .where(or_(Member.handle == login, Member.email == login, Closure.handle == login))
    )


def by_email(session: Session, email: str) -> Member | None:
    return session.scalar(select(Member).where(Member.email == email.strip().lower()))


def by_handle(session: Session, handle: str) -> Member:
    """Raises NotFound for those who have not come in yet or have left, too."""
    member = session.scalar(select(Member).where(Member.handle == handle.lower()))
    if member is None or is_gone(member):
        raise NotFound
    return member


NOBODY = Sentence("Nobody here has that name.")


def by_typed_handle(session: Session, typed: str, field: str = "handle") -> Member:
    """Whom somebody means who writes `typed` into a form, with or without an @. Raises Invalid on
    that `field`."""
    try:
        return by_handle(session, typed.removeprefix("@"))
    except NotFound:
        raise Invalid(field, NOBODY) from None


def found(session: Session, member_id: UUID) -> Member | None:
    """The member, if there still is one."""
    return session.get(Member, member_id)


def is_staff(member: Member) -> bool:
    """Whether she has power over others on the whole site."""
    return member.role is not Role.MEMBER


def by_id(session: Session, member_id: UUID) -> Member:
    return session.get_one(Member, member_id)


def profile(session: Session, member_id: UUID) -> Profile:
    """What only she herself may see together."""
    found = _PROFILE.first(session, member=member_id)
    assert found is not None
    return found


def known_handles(session: Session, handles: Collection[str]) -> set[str]:
    """Those of the handles that belong to members."""
    if not handles:
        return set()
    known = session.scalars(
        select(Member.handle).where(Member.handle.in_(handles), Member.standing.not_in(OUTSIDE))
    )
    return set(known)


def ids_of(session: Session, handles: Collection[str]) -> dict[str, UUID]:
    """The members with these handles, each by hers."""
    if not handles:
        return {}
    rows = session.execute(select(Member.handle, Member.id).where(Member.handle.in_(handles)))
    return {row.handle: row.id for row in rows}


def with_ids(session: Session, ids: Collection[UUID]) -> list[Member]:
    """Those who are still there, by name; also who is leaving."""
    if not ids:
        return []
    wanted = select(Member).where(Member.id.in_(ids)).order_by(Member.name, Member.handle)
    return list(session.scalars(wanted))


def is_gone(member: Member) -> bool:
    """Whether her page is not to be found any more."""
    return member.standing in NO_PROFILE


def card(member: Member, *, is_host: bool = False, is_moderator: bool = False) -> MemberCard:
    """`is_host` and `is_moderator` say her place in the circle in which she is shown."""
    return MemberCard(
        member.handle,
        member.name,
        member.pronouns,
        member.bio,
        member.joined,
        member.role,
        is_host,
        is_moderator,
    )

"""Recognising who asks: from a session's token to the viewer of one request.

This is the only place that reads a member's seed and builds her `Me`.
"""

from dataclasses import replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ScalarSelect, Text, bindparam, case, cast, func, literal_column, select
from sqlalchemy.orm import Session

from app.core import keys
from app.core.keys import Keyring
from app.core.questions import Question
from app.people.anonymity.vault import Me
from app.people.circles.models import Circle, CircleRole, Membership
from app.people.members import sessions, tokens
from app.people.members.models import (
    NO_PROFILE,
    Discretion,
    Member,
    MemberSecret,
    Role,
    SessionRow,
    Standing,
)
from app.people.members.sessions import SignedIn
from app.people.members.tokens import Granted, Scope
from app.people.noted.models import NotedCount
from app.people.safety import board, sanctions, shields
from app.people.safety.board import Board, Talk
from app.people.safety.models import Bell, Sanction
from app.people.safety.shields import NONE, Shields
from app.people.viewer import VISITOR, Viewer


class _Row(NamedTuple):
    """The member; `places` are the circles that she belongs to, each with her role there."""

    id: UUID
    handle: str
    name: str
    role: Role
    standing: Standing
    session_epoch: int
    discretion: Discretion
    language: str
    seed: bytes
    rung: int | None
    shielded: int | None
    noted: int | None
    places: str | None


# In one text: a row for each circle would say all the rest again.
_state = case((Circle.closed.is_(None), "open"), else_="closed")
_place = cast(Membership.circle_id, Text) + ":" + cast(Membership.role, Text) + ":" + _state
_PLACES = (
    # The comma stands in the text itself, since SQLAlchemy's would be put in at each asking.
    select(func.aggregate_strings(_place, literal_column("','")))  # type: ignore[arg-type]
    .select_from(Membership)
    .join(Circle, Circle.id == Membership.circle_id)
    .where(Membership.member_id == Member.id)
    .scalar_subquery()
)


_NOTED = select(NotedCount.n).where(NotedCount.member_id == Member.id).scalar_subquery()


def _rung(name: str) -> ScalarSelect[int]:
    return select(Bell.rung).where(Bell.name == name).scalar_subquery()


_HER = (
    Member.id,
    Member.handle,
    Member.name,
    Member.role,
    Member.standing,
    Member.session_epoch,
    Member.discretion,
    Member.language,
    MemberSecret.seed,
    _rung(board.NAME),
    _rung(shields.NAME),
    _NOTED,
    _PLACES,
)
_IS_HER = Member.id == bindparam("member")
_WHO = Question(
    select(*_HER).join(MemberSecret, MemberSecret.member_id == Member.id).where(_IS_HER), _Row
)
# The session and, beside it, the member whose it was when it was last opened.
_BOTH = Question(
    select(*sessions.COLUMNS, *_HER)
    .select_from(SessionRow)
    .outerjoin(Member, _IS_HER)
    .outerjoin(MemberSecret, MemberSecret.member_id == Member.id)
    .where(SessionRow.h == bindparam("h")),
    lambda h, sealed, week, *her: (sessions.Row(h, sealed, week), _Row(*her)),
)


# Who is none of the members, for now.
AWAY = frozenset({*NO_PROFILE, Standing.SUSPENDED})
# As a member, and as a voice.
PAUSES = (Sanction.PAUSE, Sanction.PAUSE_ANONYMOUS)
# Where nobody asks what moderators have for her.
NOTHING = Board()


def recognise(
    session: Session,
    ring: Keyring,
    token: str,
    held: Board = NOTHING,
    shielded: Shields | None = None,
    *,
    strict: bool = False,
) -> Viewer:
    """Whose session this is, or the visitor. On the board `held` is what moderators have for her,
    `shielded` finds what she keeps away; where it is `strict`, one step gives no power over others.
    """
    signed_in, her = _whose(session, ring, token)
    if signed_in is None or her is None or not _is_here(signed_in, her):
        return VISITOR
    return _viewer(session, (ring, held, shielded), signed_in, her, strict=strict)


def recognise_token(
    session: Session,
    token: str,
    kept: tuple[Keyring, Board, Shields],
    *,
    strict: bool,
) -> tuple[Viewer, Granted] | None:
    """The member whose personal token this is, with what it grants; None when it is nobody's.
    Without the scope for it she is a member like all others. `kept` and `strict` are as above."""
    granted = tokens.find(session, kept[0], token)
    her = _WHO.first(session, member=granted.signed_in.member_id) if granted else None
    if granted is None or her is None or not _is_here(granted.signed_in, her):
        return None
    viewer = _viewer(session, kept, granted.signed_in, her, strict=strict)
    if Scope.MODERATE not in granted.scopes:
        viewer = replace(viewer, role=Role.MEMBER, moderated=frozenset(), hosted=frozenset())
    return viewer, granted


def _viewer(
    session: Session,
    kept: tuple[Keyring, Board, Shields | None],
    signed_in: SignedIn,
    her: _Row,
    *,
    strict: bool,
) -> Viewer:
    ring, held, shielded = kept
    (places, closed), me = _read(her.places), Me(ring, her.seed)
    talks, paused, nameless = _meant_for(held, session, her, me)
    waits = strict and not signed_in.strong and _is_staff(her, places)
    return Viewer(
        her.id,
        her.handle,
        her.name,
        Role.MEMBER if waits else her.role,
        Standing.PAUSED if paused else her.standing,
        frozenset(places),
        _in_role(places, CircleRole.HOST),
        _in_role({} if waits else places, CircleRole.MODERATOR),
        signed_in.h,
        talks,
        paused,
        nameless,
        shielded.of(session, her.shielded or 0, me.shield()) if shielded else NONE,
        her.discretion,
        her.noted or 0,
        signed_in.strong,
        waits,
        her.language,
        me,
        closed,
    )


def _meant_for(
    held: Board, session: Session, her: _Row, me: Me
) -> tuple[tuple[Talk, ...], date | None, date | None]:
    """What moderators wrote to her, and until when they have paused her: at all, and as a voice."""
    talks, asked = held.hers(session, her.rung or 0, her.id, me)
    paused, nameless = (sanctions.paused_until(asked, kind) for kind in PAUSES)
    return tuple(talks), paused, nameless


def _is_here(signed_in: SignedIn, her: _Row) -> bool:
    return her.session_epoch == signed_in.epoch and her.standing not in AWAY


def _is_staff(her: _Row, places: dict[int, str]) -> bool:
    """Whether she works cases, of the whole site or of a circle."""
    return her.role is not Role.MEMBER or CircleRole.MODERATOR in places.values()


def _whose(session: Session, ring: Keyring, token: str) -> tuple[SignedIn | None, _Row | None]:
    """Two questions where the session is new to this process, then one."""
    h = keys.digest(token)
    lately = sessions.OPEN.whose(h)
    if lately is None:
        signed_in, her = sessions.find(session, ring, token), None
    else:
        row, her = _BOTH.first(session, h=h, member=lately) or (None, None)
        signed_in = sessions.OPEN.open(ring, row)
    if signed_in and (her is None or her.id != signed_in.member_id):
        her = _WHO.first(session, member=signed_in.member_id)
    return signed_in, her


def _read(places: str | None) -> tuple[dict[int, str], frozenset[int]]:
    """Her role in each circle, and which of them are closed."""
    if not places:
        return {}, frozenset()
    told = [place.split(":") for place in places.split(",")]
    closed = frozenset(int(circle) for circle, _, state in told if state == "closed")
    return {int(circle): role for circle, role, _ in told}, closed


def _in_role(places: dict[int, str], wanted: CircleRole) -> frozenset[int]:
    return frozenset(circle for circle, role in places.items() if role == wanted)

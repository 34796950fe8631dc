"""Requests that wait: what she may do about hers, and what moderators do about them.

Nobody is told how long it takes, since nobody knows. Whoever is declined reads why, and after some
days nothing of it is left; then, or once she has erased it herself, she may ask again like anybody.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.orm import Session

from app.core import clock, versions
from app.core.errors import Crossed, Invalid, NotFound
from app.core.events import StaffActed, publish
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.settings import Settings
from app.people.joining import admission, contents, invitations, policy
from app.people.joining.contents import Contents
from app.people.joining.models import JoiningRequest, RequestState
from app.people.members.accounts import Post
from app.people.members.models import Member, Standing
from app.people.viewer import Viewer

SHOWN = 25
CHANGED = Sentence(
    "It says something else now, or somebody else asks by this handle. Read it again below before "
    "you answer; your own words are kept."
)


class Answer(StrEnum):
    """What a moderator does with a request."""

    APPROVE = "approve"
    ASK = "ask"
    DECLINE = "decline"


@dataclass(frozen=True)
class Line:
    """A request in the list."""

    handle: str
    day: date
    state: RequestState

    @property
    def key(self) -> str:
        return f"{self.day}.{self.handle}"


@dataclass(frozen=True)
class Shown:
    """A request with what it says; `erased` is the day on which a declined one goes, `mark` stands
    in the form that answers it (`core.versions`)."""

    handle: str
    day: date
    state: RequestState
    said: Contents
    erased: date | None
    mark: str


_OPEN = (
    Member.standing == Standing.WAITING,
    JoiningRequest.state.in_((RequestState.WAITS, RequestState.ASKED)),
)


def shown(ring: Keyring, member: Member, row: JoiningRequest) -> Shown:
    said = contents.opened(ring, row.member_id, row.sealed)
    return Shown(member.handle, row.day, row.state, said, row.erased, _mark(row, said))


def reply(session: Session, post: Post, secret: str, words: str) -> None:
    """She answers what a moderator has asked. Raises DeadLink, Crossed where nothing is asked."""
    _member, row = admission.waiting(session, post.ring, secret, lock=True)
    if row.state is not RequestState.ASKED:
        raise Crossed
    said = contents.opened(post.ring, row.member_id, row.sealed)
    row.sealed = replace(said, reply=words).sealed(post.ring, row.member_id)
    row.state = RequestState.WAITS


def bring(session: Session, post: Post, settings: Settings, secret: str, invitation: str) -> None:
    """She is let in by an invitation after all. Raises DeadLink, Invalid on `invitation`."""
    member, row = admission.waiting(session, post.ring, secret, lock=True)
    closed = settings.joining == "closed"
    h = invitations.typed(invitation)
    if closed or not invitations.use(session, post.ring, settings, h):
        raise Invalid("invitation", invitations.DEAD)
    admission.admit(session, member, row)


def withdraw(session: Session, post: Post, secret: str) -> None:
    """The account goes at once, and with it all that she said. Raises DeadLink."""
    member, _row = admission.waiting(session, post.ring, secret, lock=True)
    session.delete(member)


def queue(session: Session, viewer: Viewer, after: str = "") -> list[Line]:
    """Those that wait, the oldest first, one more than a page shows. Raises NotFound."""
    _require_staff(viewer)
    place = JoiningRequest.day, Member.handle
    wanted = select(Member.handle, JoiningRequest.day, JoiningRequest.state).join(
        Member, Member.id == JoiningRequest.member_id
    )
    wanted = wanted.where(*_OPEN).order_by(*place).limit(SHOWN + 1)
    known = _place(after)
    if known:
        wanted = wanted.where(tuple_(*place) > tuple_(*known))
    return [Line(*row) for row in session.execute(wanted)]


def unread(session: Session, settings: Settings, viewer: Viewer) -> int:
    """How many wait for moderators rather than for an answer of hers who asked. None for whoever
    may not read them, nor, without looking, where joining is open and nobody has to wait."""
    return number(session, settings) if policy.may_answer(viewer) else 0


def number(session: Session, settings: Settings) -> int:
    """The same for nobody in particular."""
    if settings.joining == "open":
        return 0
    wanted = select(func.count()).select_from(JoiningRequest)
    wanted = wanted.join(Member, Member.id == JoiningRequest.member_id).where(
        Member.standing == Standing.WAITING, JoiningRequest.state == RequestState.WAITS
    )
    return session.scalar(wanted) or 0


def find(session: Session, ring: Keyring, viewer: Viewer, handle: str) -> Shown:
    """One of those that wait. Raises NotFound."""
    return shown(ring, *_one(session, viewer, handle))


def answer(
    session: Session,
    post: Post,
    settings: Settings,
    viewer: Viewer,
    given: tuple[str, Answer, str],
    as_of: str = "",
) -> None:
    """Approve, ask or decline, in a moderator's own `words` except where she approves: `given` is
    the handle, which of the three, and the words. `as_of` is the mark of what she read.

    Raises NotFound, Invalid on `words`, and Changed where another request stands there now.
    """
    handle, turn, words = given
    member, row = _one(session, viewer, handle, lock=True)
    said = contents.opened(post.ring, row.member_id, row.sealed)
    if as_of not in {"", _mark(row, said)}:
        raise versions.Changed("", CHANGED)
    if turn is Answer.APPROVE:
        admission.admit(session, member, row)
        post.send(session, "request_approved", member)
    else:
        if not words:
            raise Invalid("words", "She reads your words and nothing else. Please write some.")
        row.sealed = replace(said, words=words, reply="").sealed(post.ring, row.member_id)
        row.state = RequestState.ASKED if turn is Answer.ASK else RequestState.DECLINED
        if turn is Answer.DECLINE:
            row.erased = clock.today() + timedelta(days=settings.joining_days)
        post.send(session, "request_answered", member)
    _tell(session, viewer, turn)


def sweep(session: Session) -> None:
    """Forget whoever was declined, once her days are over, and old invitations."""
    old = select(JoiningRequest.member_id).where(JoiningRequest.erased <= clock.today())
    session.execute(delete(Member).where(Member.standing == Standing.WAITING, Member.id.in_(old)))
    invitations.sweep(session)


def _one(
    session: Session, viewer: Viewer, handle: str, *, lock: bool = False
) -> tuple[Member, JoiningRequest]:
    _require_staff(viewer)
    wanted = (
        select(Member, JoiningRequest)
        .join(JoiningRequest, JoiningRequest.member_id == Member.id)
        .where(Member.handle == handle.lower(), *_OPEN)
    )
    row = session.execute(wanted.with_for_update() if lock else wanted).first()
    if row is None:
        raise NotFound("Nothing of that name waits: it was answered, or taken back.")
    return row.Member, row.JoiningRequest


def _mark(row: JoiningRequest, said: Contents) -> str:
    # A handle is free again once its request is taken back, so whose it is counts as well.
    return versions.mark(row.member_id.hex, asdict(said))


def _require_staff(viewer: Viewer) -> None:
    if not policy.may_answer(viewer):
        raise NotFound


def _place(after: str) -> tuple[date, str] | None:
    day, _, handle = after.partition(".")
    try:
        return date.fromisoformat(day), handle
    except ValueError:
        return None


def _tell(session: Session, viewer: Viewer, turn: Answer) -> None:
    """Not whom: the log stays, and of whoever was declined nothing is to."""
    event = StaffActed(
        actor_id=viewer.id, verb=turn.value, subject_kind="joining", subject_id="request"
    )
    publish(session, event)

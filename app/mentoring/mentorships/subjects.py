"""A mentorship as a thing that one of its two sides tells the moderators of. They see who the two
are and how it stands, and nothing that either has written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import keyring, keys
from app.core.errors import NotFound
from app.core.languages import Sentence, phrases
from app.mentoring.mentorships import courses, pages
from app.mentoring.mentorships.beginnings import live_between, note
from app.mentoring.mentorships.contents import STAFF
from app.mentoring.mentorships.models import Mentorship, State
from app.people.anonymity.bylines import Byline, named
from app.people.members.models import Member
from app.people.subjects import NOBODY, Deed, Found, Given, Seen, SubjectRef, Words
from app.people.viewer import Viewer

KIND = "mentorship"
HERS, ANY = Sentence("your mentorship"), Sentence("a mentorship")
_STANDS = phrases(
    {
        State.ACTIVE: "Since {day}. It goes on.",
        State.PAUSED: "Since {day}. It is paused.",
        State.COMPLETED: "Since {day}. It was completed on {over}.",
        State.ENDED: "Since {day}. It was ended on {over}.",
    }
)


@dataclass(frozen=True)
class Mentorships:
    """To *lock* it pauses it for both, to *remove* it ends it. It is nobody's alone: both are told
    of that, each on her own; and what is asked of one of the two, she alone is told of."""

    kind: str = KIND
    can: Collection[Deed] = (Deed.REMOVE, Deed.LOCK)

    def find(self, session: Session, viewer: Viewer, id: str) -> Found:
        if not viewer.signed_in:
            raise NotFound
        number = keys.from_base32(id)
        pair = pages.find(session, keyring.of(session), viewer, number)
        path = f"/mentorships/{keys.base32(number)}"
        between = tuple(filter(None, (viewer.member_id, pair.other_id)))
        ref = SubjectRef(KIND, keys.base32(number))
        title = Sentence("With {name}", name=pair.called)
        return Found(ref, HERS, title, path, None, NOBODY, open=False, between=between)

    def look(self, session: Session, id: str) -> Seen | None:
        found = _rows(session, [id]).get(id)
        if found is None:
            return None
        row, (mentor, mentee) = found
        html = Markup("<p>Mentor: {}</p><p>Mentee: {}</p><p>{}</p>").format(
            _who(mentor), _who(mentee), _stands(row)
        )
        byline = named("", _both(mentor, mentee), "")
        return Seen(_found(id, row, mentor, mentee), Words(byline, html, row.began))

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        rows = _rows(session, ids)
        return {each: _found(each, row, *both) for each, (row, both) in rows.items()}

    def do(self, session: Session, id: str, deed: Deed, _given: Given) -> str:
        """Both are told that there is something new, and read neutral words. What is over already
        stays so."""
        ring = keyring.of(session)
        row = session.get_one(Mentorship, keys.from_base32(id), with_for_update=True)
        course = courses.read(session, ring, row.id)
        before = f"{row.state.value} {'' if course.paused_by is None else course.paused_by}"
        if not row.state.is_live:
            return before
        if deed is Deed.REMOVE:
            courses.finish(session, ring, row, State.ENDED, tell=row.sides)
            return before
        row.state = State.PAUSED
        courses.save(session, ring, row.id, replace(course, paused_by=STAFF, done_by=None))
        _tell(session, row)
        return before

    def undo(self, session: Session, id: str, deed: Deed, before: str) -> None:
        """It goes on as it did, unless one of the two has ended it meanwhile, or they are to have
        no contact, or have begun another one."""
        ring = keyring.of(session)
        row = session.get_one(Mentorship, keys.from_base32(id), with_for_update=True)
        course = courses.read(session, ring, row.id)
        state, _, by = before.partition(" ")
        was = State(state)
        rests = row.state is State.PAUSED and course.paused_by == STAFF
        ended = row.state is State.ENDED and not course.closed and _may_begin(session, row)
        if not (was.is_live and (ended if deed is Deed.REMOVE else rests)):
            return
        row.state, row.over = was, None
        courses.save(session, ring, row.id, replace(course, paused_by=int(by) if by else None))
        _tell(session, row)

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        """Nothing: its words are those of the two, who can read them still."""


def _rows(
    session: Session, ids: Collection[str]
) -> dict[str, tuple[Mentorship, tuple[Byline, Byline]]]:
    """Those that are there, each with its mentor and its mentee, in one question."""
    numbers = {keys.from_base32(each): each for each in ids}
    rows = session.execute(
        select(Mentorship, Member)
        .outerjoin(Member, Member.id.in_((Mentorship.mentor_id, Mentorship.mentee_id)))
        .where(Mentorship.id.in_(numbers))
    ).all()
    people: dict[UUID | None, Byline] = {
        row.Member.id: pages.byline(row.Member.handle, row.Member.name, row.Member.standing)
        for row in rows
        if row.Member
    }
    return {
        numbers[row.Mentorship.id]: (
            row.Mentorship,
            (
                people.get(row.Mentorship.mentor_id, pages.FORMER),
                people.get(row.Mentorship.mentee_id, pages.FORMER),
            ),
        )
        for row in rows
    }


def _found(id: str, row: Mentorship, mentor: Byline, mentee: Byline) -> Found:
    title = _both(mentor, mentee)
    between = tuple(filter(None, row.sides))
    ref = SubjectRef(KIND, id)
    return Found(ref, ANY, title, "", None, NOBODY, open=False, between=between, seats=row.sides)


def _who(person: Byline) -> Markup:
    if not person.handle:
        return escape(person.name)
    link = Markup('<a href="/m/{}"><bdi>{}</bdi></a>')
    return link.format(person.handle, person.name)


def _both(mentor: Byline, mentee: Byline) -> Sentence:
    return Sentence("{mentor} and {mentee}", mentor=mentor.name, mentee=mentee.name)


def _stands(row: Mentorship) -> Sentence:
    return Sentence(_STANDS[row.state].message, day=row.began, over=row.over)


def _may_begin(session: Session, row: Mentorship) -> bool:
    mentor_id, mentee_id = row.sides
    if mentor_id is None or mentee_id is None:
        return False
    return live_between(session, mentor_id, mentee_id) is None


def _tell(session: Session, row: Mentorship) -> None:
    session.flush()
    for member_id in filter(None, row.sides):
        note(session, row, member_id)

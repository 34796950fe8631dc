"""Who sees, suggests, changes and looks after resources. Pure: no database, no clock, no request.

A resource in a circle is there for whoever may read the circle, and for nobody else, staff
included.
"""

from uuid import UUID

from app.community.resources.models import NoteState, State
from app.core.languages import Sentence
from app.core.verdict import YES, Verdict, no
from app.people.circles import policy as circles
from app.people.circles.models import Visibility
from app.people.members.models import Standing
from app.people.viewer import Viewer

# Under one resource there is room for so many notes.
NOTES_MOST = 200
NO_NOTES = Sentence("This resource takes no more notes at the moment.")
NOT_YOURS = Sentence("Only the person who suggested this can do that, or a host.")
NOT_HOST = Sentence("Only a host can do that here.")
TAKEN_DOWN = frozenset({State.HIDDEN, State.REMOVED})


def may_read(viewer: Viewer, circle_id: int | None, visibility: Visibility | None) -> bool:
    """Whether what stands in this circle, or in none, is open to her."""
    if circle_id is None or visibility is None:
        return True
    return circles.may_read(viewer, circle_id, visibility)


def tends(viewer: Viewer, circle_id: int | None) -> bool:
    """Whether it is hers to look after, if she may read it: a circle’s hosts, and of what is
    everybody’s the moderators of the site. Whoever opens a mentoring group hosts a circle, too."""
    if circle_id is not None:
        return viewer.hosts(circle_id) or viewer.is_administrator
    return viewer.is_moderator


def tends_something(viewer: Viewer) -> bool:
    return viewer.is_moderator or bool(viewer.hosted)


def may_see(viewer: Viewer, circle_id: int | None, state: State, by: UUID | None) -> bool:
    """Of what she may read. What a moderator has taken down is there for whoever suggested it."""
    if state is State.SHOWN or (by is not None and by == viewer.member_id):
        return True
    return state not in TAKEN_DOWN and tends(viewer, circle_id)


def may_tend(viewer: Viewer, circle_id: int | None) -> Verdict:
    return YES if tends(viewer, circle_id) else no(NOT_HOST)


def may_suggest(viewer: Viewer, circle_id: int | None) -> Verdict:
    """In a circle those who are in it, for everybody every member."""
    if circle_id is not None:
        return circles.may_post(viewer, circle_id)
    return _may_write(viewer)


def may_edit(viewer: Viewer, circle_id: int | None, state: State, by: UUID | None) -> Verdict:
    if state in TAKEN_DOWN:
        return no("A moderator has taken this down. You can appeal against that, not change it.")
    if tends(viewer, circle_id):
        return YES
    if by is None or by != viewer.member_id:
        return no(NOT_YOURS)
    return _may_write(viewer)


def may_withdraw(viewer: Viewer, by: UUID | None) -> Verdict:
    return YES if by is not None and by == viewer.member_id else no(NOT_YOURS)


def may_take_part(viewer: Viewer, circle_id: int | None) -> Verdict:
    """Saying that it helped."""
    if circle_id is not None:
        return circles.may_take_part(viewer, circle_id)
    return YES if viewer.signed_in else no("Sign in to say that it helped.")


def may_note(viewer: Viewer, circle_id: int | None, notes: int) -> Verdict:
    may = may_suggest(viewer, circle_id)
    if may and notes >= NOTES_MOST:
        return no(NO_NOTES)
    return may


def may_change_note(viewer: Viewer, state: NoteState, by: UUID | None) -> Verdict:
    if by is None or by != viewer.member_id:
        return no("Only the person who wrote this can do that.")
    if state is not NoteState.SHOWN:
        return no("A moderator has taken your note down. You can appeal against that.")
    return YES


def _may_write(viewer: Viewer) -> Verdict:
    if not viewer.signed_in:
        return no("Sign in to write here.")
    if viewer.standing is not Standing.GOOD:
        until = viewer.paused_until
        if until is None:
            return no("You can read, but not write here, until your pause is over.")
        return no(Sentence("You can read, but not write here, until {day} is over.", day=until))
    return YES

"""Who may see, post and change an opportunity. Pure questions: what is now is given."""

from datetime import datetime, timedelta
from typing import Protocol

from app.community.opportunities.models import Opportunity, State
from app.core.languages import Sentence
from app.core.verdict import YES, Verdict, no
from app.people.members.models import Standing
from app.people.organisations.models import Place
from app.people.viewer import Viewer

# So long is one there that nobody gave a closing date, and so long one can be read once it closed.
LIFE = timedelta(days=90)
LONGEST = timedelta(days=366)
READ_FOR = timedelta(days=30)
REMINDED_BEFORE = timedelta(days=3)
READABLE = (State.SHOWN, State.FILLED)
# Whose is in lists: whoever is leaving or suspended answers nobody.
ANSWERING = (Standing.GOOD, Standing.PAUSED)
NO_CONTACT = Sentence("You have chosen to have no contact with who posted this.")


def may_post(viewer: Viewer) -> Verdict:
    if not viewer.signed_in:
        return no("Sign in to add an opportunity.")
    if viewer.standing is not Standing.GOOD or viewer.paused_until is not None:
        return no("While moderators have paused your posting you can’t add an opportunity.")
    return YES


def may_import(viewer: Viewer) -> Verdict:
    """Taking in a table: what is in it is in the list at once, as what moderators let stand."""
    if not viewer.is_moderator:
        return no("Only moderators and administrators of this site can do that.")
    return may_post(viewer)


def may_speak_for(place: Place | None) -> Verdict:
    """Posting in the name of an organisation: `place` is hers there."""
    if place is Place.COORDINATOR:
        return YES
    return no("Only a coordinator of this organisation can post in its name.")


def may_see(viewer: Viewer, row: Opportunity, standing: Standing) -> bool:
    """`standing` is the poster's. What waits or is not there any more its poster alone sees."""
    if viewer.signed_in and viewer.member_id == row.poster_id:
        return True
    if standing not in ANSWERING or row.state not in READABLE:
        return False
    return viewer.signed_in or (row.public and row.state is State.SHOWN)


class Closing(Protocol):
    """An opportunity, or a card of one."""

    @property
    def state(self) -> State: ...

    @property
    def closes(self) -> datetime: ...


def is_open(row: Closing, now: datetime) -> bool:
    """Whether it is in lists, and can be applied for."""
    return row.state is State.SHOWN and now < row.closes


def may_change(viewer: Viewer, row: Opportunity, now: datetime) -> Verdict:
    """Changing its words."""
    if viewer.member_id != row.poster_id:
        return no("Only who posted it can change it.")
    if row.state is State.REMOVED:
        return no("Moderators have removed this. You can appeal against that.")
    if now >= row.closes + READ_FOR:
        return no("This is over. Add it anew instead.")
    return may_post(viewer)


def may_prolong(viewer: Viewer, row: Opportunity, last: datetime | None, now: datetime) -> Verdict:
    """`last`: when it is over as an event."""
    if last is not None and last <= now:
        return no("This event is over. If there is another one, change when it begins.")
    return may_change(viewer, row, now)


def may_end(viewer: Viewer, row: Opportunity) -> Verdict:
    """Marking it as filled, withdrawing it, and taking either back: also while she is paused."""
    if viewer.member_id != row.poster_id:
        return no("Only who posted it can do that.")
    if row.state is State.REMOVED:
        return no("Moderators have removed this. You can appeal against that.")
    return YES


def may_fill(viewer: Viewer, row: Opportunity) -> Verdict:
    """Also once more. On a page she is shown how it stands; a program is told that it did not."""
    if row.state in {State.SHOWN, State.FILLED}:
        return may_end(viewer, row)
    return may_end(viewer, row) and no("It does not stand at the moment, so it can’t be filled.")


def may_keep(row: Opportunity, now: datetime) -> Verdict:
    """Saving it, to be reminded before it closes."""
    return YES if is_open(row, now) else no("It is closed. There is nothing to be reminded of.")


def may_share(row: Opportunity) -> Verdict:
    """Leading others to it: only where they would find it."""
    if row.state in READABLE:
        return YES
    return no("Nobody but you could open the link. Wait until it is in the list.")


def may_be_interested(viewer: Viewer, row: Opportunity, now: datetime) -> Verdict:
    if viewer.member_id == row.poster_id:
        return no("You have posted this yourself.")
    return YES if is_open(row, now) else no("It is closed.")


def may_be_introduced(viewer: Viewer, row: Opportunity, now: datetime) -> Verdict:
    """Asking to be introduced to who has posted it, or to who works where it was posted for; to the
    latter also where she keeps the former away from herself."""
    may = may_be_interested(viewer, row, now)
    if may and row.organisation_id is None and row.poster_id in viewer.shield.blocked:
        return no(NO_CONTACT)
    return may


def is_near(closes: datetime, now: datetime) -> bool:
    """Whether it is still to close, and soon; days are those of UTC, as all that is kept of what
    members are told."""
    return now < closes and closes.date() - now.date() <= REMINDED_BEFORE

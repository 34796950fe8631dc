"""Who may recommend whom. Pure: no database, no clock, no request."""

from uuid import UUID

from app.core.languages import Sentence, phrases
from app.core.verdict import YES, Verdict, no
from app.mentoring.mentorships.models import Mentorship
from app.mentoring.recommendations.contents import Recommended, State
from app.people.members.models import Standing
from app.people.viewer import Viewer


def may_recommend(viewer: Viewer, mentorship: Mentorship) -> Verdict:
    """By what she can know: what her mentee keeps away from shows in no answer. It may go on or be
    over, whichever of the two has ended it."""
    if viewer.id != mentorship.mentor_id:
        return no("Only a mentor recommends. You can thank her in a message.")
    if viewer.standing is not Standing.GOOD:
        if until := viewer.paused_until:
            return no(Sentence("You can read, but not write, until {day} is over.", day=until))
        return no("You can read, but not write, while you are paused.")
    if mentorship.mentee_id in viewer.shield.blocked:
        return no("You have chosen to have no contact with her. To recommend her, take that back.")
    return YES


def may_mend(said: Recommended) -> Verdict:
    return YES if said.stands else no(_TAKE_BACK[said.state])


_TAKE_BACK = phrases(
    {
        State.HIDDEN: "A moderator has hidden this recommendation. You can take it back.",
        State.REMOVED: "A moderator has removed this recommendation. You can take it back.",
    }
)


def may_see(viewer: Viewer, mentor: UUID | None, mentee: UUID | None, said: Recommended) -> bool:
    """Whether there is such a thing for her, who has not written it. Of whom she has blocked she
    reads nothing."""
    if {mentor, mentee} & {*viewer.shield.blocked}:
        return False
    is_hers = viewer.signed_in and viewer.member_id == mentee
    return said.stands and (is_hers or said.shown)

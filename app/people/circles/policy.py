"""Who may see, join and look after a circle. Pure questions: no database, no clock, no request."""

from app.core.languages import Sentence
from app.core.verdict import YES, Verdict, no
from app.people.circles.models import Anonymity, Circle, Visibility
from app.people.members.models import Standing
from app.people.viewer import Viewer


def may_read(viewer: Viewer, circle_id: int, visibility: Visibility) -> bool:
    """Whether she may see what is said there. Staff has no right of its own to private circles."""
    if visibility is Visibility.PUBLIC:
        return True
    if visibility is Visibility.MEMBERS:
        return viewer.signed_in
    return viewer.belongs_to(circle_id)


def may_find(viewer: Viewer, circle: Circle) -> bool:
    """Whether she may know that the circle exists."""
    return viewer.is_administrator or may_read(viewer, circle.id, circle.visibility)


CLOSED = Sentence("This circle is closed. What stands in it can still be read.")


def may_join(viewer: Viewer, visibility: Visibility, *, closed: bool = False) -> Verdict:
    if closed:
        return no(CLOSED)
    if visibility is Visibility.PRIVATE:
        return no("A host of this circle has to add you.")
    if viewer.standing is not Standing.GOOD:
        day = viewer.paused_until
        return no(
            Sentence("You can read, but not join circles, until {day} is over.", day=day)
            if day
            else Sentence("You can read, but not join circles, until your pause is over.")
        )
    return YES


def may_manage(viewer: Viewer, circle_id: int) -> Verdict:
    if viewer.is_administrator or viewer.hosts(circle_id):
        return YES
    return no("Only a host of this circle can do that.")


def may_create(viewer: Viewer) -> Verdict:
    return YES if viewer.is_administrator else no("Only an administrator can open a circle.")


def may_take_part(viewer: Viewer, circle_id: int) -> Verdict:
    """Kind words and the like, which a pause leaves her."""
    if not viewer.signed_in:
        return no("Sign in to write here.")
    if not viewer.belongs_to(circle_id):
        return no("Join this circle to write in it.")
    if circle_id in viewer.closed:
        return no(CLOSED)
    return YES


def may_post(viewer: Viewer, circle_id: int) -> Verdict:
    may = may_take_part(viewer, circle_id)
    if may and viewer.standing is not Standing.GOOD:
        day = viewer.paused_until
        return no(
            Sentence("You can read, but not post, until {day} is over.", day=day)
            if day
            else Sentence("You can read, but not post, until your pause is over.")
        )
    return may


_WIDTH = {Visibility.PRIVATE: 0, Visibility.MEMBERS: 1, Visibility.PUBLIC: 2}


def opens(now: Visibility, then: Visibility) -> bool:
    """Whether more people than now would read what has been written in it."""
    return _WIDTH[then] > _WIDTH[now]


WRITTEN_FOR_FEWER = Sentence(
    "What has been written in this circle was written for those who can read it now. Open another "
    "circle for more."
)
STAYS_PRIVATE = Sentence(
    "This circle belongs to a group: it stays private, and everybody writes by name."
)
BY_THE_GROUP = Sentence(
    "Who is in this circle follows from its mentoring group: whoever leaves one leaves the other."
)
JOIN_TO_GREET = Sentence("Join this circle to greet in it.")


def may_see_greeters(viewer: Viewer, circle_id: int) -> Verdict:
    """The rota is for those who are in the circle, and for who looks after it."""
    if viewer.belongs_to(circle_id) or may_manage(viewer, circle_id):
        return YES
    return no("Join this circle to see who greets in it.")


def may_greet(viewer: Viewer, circle_id: int, *, greets: bool) -> Verdict:
    """Putting herself down on the rota of a circle that keeps one."""
    if not viewer.belongs_to(circle_id):
        return no(JOIN_TO_GREET)
    if not greets:
        return no("This circle keeps no rota of greeters.")
    if viewer.standing is not Standing.GOOD:
        day = viewer.paused_until
        return no(
            Sentence("You can read, but not greet, until {day} is over.", day=day)
            if day
            else Sentence("You can read, but not greet, until your pause is over.")
        )
    return YES


CROWD_LEAST = 8
CROWD_SAFE = 20


def may_be_anonymous(anonymity: Anonymity, crowd: int) -> Verdict:
    """Whether a post here may be without a name: the circle's choice, and enough people in it."""
    if anonymity is Anonymity.NEVER:
        return no("This circle asks for names.")
    if crowd < CROWD_LEAST:
        return no(
            "Too few people have been in this circle for a month: with so few, a pseudonym would "
            "hide nobody."
        )
    return YES


def may_hide(viewer: Viewer, anonymity: Anonymity, crowd: int) -> Verdict:
    """The same for her: moderators may have paused it, which nobody but she learns of."""
    if viewer.named_until:
        return no(
            Sentence(
                "Moderators have paused posting without a name for you, until {day} is over.",
                day=viewer.named_until,
            )
        )
    return may_be_anonymous(anonymity, crowd)


def may_be_named(anonymity: Anonymity) -> Verdict:
    if anonymity is Anonymity.ALWAYS:
        return no("In this circle everybody writes without her name.")
    return YES


def is_small(crowd: int) -> bool:
    """Whether a pseudonym protects little, which is said beside the choice."""
    return crowd < CROWD_SAFE

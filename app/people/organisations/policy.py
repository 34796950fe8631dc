"""Who may open, coordinate, join and close an organisation. Pure questions."""

from collections.abc import Sequence

from app.core.languages import Sentence
from app.core.verdict import YES, Verdict, no
from app.people.members.models import Standing
from app.people.organisations.models import Place
from app.people.viewer import Viewer


def may_open(viewer: Viewer) -> Verdict:
    """Opening an organisation, appointing who coordinates it, and all that is not its own to say
    of itself: its name, its domains, whether it is there."""
    if viewer.is_administrator:
        return YES
    return no("Only an administrator can do that for an organisation.")


def may_coordinate(place: Place | None) -> Verdict:
    """Administrators appoint; what a coordinator sees they don't."""
    if place is Place.COORDINATOR:
        return YES
    return no("Only a coordinator of this organisation can do that.")


def may_look_after(viewer: Viewer, place: Place | None) -> Verdict:
    """Seeing the pages on which coordinators and administrators have each their part."""
    if viewer.is_administrator or may_coordinate(place):
        return YES
    return no("Only a coordinator of this organisation, or an administrator, can do that.")


def may_see_coordinators(viewer: Viewer, place: Place | None, invited: Place | None) -> bool:
    """Whoever belongs, or is to decide whether she will, knows who would see that she does."""
    return viewer.is_administrator or place is not None or invited is not None


def sees_invitation(viewer: Viewer, place: Place | None, to: Place) -> bool:
    """Coordinators see all of them, administrators whom they have asked to coordinate."""
    if may_coordinate(place):
        return True
    return viewer.is_administrator and to is Place.COORDINATOR


def may_describe(viewer: Viewer, place: Place | None) -> Verdict:
    """Saying what it is: its coordinators, or an administrator, who opens it with such words."""
    return may_look_after(viewer, place)


def may_join(viewer: Viewer, *, has_address: bool, taken_out: bool = False) -> Verdict:
    """By herself: `has_address` where hers is at one of the organisation's domains."""
    if not has_address:
        return no(
            "Only whoever has a confirmed email address at this organisation can join by herself."
        )
    if taken_out:
        return no(
            "A coordinator has taken you out of this organisation. Once you are invited again you "
            "can come back."
        )
    if viewer.standing is not Standing.GOOD:
        return no("You can read, but not join an organisation, until your pause is over.")
    return YES


def may_close(under_way: Sequence[str]) -> Verdict:
    """`under_way` are the names of its programmes in which people are at the moment."""
    if not under_way:
        return YES
    one, *others = under_way
    if not others:
        return no(
            Sentence(
                "“{programme}” is a programme in which people take part at the moment. The "
                "organisation can be closed once that is over.",
                programme=one,
            )
        )
    return no(
        Sentence(
            "{programmes} are programmes in which people take part at the moment. The organisation "
            "can be closed once that is over.",
            programmes=_listed(under_way),
        )
    )


def _listed(names: Sequence[str]) -> Sentence:
    """In quotation marks, and “and” between them."""
    before, last = Sentence("“{name}”", name=names[0]), names[1:]
    for name in last:
        before = Sentence("{programmes} and “{name}”", programmes=before, name=name)
    return before

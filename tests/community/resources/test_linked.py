"""Resources as steps of a pathway: for whoever may read them, and as they are now."""

from app.community.resources.linkable import Resources
from app.community.resources.models import State
from app.core.keys import base32
from app.people.circles.models import Visibility
from tests.community.resources import making


def seen(make, who, row):
    """What she is shown of it, and whether its address leads her there."""
    number = base32(row.id)
    with make._as(who) as (session, viewer):
        shown = Resources().shown(session, viewer, [number])
        found = Resources().number(session, viewer, f"/resources/{number}")
    return shown.get(number), found


def test_whoever_may_read_it_may_link_it(make, session, circle, amina, bea, stella):
    row = making.resource(make, amina, circle, "Where to ring")
    linked, number = seen(make, bea, row)
    assert (linked.title, linked.beside, number) == ("Where to ring", "Link", base32(row.id))
    assert linked.path == f"/resources/{number}"

    circle.visibility = Visibility.PRIVATE
    session.commit()

    assert seen(make, stella, row) == (None, None)
    assert seen(make, bea, row)[1] == number


def test_only_while_it_is_shown(make, circle, amina):
    row = making.resource(make, amina, circle, state=State.SUGGESTED)

    assert seen(make, amina, row) == (None, None)


def test_other_addresses_lead_to_none(make, circle, amina):
    making.resource(make, amina, circle)
    with make._as(amina) as (session, viewer):
        for path in ("/resources/new", "/resources", "/resources/1", "/t/1", ""):
            assert Resources().number(session, viewer, path) is None

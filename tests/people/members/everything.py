"""A member of whom there is something in every table that names a member."""

from sqlalchemy import select

from app.community.threads.models import Post
from app.mentoring.mentorships import calendar_feeds
from app.oversight.moderation import appeals, cases
from app.oversight.moderation.models import Action, Outcome
from app.oversight.notifications import choices
from app.people.circles import greeters
from app.people.circles.models import Circle
from app.people.members.models import Role
from app.web.kit.addresses import url
from tests.community.opportunities.making import opportunity
from tests.community.resources import making as resources
from tests.house import pathways
from tests.make import PASSWORD
from tests.mentoring import making
from tests.mentoring.groups.arranged import group
from tests.mentoring.meetings.conftest import Pair
from tests.mentoring.programmes.scenes import Programmes


def of(web, house, session, make, cast, thread):
    """Grace, who hosts the circle of this thread, does all that there is to do with Stella."""
    grace, stella = cast
    circle = session.get_one(Circle, thread.circle_id)
    _mentors(make, grace, stella)
    pathways.build(make, circle, thread, grace)
    _moderates(make, session, grace, stella)
    web.as_(grace).post(url("pin_thread", thread_id=thread.id), on="yes")
    web.post(url("reply", thread_id=thread.id), body="Words that @grace edits")
    reply = session.scalars(select(Post).filter_by(author_id=grace.id, thread_id=thread.id)).one()
    web.post(url("edit_post", post_id=reply.id), body="Other words")
    make.held(thread, grace)
    resources.note(make, grace, resources.resource(make, grace, circle))
    web.post(url("switch_greeters", circle=circle.slug), on="yes")
    web.post(url("greet", circle=circle.slug), week=greeters.monday().isoformat(), on="yes")
    web.as_(grace).send(
        web.get("/settings/email"), "/settings/email", email="g@x.org", password=PASSWORD
    )
    make.notification(grace, reply)
    opportunity(make, grace)
    choices.change(session, house.ring, grace.id, lambda chosen: chosen)
    session.commit()


def _moderates(make, session, grace, stella):
    """She decides a case, is told something herself, hears an appeal, and has a case in hand. Her
    own profile is hidden."""
    olga = make.member("Olga", role=Role.ADMINISTRATOR)
    room = make.circle("Quarrels")
    said, also = (make.post(make.thread(room, who)) for who in (stella, stella))
    hers = make.post(make.thread(room, grace))
    grace.role = Role.MODERATOR
    session.merge(grace)
    session.commit()
    made = make.decided(said, olga, grace, action=Action.WARN)
    make.decided(hers, stella, olga, action=Action.WARN)
    other = make.decided(also, grace, olga)
    make.decided(grace, stella, olga, action=Action.HIDE)
    for one in (made, other):
        with make._as(stella) as (deed, viewer):
            appeals.appeal(deed, viewer, make.house.subjects, one.id, "No")
    make.hearing(other, grace, Outcome.UPHELD)
    waits = make.report(make.post(make.thread(room, olga)), stella)
    with make._as(grace) as (deed, viewer):
        cases.claim(deed, viewer, make.house.subjects, waits.case_id)


def _mentors(make, grace, stella):
    """Each is a mentor, and the other's mentee; she asks, and is asked. Grace is enrolled in a
    programme that she coordinates, and invited elsewhere."""
    making.mentor(make, grace)
    making.mentor(make, stella)
    making.answered(make, grace, topics=("money",))
    making.paired(make, grace, stella)
    making.paired(make, stella, grace, days=30)
    making.asks(make, grace, stella)
    making.asks(make, make.member("Rosa"), grace)
    calendar_feeds.make(make.session, make.house.ring, grace.id)
    make.session.commit()
    Pair(make, grace, stella).propose(stella)
    Pair(make, stella, grace).propose(grace)
    group(make, grace, make.member("Gina"))
    group(make, make.member("Hetty"), grace)
    scene = Programmes(make)
    scene.enrolled(scene.programme(scene.organisation("acme", grace)), grace)
    scene.invited(grace, scene.organisation("yard"))

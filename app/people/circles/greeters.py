"""The rota of greeters: who welcomes newcomers in a circle, week by week.

Greeting is done under one's name, and those in the circle see who does it. A place on the rota
hangs on her place in the circle: when she leaves, it goes with her.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Invalid
from app.core.events import StaffActed, publish
from app.core.verdict import no, require
from app.people.circles import policy
from app.people.circles.models import Circle, Greeter, Membership
from app.people.circles.queries import Host
from app.people.members.models import Member, Standing
from app.people.viewer import Viewer

WEEK = timedelta(weeks=1)
AHEAD = 8
KEPT = 8
MOST = 6


@dataclass(frozen=True)
class Week:
    """One week of the rota, by its Monday. `hers`: the viewer is down for it."""

    begins: date
    greeters: tuple[Host, ...]
    hers: bool
    full: bool

    @property
    def is_now(self) -> bool:
        return self.begins == monday()


def monday(day: date | None = None) -> date:
    """The first day of the week of this day, or of today."""
    day = day or clock.today()
    return day - timedelta(days=day.weekday())


def weeks() -> list[date]:
    """The Mondays of this week and of the next ones for which somebody can put herself down."""
    return [monday() + n * WEEK for n in range(AHEAD + 1)]


def rota(session: Session, viewer: Viewer, circle: Circle) -> list[Week]:
    """Who is down for this week and the next ones; nobody who is suspended."""
    rows = session.execute(
        select(Greeter.week, Member.id, Member.handle, Member.name, Member.standing)
        .select_from(Greeter)
        .join(Member, Member.id == Greeter.member_id)
        .where(Greeter.circle_id == circle.id, Greeter.week >= monday())
        .order_by(Member.name, Member.handle)
    )
    found = defaultdict(list)
    for row in rows:
        found[row.week].append(row)
    return [
        Week(
            begins,
            tuple(Host(r.handle, r.name) for r in down if r.standing is Standing.GOOD),
            any(row.id == viewer.member_id for row in down),
            len(down) >= MOST,
        )
        for begins, down in ((week, found[week]) for week in weeks())
    ]


def put_down(session: Session, viewer: Viewer, circle: Circle, week: date) -> None:
    """She greets in the week of this Monday; twice is once. The circle's row is locked.

    Raises NotAllowed, and Invalid for a week that is full or not to be chosen.
    """
    require(policy.may_greet(viewer, circle.id, greets=circle.greets))
    if week not in weeks():
        raise Invalid("week", "Choose this week or one of the next eight.")
    # Her place in the circle is held meanwhile: who has just left it can't be down in it.
    place = session.get(Membership, (circle.id, viewer.id), with_for_update=True)
    if place is None:
        require(no(policy.JOIN_TO_GREET))
    if session.get(Greeter, (circle.id, week, viewer.id)) is not None:
        return
    down = select(func.count()).where(Greeter.circle_id == circle.id, Greeter.week == week)
    if (session.scalar(down) or 0) >= MOST:
        raise Invalid("week", "Six are down for that week already. Another week has room.")
    session.add(Greeter(circle_id=circle.id, week=week, member_id=viewer.id))


def take_off(session: Session, viewer: Viewer, circle: Circle, week: date) -> None:
    """She does not greet in that week after all."""
    session.execute(
        delete(Greeter).where(
            Greeter.circle_id == circle.id, Greeter.week == week, Greeter.member_id == viewer.id
        )
    )


def switch(session: Session, viewer: Viewer, circle: Circle, *, on: bool) -> None:
    """Keep a rota in this circle, or not any more: then nobody is down for any week."""
    require(policy.may_manage(viewer, circle.id))
    if circle.greets is on:
        return
    circle.greets = on
    if not on:
        session.execute(delete(Greeter).where(Greeter.circle_id == circle.id))
    verb = "greeters-on" if on else "greeters-off"
    publish(
        session,
        StaffActed(actor_id=viewer.id, verb=verb, subject_kind="circle", subject_id=circle.slug),
    )


def sweep(session: Session) -> None:
    """Once a day: forget who greeted in weeks that have long been over."""
    session.execute(delete(Greeter).where(Greeter.week < monday() - KEPT * WEEK))

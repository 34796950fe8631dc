"""Cases for tests: what members have reported, without the pages on which they do."""

from collections.abc import Iterator
from html import unescape

from httpx2 import Response

from app.community.threads.models import Post, Thread
from app.core.keys import base32
from app.oversight.moderation import appeals, reports
from app.oversight.moderation.models import Case, Reason
from app.people.circles.models import Circle, CircleRole, Membership
from app.people.members.models import Member
from app.people.subjects import SubjectRef
from app.web.kit.addresses import url
from tests.browser import Browser
from tests.make import Make


def ref_of(thing: Post | Thread | Member) -> SubjectRef:
    if isinstance(thing, Member):
        return SubjectRef("profile", thing.handle)
    kind = "post" if isinstance(thing, Post) else "thread"
    return SubjectRef(kind, base32(thing.id))


def report(
    make: Make,
    by: Member,
    thing: Post | Thread | Member,
    reason: Reason = Reason.UNKIND,
    note: str = "This is not OK.",
) -> Case:
    """The case of her report."""
    subjects, ring = make.house.subjects, make.house.ring
    with make._as(by) as (session, viewer):
        found = subjects.find(session, viewer, ref_of(thing))
        case_id = reports.report(session, viewer, ring, found, reason, note).case_id
    return make.session.get_one(Case, case_id)


def appeal(make: Make, by: Member, decision_id: int, statement: str = "It was not so.") -> None:
    with make._as(by) as (session, viewer):
        appeals.appeal(session, viewer, make.house.subjects, decision_id, statement)


def circle_moderator(make: Make, name: str, circle: Circle) -> Member:
    member = make.member(name, circle)
    make.session.get_one(Membership, (circle.id, member.id)).role = CircleRole.MODERATOR
    make.session.commit()
    return member


def way(case: Case, deed: str = "case") -> str:
    return url(deed, case_id=case.id)


def order(page: Response) -> list[str]:
    """The cases of the list, as their addresses."""
    links = (line.split('"')[0] for line in page.text.split('<a href="')[1:])
    return [link for link in links if link.startswith("/moderation/cases/")]


def stretches(web: Browser, path: str) -> Iterator[Response]:
    """The queue's pages from this one on, as their links lead."""
    while path:
        page = web.get(path)
        yield page
        _, _, later = page.text.partition('rel="next"')
        path = unescape(later.split('href="')[1].split('"')[0]) if later else ""

"""Pathways for tests: written through the pages, as hosts do."""

from sqlalchemy import select

from app.community.pathways.models import Pathway, Step
from app.core.keys import base32

PLAN = {"title": "Your first talk", "intro": "For *whoever* never dared.", "audience": "everybody"}


def begun(web, host, circle="new-mothers", *, shown=True, **plan):
    """The address of a pathway that she has begun."""
    made = web.as_(host).post("/pathways/new", **PLAN | {"circle": circle} | plan)
    assert made.status_code == 303, made.text
    slug = made.headers["location"].removeprefix("/pathways/").partition("?")[0]
    if shown:
        web.post(f"/pathways/{slug}/show", on="yes")
    return slug


def stepped(web, host, slug, heading="Say yes", **said):
    """The number of a step that she has added."""
    answer = web.as_(host).post(f"/pathways/{slug}/steps/new", heading=heading, **said)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].rpartition("#s")[2]


def row(session, slug):
    session.rollback()
    return session.scalars(select(Pathway).where(Pathway.slug == slug)).one_or_none()


def steps(session, slug):
    """The headings in their order."""
    found = select(Step).where(Step.pathway_id == row(session, slug).id).order_by(Step.place)
    return [step.heading for step in session.scalars(found)]


def step(session, number):
    session.rollback()
    return next(one for one in session.scalars(select(Step)) if base32(one.id) == number)

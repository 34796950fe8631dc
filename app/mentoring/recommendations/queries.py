"""Finding recommendations: a mentor's and a mentee's own, and those that stand on a page."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.mentoring.mentorships.models import Mentorship
from app.mentoring.recommendations import policy
from app.mentoring.recommendations.contents import Recommended
from app.mentoring.recommendations.models import Recommendation
from app.people.anonymity.bylines import Byline
from app.people.members.named import NOBODY, bylines
from app.people.viewer import Viewer

# How many stand on one page, the newest first.
SHOWN = 20
NOT_HERE = Sentence("This recommendation may have been taken back, or was never one of yours.")


@dataclass(frozen=True)
class Whole:
    """One with its two sides; None is who has left."""

    id: int
    mentorship_id: int
    mentor: UUID | None
    mentee: UUID | None
    said: Recommended


@dataclass(frozen=True)
class Card:
    """One beside the name of the other side: for its author whom it is about, for everybody else
    who wrote it."""

    id: int
    mentorship_id: int
    other: Byline
    said: Recommended


@dataclass(frozen=True)
class Hers:
    given: list[Card]
    received: list[Card]


def mentorship(
    session: Session, viewer: Viewer, mentorship_id: int, *, lock: bool = False
) -> Mentorship:
    """Raises NotFound for whoever is none of its two, and where the mentee has left."""
    found = session.get(
        Mentorship, mentorship_id, with_for_update=lock or None, populate_existing=lock
    )
    if found is None or viewer.id not in found.sides or found.mentee_id is None:
        raise NotFound
    return found


def of_mentorship(session: Session, ring: Keyring, mentorship_id: int) -> Whole | None:
    found = _found(session, ring, Recommendation.mentorship_id == mentorship_id)
    return found[0] if found else None


def one(session: Session, ring: Keyring, recommendation_id: int) -> Whole | None:
    found = _found(session, ring, Recommendation.id == recommendation_id)
    return found[0] if found else None


def mine(session: Session, ring: Keyring, viewer: Viewer, recommendation_id: int) -> Whole:
    """One that she has written, or that she was given. Raises NotFound."""
    found = one(session, ring, recommendation_id)
    if found is None or viewer.id not in {found.mentor, found.mentee}:
        raise NotFound(NOT_HERE)
    if viewer.id != found.mentor and not _may_see(viewer, found):
        raise NotFound(NOT_HERE)
    return found


def hers(session: Session, ring: Keyring, viewer: Viewer) -> Hers:
    """What she has given, and what she was given by those whom she has not blocked."""
    of_hers = (Mentorship.mentor_id == viewer.id) | (Mentorship.mentee_id == viewer.id)
    found = _found(session, ring, of_hers)
    known = bylines(session, {who for each in found for who in (each.mentor, each.mentee) if who})
    given = [each for each in found if each.mentor == viewer.id]
    received = [each for each in found if each.mentee == viewer.id and _may_see(viewer, each)]
    return Hers(
        [_card(each, known.get(each.mentee or viewer.id, NOBODY)) for each in given],
        [_card(each, _author(each, known)) for each in received],
    )


def on_page_of(session: Session, ring: Keyring, viewer: Viewer, member_id: UUID) -> list[Card]:
    """What a member shows on her page, as far as whoever looks may read it."""
    found = _found(session, ring, Mentorship.mentee_id == member_id)
    shown = [each for each in found if each.said.is_public and _may_see(viewer, each)][:SHOWN]
    known = bylines(session, {each.mentor for each in shown if each.mentor})
    return [_card(each, _author(each, known)) for each in shown]


def _found(session: Session, ring: Keyring, which: ColumnElement[bool]) -> list[Whole]:
    """The newest first."""
    of_row = (Recommendation.id, Recommendation.mentorship_id, Recommendation.sealed)
    rows = session.execute(
        select(*of_row, Mentorship.mentor_id, Mentorship.mentee_id)
        .join(Mentorship, Mentorship.id == Recommendation.mentorship_id)
        .where(which)
    )
    found = [
        Whole(number, between, mentor, mentee, Recommended.opened(ring, number, sealed))
        for number, between, sealed, mentor, mentee in rows
    ]
    return sorted(found, key=lambda each: (each.said.day, each.id), reverse=True)


def _may_see(viewer: Viewer, whole: Whole) -> bool:
    return policy.may_see(viewer, whole.mentor, whole.mentee, whole.said)


def _author(whole: Whole, known: dict[UUID, Byline]) -> Byline:
    return known.get(whole.mentor, NOBODY) if whole.mentor else NOBODY


def _card(whole: Whole, other: Byline) -> Card:
    return Card(whole.id, whole.mentorship_id, other, whole.said)

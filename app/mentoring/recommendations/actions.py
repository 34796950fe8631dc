"""Recommending, mending and taking it back; and what its mentee does with it."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from app.core import clock, keys, text
from app.core.errors import NotAllowed, NotFound
from app.core.events import publish
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.verdict import require
from app.mentoring.mentorships.models import Mentorship
from app.mentoring.recommendations import policy, queries
from app.mentoring.recommendations.contents import Recommended
from app.mentoring.recommendations.models import Recommendation
from app.people.noted.events import Kind, Noted
from app.people.safety import blocks
from app.people.viewer import Viewer

KIND = "recommendation"
NOT_YOURS = Sentence("Only the person who wrote this can take it back.")


def recommend(
    session: Session, ring: Keyring, viewer: Viewer, mentorship_id: int, body: str
) -> None:
    """Say this of her mentee, or mend what she has said: nobody else reads it until the mentee
    shows it, and she is told. Raises NotFound and NotAllowed."""
    html = text.rendered(body)
    between = queries.mentorship(session, viewer, mentorship_id, lock=True)
    require(policy.may_recommend(viewer, between))
    said = Recommended(body, html, clock.today())
    known = queries.of_mentorship(session, ring, between.id)
    if known is None:
        new = keys.random_id()
        row = Recommendation(id=new, mentorship_id=between.id, sealed=said.sealed(ring, new))
        session.add(row)
        session.flush()
        _tell(session, ring, between, new)
    elif known.said.body != body:
        require(policy.may_mend(known.said))
        change(session, ring, known.id, lambda _before: said)
        _tell(session, ring, between, known.id)


def take_back(session: Session, ring: Keyring, viewer: Viewer, recommendation_id: int) -> None:
    """Destroy what she wrote. Nobody is told. Raises NotFound and NotAllowed."""
    found = queries.mine(session, ring, viewer, recommendation_id)
    if found.mentor != viewer.id:
        raise NotAllowed(NOT_YOURS)
    row = session.get(Recommendation, found.id, with_for_update=True)
    if row is not None:
        session.delete(row)
        session.flush()


def show(
    session: Session, ring: Keyring, viewer: Viewer, recommendation_id: int, seen: str, *, on: bool
) -> bool:
    """Whether these words stand on her page. `seen` is the mark of those that she has read: where
    they are others meanwhile, nothing is done and this is False. Raises NotFound, NotAllowed."""
    found = queries.mine(session, ring, viewer, recommendation_id)
    if found.mentee != viewer.id:
        raise NotAllowed("She alone decides whether to show it.")
    before = change(session, ring, found.id, lambda said: _shown(said, seen, on=on))
    return not on or before.mark == seen


def change(
    session: Session,
    ring: Keyring,
    recommendation_id: int,
    how: Callable[[Recommended], Recommended],
) -> Recommended:
    """Write down what `how` makes of it, and return what it was. Raises NotFound."""
    row = session.get(
        Recommendation, recommendation_id, with_for_update=True, populate_existing=True
    )
    if row is None:
        raise NotFound(queries.NOT_HERE)
    before = Recommended.opened(ring, row.id, row.sealed)
    row.sealed = how(before).sealed(ring, row.id)
    session.flush()
    return before


def _shown(said: Recommended, seen: str, *, on: bool) -> Recommended:
    return said if on and said.mark != seen else replace(said, shown=on)


def _tell(session: Session, ring: Keyring, between: Mentorship, recommendation_id: int) -> None:
    """Its mentee, unless one of the two has blocked the other: nothing else differs then."""
    mentor, mentee = between.sides
    assert mentor is not None
    assert mentee is not None
    if not blocks.between(session, ring, mentor, mentee):
        thing = (KIND, keys.base32(recommendation_id))
        publish(session, Noted(member_id=mentee, kind=Kind.MENTORING, thing=thing))

"""Pathways as things that are reported and decided about, each with the words of its steps. Its
hosts keep it together; who has begun it is told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.community.pathways import queries
from app.community.pathways.events import KIND, PathwayChanged
from app.community.pathways.models import Begun, Pathway, PathwayState, Step
from app.core import clock, keys, text
from app.core.errors import NotFound
from app.core.events import publish
from app.core.languages import Sentence, phrases
from app.people.anonymity.bylines import Byline
from app.people.circles.models import Circle
from app.people.subjects import NOBODY, Deed, Found, Given, Owner, Seen, SubjectRef, Words
from app.people.viewer import Viewer

_TAKES_DOWN = {Deed.HIDE: PathwayState.HIDDEN, Deed.REMOVE: PathwayState.REMOVED}
_DOWN = tuple(_TAKES_DOWN.values())


@dataclass(frozen=True)
class Pathways:
    kind: str = KIND
    can: Collection[Deed] = (Deed.HIDE, Deed.REMOVE)

    def find(self, session: Session, viewer: Viewer, id: str) -> Found:
        """Raises NotFound for what is not on her list."""
        for row in queries.public(session, viewer, [keys.from_base32(id)]):
            return _found(row.Pathway, row.writer)
        raise NotFound

    def look(self, session: Session, id: str) -> Seen | None:
        known = session.execute(_WITH_WRITER.where(Pathway.id == keys.from_base32(id))).first()
        if known is None:
            return None
        row: Pathway = known.Pathway
        steps = queries.rows(session, row.id)
        words = Words(
            _hosts(session, row),
            _html(row, steps),
            clock.today(),
            state="shown" if row.stands else row.state.value,
            told=_TOLD.get(row.state, ""),
        )
        found, said = _found(row, known.member_id), _typed(row, steps)
        mend = f"{found.path}/edit" if row.state is PathwayState.HIDDEN else ""
        return Seen(found, words, text=said, heading=row.title, mend=mend)

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        wanted = _WITH_WRITER.where(Pathway.id.in_(map(keys.from_base32, ids)))
        found = (_found(row.Pathway, row.member_id) for row in session.execute(wanted))
        return {one.ref.id: one for one in found}

    def do(self, session: Session, id: str, deed: Deed, _given: Given) -> str:
        return _set(session, id, _TAKES_DOWN[deed]).value

    def undo(self, session: Session, id: str, _deed: Deed, before: str) -> None:
        _set(session, id, PathwayState(before))

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        """With its steps."""
        here = Pathway.id.in_(map(keys.from_base32, ids))
        session.execute(delete(Pathway).where(here, Pathway.state.in_(_DOWN)))


_WITH_WRITER = select(Pathway, Begun.member_id).outerjoin(Begun, Begun.pathway_id == Pathway.id)


def _set(session: Session, id: str, state: PathwayState) -> PathwayState:
    """What it was."""
    row = session.get_one(Pathway, keys.from_base32(id), with_for_update=True)
    was, row.state = row.state, state
    session.flush()
    publish(session, PathwayChanged(pathway_id=row.id))
    return was


_TOLD = phrases(
    {
        PathwayState.HIDDEN: "A moderator has hidden this pathway.",
        PathwayState.REMOVED: "A moderator has removed this pathway.",
    }
)


def _hosts(session: Session, row: Pathway) -> Byline:
    name = session.scalar(select(Circle.name).where(Circle.id == row.circle_id))
    return Byline(Sentence("The hosts of {circle}", circle=name))


def _html(row: Pathway, steps: Collection[Step]) -> Markup:
    """As it is read, without what the steps lead to: that is seen where it is."""
    part = Markup("<p><b>{}. {}</b></p>{}")
    said = [
        part.format(n, step.heading, text.trusted(step.html)) for n, step in enumerate(steps, 1)
    ]
    return Markup("").join([text.trusted(row.html), *said])


def _typed(row: Pathway, steps: Collection[Step]) -> str:
    said = [row.intro, *(f"{step.heading}\n\n{step.words}".strip() for step in steps)]
    return "\n\n".join(filter(None, said))


def _found(row: Pathway, writer: UUID | None) -> Found:
    ref, path = SubjectRef(KIND, keys.base32(row.id)), f"/pathways/{row.slug}"
    owner = Owner(writer) if writer else NOBODY
    readable = row.shown and row.stands
    return Found(ref, Sentence("a pathway"), row.title, path, row.circle_id, owner, open=readable)

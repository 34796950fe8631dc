"""What pathways hold of a member: those that she has begun, where she is asked to stand, and how
far she is, to take with her."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.community.pathways import actions, progress, queries
from app.community.pathways.models import Begun, Consent, Pathway, Step
from app.core.keys import Keyring
from app.core.languages import Sentence, phrases
from app.people.viewer import Viewer

GONE = Sentence("A pathway that is not there any more, or not for you")


@dataclass(frozen=True)
class Stands:
    """A step beside which she is asked to stand as a mentor, and what she said."""

    pathway: str
    step: str
    answer: str


@dataclass(frozen=True)
class Marked:
    """A pathway on which she has marked steps as done, with those of them that are still there."""

    pathway: str
    done: list[str]


@dataclass(frozen=True)
class Began:
    """A pathway that she has begun; its hosts keep it together."""

    pathway: str
    state: str


def begun(session: Session, member_id: UUID) -> list[Began]:
    """By their titles."""
    hers = select(Pathway).join(Begun).where(Begun.member_id == member_id)
    return [Began(row.title, _state(row)) for row in session.scalars(hers.order_by(Pathway.title))]


def stands(session: Session, member_id: UUID) -> list[Stands]:
    """By the titles of the pathways."""
    rows = session.execute(
        select(Pathway.title, Step.heading, Step.consent)
        .join(Step, Step.pathway_id == Pathway.id)
        .where(Step.mentor_id == member_id)
        .order_by(Pathway.title, Step.place)
    )
    return [Stands(row.title, row.heading, _SAID[row.consent]) for row in rows]


def marked(session: Session, viewer: Viewer, ring: Keyring) -> list[Marked]:
    """In the order in which she began them."""
    hers = [one for one in progress.mine(session, viewer, ring) if one.done]
    names = queries.titles(session, viewer, [one.pathway_id for one in hers])
    question = select(Step.id, Step.heading).where(Step.pathway_id.in_(names)).order_by(Step.place)
    headings = {row.id: row.heading for row in session.execute(question)}
    return [
        Marked(
            names.get(one.pathway_id, GONE),
            [words for step_id, words in headings.items() if step_id in one.done],
        )
        for one in hers
    ]


def erase(session: Session, member_id: UUID) -> None:
    """Her name stands nowhere any more, nor that she was asked, nor what she has begun. The
    pathways are her circles', and stay."""
    actions.forget_mentor(session, member_id)
    session.execute(delete(Begun).where(Begun.member_id == member_id))


def _state(row: Pathway) -> str:
    if not row.stands:
        return row.state.value
    return "shown" if row.shown else "draft"


_SAID = phrases(
    {
        Consent.ASKED: "You have not answered.",
        Consent.YES: "You agreed.",
        Consent.NO: "You said no.",
        Consent.NONE: "",
    }
)

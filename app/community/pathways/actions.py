"""Writing pathways, and asking mentors whether they stand on one."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.community.pathways import policy, queries
from app.community.pathways.events import PathwayChanged, PathwayMended
from app.community.pathways.models import Audience, Begun, Consent, Pathway, PathwayState, Step
from app.community.pathways.queries import Found
from app.core import keys, text
from app.core.errors import Invalid, NotFound
from app.core.events import publish
from app.core.keys import Keyring, base32
from app.core.languages import Sentence
from app.core.repeats import again
from app.core.verdict import require
from app.people.circles.models import Circle
from app.people.linkable import Linkable
from app.people.noted.events import Kind, Noted
from app.people.safety import blocks
from app.people.viewer import Viewer

MOST_STEPS = 30
MOST_PATHWAYS = 50
THING = "pathway-asked"
# Addresses of ours in the place of a pathway's.
TAKEN = frozenset({"new", "asked"})
# Where a title has no letters for an address.
WORDLESS = "pathway"
FULL = Sentence("This pathway has {n} steps, which is all there can be.", n=MOST_STEPS)
MANY = Sentence("This circle has {n} pathways, which is all there can be.", n=MOST_PATHWAYS)


@dataclass(frozen=True)
class Plan:
    """What hosts say of a pathway."""

    title: str
    intro: str
    audience: Audience


@dataclass(frozen=True)
class StepWords:
    """What hosts say of a step. `link` is what it links from now on; None leaves that as it is. The
    same form sent twice, which has the same `nonce`, is one step."""

    heading: str
    words: str
    link: tuple[Linkable, str] | None = None
    unlink: bool = False
    nonce: str = ""


def create(session: Session, viewer: Viewer, circle: str, plan: Plan, nonce: str) -> Pathway:
    """A draft of this circle's hosts; the same form sent twice is one. Raises Invalid,
    NotAllowed."""
    found = session.scalar(select(Circle).where(Circle.slug == circle).with_for_update())
    if found is None or found.bound:
        raise Invalid("circle", "Please choose one of these.")
    require(policy.may_write(viewer, found.id, found.visibility))
    number = _number(viewer, nonce, b"pathway")
    if (begun := again(session, session.get(Pathway, number))) is not None:
        return begun
    mine = select(func.count()).select_from(Pathway).where(Pathway.circle_id == found.id)
    if (session.scalar(mine) or 0) >= MOST_PATHWAYS:
        raise Invalid("", MANY)
    slug = _slug(session, plan.title)
    row = Pathway(id=number, slug=slug, circle_id=found.id, title=plan.title)
    _say(row, plan)
    session.add(row)
    session.flush()
    session.add(Begun(pathway_id=number, member_id=viewer.id))
    return row


def change(session: Session, found: Found, plan: Plan) -> None:
    """The address stays. Raises NotAllowed."""
    require(found.may_write)
    _say(found.row, plan)
    _mended(session, found)


def show(session: Session, found: Found, *, on: bool) -> None:
    """To all it is for, or to nobody but its hosts again. Raises NotAllowed."""
    require(found.may_write)
    found.row.shown = on
    _changed(session, found.row.id)


def delete(session: Session, found: Found) -> None:
    """With its steps; what members have marked leads nowhere then. Raises NotAllowed."""
    require(found.may_write)
    require(policy.may_delete(found.row.state))
    for row in queries.rows(session, found.row.id):
        session.delete(row)
    session.flush()
    session.delete(found.row)
    _changed(session, found.row.id)


def add_step(
    session: Session, viewer: Viewer, ring: Keyring, found: Found, said: StepWords
) -> Step:
    """At the end. Raises Invalid, NotAllowed."""
    require(found.may_write)
    number = _number(viewer, said.nonce, b"pathway-step")
    there = queries.rows(session, found.row.id)
    for row in there:
        if again(session, row if row.id == number else None):
            return row
    if len(there) >= MOST_STEPS:
        raise Invalid("", FULL)
    place = 1 + max((row.place for row in there), default=0)
    row = Step(id=number, pathway_id=found.row.id, place=place, heading=said.heading)
    session.add(row)
    _word(session, viewer, ring, row, said)
    _mended(session, found)
    return row


def change_step(
    session: Session, viewer: Viewer, ring: Keyring, found: Found, row: Step, said: StepWords
) -> None:
    """Raises NotAllowed."""
    require(found.may_write)
    _word(session, viewer, ring, row, said)
    _mended(session, found)


def move(session: Session, found: Found, row: Step, *, up: bool) -> None:
    """One place up or down, where there is one. Raises NotAllowed."""
    require(found.may_write)
    there = list(queries.rows(session, found.row.id))
    at = there.index(row)
    to = at - 1 if up else at + 1
    if 0 <= to < len(there):
        there[at], there[to] = there[to], there[at]
    for place, each in enumerate(there, 1):
        each.place = place


def delete_step(session: Session, found: Found, row: Step) -> None:
    """Raises NotAllowed."""
    require(found.may_write)
    session.delete(row)
    _mended(session, found)


def answer(session: Session, viewer: Viewer, step_id: int, *, agrees: bool) -> None:
    """A mentor says whether her name may stand there; she may say otherwise at any time. Raises
    NotFound."""
    row, _ = queries.asked(session, viewer.id, step_id, lock=True)
    row.consent = Consent.YES if agrees else Consent.NO


def forget_mentor(session: Session, member_id: UUID) -> None:
    """Her name stands nowhere any more, nor that she was asked."""
    blank = {"kind": "", "mentor_id": None, "consent": Consent.NONE}
    session.execute(update(Step).where(Step.mentor_id == member_id).values(**blank))


def _mended(session: Session, found: Found) -> None:
    """It says something else."""
    _changed(session, found.row.id)
    if found.row.state is PathwayState.HIDDEN:
        publish(session, PathwayMended(pathway_id=found.row.id))


def _changed(session: Session, pathway_id: int) -> None:
    session.flush()
    publish(session, PathwayChanged(pathway_id=pathway_id))


def _number(viewer: Viewer, nonce: str, what: bytes) -> int:
    """Made of the form's own, so that the second finds the first."""
    return int.from_bytes(keys.blind(viewer.me.submit_key(nonce), what)[:8], "big") >> 1 or 1


def _say(row: Pathway, plan: Plan) -> None:
    row.title, row.intro, row.audience = plan.title, plan.intro, plan.audience
    row.html = text.rendered(plan.intro)


def _word(session: Session, viewer: Viewer, ring: Keyring, row: Step, said: StepWords) -> None:
    row.heading, row.words, row.html = said.heading, said.words, text.rendered(said.words)
    if said.unlink or said.link:
        _unlink(row)
    if said.link:
        _link(session, viewer, ring, row, said.link)


def _unlink(row: Step) -> None:
    row.kind, row.thing, row.mentor_id, row.consent = "", "", None, Consent.NONE


def _link(
    session: Session, viewer: Viewer, ring: Keyring, row: Step, link: tuple[Linkable, str]
) -> None:
    kind, number = link
    row.kind = kind.kind
    if not kind.is_member:
        row.thing = number
        return
    mentor_id = UUID(number)
    row.mentor_id, row.consent = mentor_id, Consent.ASKED
    session.flush()
    if mentor_id == viewer.id:
        row.consent = Consent.YES
    else:
        _ask(session, viewer, ring, row, mentor_id)


def _ask(session: Session, viewer: Viewer, ring: Keyring, row: Step, mentor_id: UUID) -> None:
    """Where the two keep apart she is told nothing, and so does not answer: which looks to whoever
    asks like somebody who has not answered yet."""
    if not blocks.between(session, ring, viewer.id, mentor_id):
        thing = (THING, base32(row.id))
        publish(session, Noted(member_id=mentor_id, kind=Kind.MENTORING, thing=thing))


def _slug(session: Session, title: str) -> str:
    """One that is free, of the title's words."""
    words = text.slug(title)
    words = WORDLESS if words == text.slug("") else words
    for n in range(1, 1000):
        tried = words if n == 1 else f"{words}-{n}"
        taken = select(Pathway.id).where(Pathway.slug == tried)
        if tried not in TAKEN and session.scalar(taken) is None:
            return tried
    raise NotFound

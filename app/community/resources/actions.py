"""Suggesting a resource, changing and withdrawing it, and what its hosts do with it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.community.resources import addresses, policy, queries, telling
from app.community.resources.models import Resource, ResourceForm, State
from app.core import clock, keys, text, versions
from app.core.errors import Invalid, NotAllowed, Taken
from app.core.events import StaffActed, publish
from app.core.languages import Sentence
from app.core.repeats import again
from app.core.verdict import require
from app.people.circles import queries as circles
from app.people.viewer import Viewer

STAYS = Sentence("Somebody has decided about it meanwhile. Open the page again.")
CHANGED = Sentence(
    "It says something else now, or somebody has decided meanwhile. Open the page again."
)
WAITS = Sentence("Somebody has suggested this already. It has not been looked at yet.")
WAS_HERE = Sentence(
    "This link was looked at before, and is not shown here. You can ask a host why."
)


@dataclass(frozen=True)
class Said:
    """What a form says of a resource. Of `body` and `link` it has one, as its form wants."""

    form: ResourceForm
    title: str
    about: str
    topic: str
    language: str
    body: str = ""
    link: str = ""


@dataclass(frozen=True)
class Suggested:
    """What came of it: the resource, or one that was there; `new` where it is hers."""

    id: int
    state: State
    new: bool


def suggest(session: Session, viewer: Viewer, at: str, said: Said, nonce: str) -> Suggested:
    """In the circle with this address, or with '' for everybody. A host's own is shown at once; a
    link that is there already leads to it, and the same form sent twice is one resource. Raises
    NotFound where she may not read, NotAllowed, and Invalid on what does not fit."""
    circle = circles.circle_to_write_in(session, viewer, at) if at else None
    circle_id = circle.id if circle else None
    require(policy.may_suggest(viewer, circle_id))
    # The number is made of the form's own, so that the second finds the first.
    number = int.from_bytes(keys.blind(viewer.me.submit_key(nonce), b"resource")[:8]) >> 1
    if (sent := again(session, session.get(Resource, number))) is not None:
        return Suggested(sent.id, sent.state, new=True)
    if (known := _known(session, viewer, circle_id, said)) is not None:
        return Suggested(known.id, known.state, new=False)
    row = Resource(
        id=number,
        circle_id=circle_id,
        member_id=viewer.id,
        form=said.form,
        title=said.title,
        about=said.about,
        topic=said.topic,
        language=said.language,
    )
    _write(row, said)
    if policy.tends(viewer, circle_id):
        row.state = State.SHOWN
    session.add(row)
    session.flush()
    telling.changed(session, row)
    if row.state is State.SUGGESTED:
        telling.waits(session, row)
    return Suggested(row.id, row.state, new=True)


def mark(one: Said | Resource) -> str:
    """Of all that it says, for a form that changes it: a resource has that of what was said."""
    said = (one.form, one.title, one.about, one.topic, one.language, one.body, one.link)
    return versions.mark(*said)


def edit(
    session: Session, viewer: Viewer, resource_id: int, said: Said, as_of: str = ""
) -> Resource:
    """Change what it says. Unless a host has done so, a host looks at it again. Raises NotFound,
    NotAllowed, Invalid on a link that another one has, and Changed where it says something else by
    now than what was marked `as_of`."""
    row = queries.to_change(session, viewer, resource_id)
    require(policy.may_edit(viewer, row.circle_id, row.state, row.member_id))
    if (stands := mark(row)) != mark(said):
        versions.require_same(as_of, stands)
    if said.link:
        other = queries.with_link(session, row.circle_id, said.link)
        if other is not None and other.id != row.id:
            raise Invalid("link", "Another resource has this link already.")
    other_link = row.link != said.link
    if other_link:
        row.link_kept = None
    _write(row, said)
    again = row.state is not State.SUGGESTED and not policy.tends(viewer, row.circle_id)
    if again:
        row.state, row.answer = State.SUGGESTED, ""
    session.flush()
    telling.changed(session, row, other_link=other_link)
    if again:
        telling.waits(session, row)
    return row


def withdraw(session: Session, viewer: Viewer, resource_id: int) -> None:
    """Destroy it, with the notes under it. Raises NotFound and NotAllowed."""
    row = queries.to_change(session, viewer, resource_id)
    require(policy.may_withdraw(viewer, row.member_id))
    session.delete(row)
    session.flush()
    telling.gone(session, resource_id)


def show(session: Session, viewer: Viewer, resource_id: int, as_of: str = "") -> Resource:
    """A host has looked: those who may read it see it now. `as_of` is the mark of what she saw, if
    that is known. Raises NotFound, NotAllowed, and Taken where it says something else now."""
    return _turn(session, viewer, resource_id, (State.SHOWN, ""), as_of)


def decline(
    session: Session, viewer: Viewer, resource_id: int, answer: str, as_of: str = ""
) -> Resource:
    """It is not shown, or no more; whoever suggested it reads the answer."""
    return _turn(session, viewer, resource_id, (State.DECLINED, answer), as_of)


def let_wait(session: Session, viewer: Viewer, resource_id: int, as_of: str = "") -> Resource:
    """Take back what was decided last: it waits again."""
    return _turn(session, viewer, resource_id, (State.SUGGESTED, ""), as_of)


def keep_link(session: Session, viewer: Viewer, resource_id: int) -> None:
    """A host has opened the link and found it good. Raises NotFound and NotAllowed."""
    row = queries.to_change(session, viewer, resource_id)
    require(policy.may_tend(viewer, row.circle_id))
    row.link_kept = clock.today()


def _turn(
    session: Session, viewer: Viewer, resource_id: int, to: tuple[State, str], as_of: str
) -> Resource:
    row = queries.to_change(session, viewer, resource_id)
    require(policy.may_tend(viewer, row.circle_id))
    if row.state in policy.TAKEN_DOWN:
        raise NotAllowed(STAYS)
    if (row.state, row.answer) == to:
        return row
    if as_of not in {"", queries.mark(row)}:
        raise Taken(CHANGED)
    row.state, row.answer = to
    session.flush()
    telling.changed(session, row)
    _tell(session, viewer, row)
    if row.state is not State.SUGGESTED:
        telling.decided(session, row, viewer.id)
    return row


def _known(session: Session, viewer: Viewer, circle_id: int | None, said: Said) -> Resource | None:
    """The one that has the link, if she may see it. Raises Invalid where she may not."""
    if not said.link or (known := queries.with_link(session, circle_id, said.link)) is None:
        return None
    if policy.may_see(viewer, known.circle_id, known.state, known.member_id):
        return known
    raise Invalid("link", WAITS if known.state is State.SUGGESTED else WAS_HERE)


def _write(row: Resource, said: Said) -> None:
    row.form, row.title, row.about = said.form, said.title, said.about
    row.topic, row.language = said.topic, said.language
    row.body, row.link = said.body, said.link
    row.html = text.rendered(said.body) if said.body else ""
    row.link_key = addresses.key(row.circle_id, said.link) if said.link else None
    host = addresses.host(said.link) if said.link else ""
    row.spoken = text.plain(f"{said.title} {said.about} {host} {said.body}")


def _tell(session: Session, viewer: Viewer, row: Resource) -> None:
    publish(
        session,
        StaffActed(
            actor_id=viewer.id,
            verb={State.SHOWN: "show", State.DECLINED: "decline"}.get(row.state, "undo"),
            subject_kind="resource",
            subject_id=keys.base32(row.id),
        ),
    )

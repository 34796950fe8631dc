"""Writing the letters that are due: each member's in a transaction of its own, in which what it is
made of goes as well. So whatever ends the process, it is written once.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import keys, outbox, text
from app.core.db import Database
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.outbox import Mail
from app.oversight.notifications import (
    bounces,
    choices,
    mail_notes,
    mail_words,
    news,
    unsubscribing,
)
from app.oversight.notifications.choices import Choices, Rhythm, Way
from app.oversight.notifications.mail_notes import Note
from app.oversight.notifications.mail_words import Place
from app.people.circles.models import Circle, Membership, Visibility
from app.people.members import queries as members
from app.people.members.models import Member, Standing
from app.people.noted.events import Kind
from app.people.safety import blocks
from app.people.subjects import Found, SubjectRef, Subjects

GET_LETTERS = (Standing.GOOD, Standing.PAUSED)


@dataclass(frozen=True)
class Letter:
    """What a letter says and to whom, in whole lines without any form. It leads to a `path` of
    ours; by `stop` all letters end, by `stop_kind`, where it has one, those of its one `kind`.

    A `discreet` one says the same whatever it is about. `language` is the code of hers, if she has
    chosen one.
    """

    member_id: UUID
    to: str
    name: str
    language: str
    discreet: bool
    lines: tuple[Sentence, ...]
    path: str
    kind: Kind | None
    stop: str
    stop_kind: str = ""

    @property
    def receiver(self) -> str:
        """Of whom, and of what, is asked before it is sent whether it still is to be."""
        return f"{self.member_id.hex}.{self.kind or ''}"


Write = Callable[[Letter], Mail]


@dataclass(frozen=True)
class Post:
    """How letters come to be: what can be found out about things, and who writes them out."""

    database: Database
    ring: Keyring
    subjects: Subjects
    write: Write


def write_due(post: Post, *, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Put the letters that are due into the outbox, in an order of chance, and return how many."""
    with post.database.reading() as session:
        waiting = mail_notes.due_now(session, post.ring)
    written = 0
    for member_id in keys.shuffled(waiting):
        if not goes_on():
            break
        with post.database.changing() as session:
            written += _write(session, post, member_id, waiting[member_id])
    return written


def is_wanted(session: Session, ring: Keyring, mail: Mail) -> bool:
    """Whether a letter that was written is still to be sent: she is here, at this address, which
    takes letters, has not ended them, and does not want them more discreet than this one is."""
    member_id, _, kind = mail.receiver.partition(".")
    member = session.get(Member, UUID(member_id))
    if member is None or member.standing not in GET_LETTERS or member.email != mail.to:
        return False
    if member.discretion.is_neutral and not mail.nameless:
        return False
    chosen = choices.of(session, ring, member.id)
    return not chosen.stopped & {choices.ALL, kind} and not bounces.is_paused(
        session, ring, mail.to
    )


def sweep(session: Session, ring: Keyring) -> None:
    """Whoever wants word of what is new has it waiting: also who has come back, and after a copy
    of the database was put back, in which nothing waits."""
    for member_id, chosen in choices.everyone(session, ring):
        if chosen.wants_news:
            mail_notes.keep_news_waiting(session, ring, member_id, chosen)
    bounces.sweep(session)


def _write(session: Session, post: Post, member_id: UUID, ids: Collection[int]) -> bool:
    notes = mail_notes.take(session, post.ring, ids)
    member = session.get(Member, member_id)
    if not notes or member is None or member.standing not in GET_LETTERS:
        return False
    chosen = choices.of(session, post.ring, member_id)
    if any(note.kind is None for note in notes):
        mail_notes.keep_news(session, post.ring, member_id, chosen)
    if bounces.is_paused(session, post.ring, member.email):
        return False
    letter = _letter(session, post, member, chosen, notes)
    if letter is None:
        return False
    outbox.put(session, post.ring.seal("outbox/v1"), post.write(letter))
    return True


def _letter(
    session: Session, post: Post, member: Member, chosen: Choices, notes: Sequence[Note]
) -> Letter | None:
    """None where nothing is left to say."""
    events = _still_there(session, post, member, chosen, notes)
    lines, path = _events(session, post, events, alone=chosen.rhythm is Rhythm.AT_ONCE)
    if chosen.wants_news and any(note.kind is None for note in notes):
        lines += mail_words.new_in([_place(c) for c in news.of(session, member.id, chosen)])
    if not lines:
        return None
    kinds = {one.kind for one in events}
    single = kinds.pop() if len(kinds) == len(lines) == 1 else None
    discreet = member.discretion.is_neutral
    return Letter(
        member.id,
        member.email,
        text.one_line(member.name),
        member.language,
        discreet,
        (mail_words.NEUTRAL,) if discreet else tuple(lines),
        "" if discreet else path,
        single,
        unsubscribing.token(post.ring, member.id),
        unsubscribing.token(post.ring, member.id, single) if single and not discreet else "",
    )


@dataclass(frozen=True)
class _Event:
    """Something that is still there for her, in a circle or in none; `found` is what it is."""

    kind: Kind
    veiled: bool
    place: Place | None
    found: Found | None


def _still_there(
    session: Session, post: Post, member: Member, chosen: Choices, notes: Sequence[Note]
) -> list[_Event]:
    """What she wants by mail and may read now, of nobody from whom she is kept apart."""
    wanted = [n for n in notes if n.kind and chosen.way(n.kind, n.circle_id) is Way.MAIL]
    circles = _circles(session, member.id, {n.circle_id for n in wanted if n.circle_id})
    refs = {SubjectRef(*n.thing) for n in wanted if n.thing[0] in post.subjects.kinds}
    known = post.subjects.known(session, refs)
    apart = _kept_apart(session, post.ring, member.id, known.values())
    events = []
    for note in wanted:
        ref = SubjectRef(*note.thing)
        found, place = known.get(ref), circles.get(note.circle_id or 0)
        is_there = ref not in refs or (found is not None and found.open)
        by = found.owner.member_id if found else None
        is_hers = place is not None or note.circle_id is None
        if note.kind and is_hers and is_there and (by is None or by not in apart):
            events.append(_Event(note.kind, note.veiled, place, found))
    return events


def _events(
    session: Session, post: Post, events: Sequence[_Event], *, alone: bool
) -> tuple[list[Sentence], str]:
    """The lines about them, and where they lead."""
    if len(events) != 1 or events[0].veiled or not alone:
        return mail_words.many(event.kind for event in events), ""
    [event] = events
    if event.found and not _stands(session, post.subjects, event.found):
        return [], ""
    by = event.found.owner.member_id if event.found else None
    who = next((m.name for m in members.with_ids(session, [by] if by else [])), "")
    is_public = event.place is not None and event.place.is_public
    path = event.found.path if event.found and is_public else ""
    return [mail_words.one(event.kind, event.place, who)], path


def _stands(session: Session, subjects: Subjects, found: Found) -> bool:
    """Whether its words are still there: of who has taken them back nothing is told."""
    seen = subjects.of_kind(found.ref.kind).look(session, found.ref.id)
    return seen is not None and seen.words.state == "shown"


def _kept_apart(
    session: Session, ring: Keyring, member_id: UUID, things: Collection[Found]
) -> set[UUID]:
    by = {found.owner.member_id for found in things if found.owner.member_id} - {member_id}
    return {one for one in by if blocks.between(session, ring, member_id, one)}


def _circles(session: Session, member_id: UUID, ids: Collection[int]) -> dict[int, Place]:
    """Those that she may read."""
    hers = select(Membership.circle_id).where(Membership.member_id == member_id)
    open_to_her = Circle.visibility != Visibility.PRIVATE
    question = select(Circle).where(Circle.id.in_(ids), open_to_her | Circle.id.in_(hers))
    return {circle.id: _place(circle) for circle in session.scalars(question)}


def _place(circle: Circle) -> Place:
    public, private = Visibility.PUBLIC, Visibility.PRIVATE
    return Place(circle.name, circle.visibility is public, circle.visibility is private)

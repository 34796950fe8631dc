"""What mentorships hold of a member: to take with her what she can read, and to erase."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.core.languages import Sentence
from app.mentoring.mentorships import courses, entries, own_notes, pages
from app.mentoring.mentorships.contents import (
    MENTEE,
    MENTOR,
    Agreement,
    CheckIn,
    Entry,
    Feedback,
    Goal,
    Note,
)
from app.mentoring.mentorships.models import Mentorship, State
from app.mentoring.mentorships.pages import Pair
from app.people.members.models import Fate
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Line:
    """Something that was written there, by whom (“you”, or the other's name), and what it is."""

    what: str
    by: str
    day: date
    text: str


@dataclass(frozen=True)
class Kept:
    """A mentorship of hers as she can read it. `own` are the notes for her eyes alone."""

    other: str
    you_are: str
    began: date
    state: str
    over: date | None
    agreement: list[str]
    lines: list[Line]
    own: list[str]


def export(session: Session, ring: Keyring, viewer: Viewer) -> list[Kept]:
    """The newest first."""
    own: dict[int, list[str]] = {}
    for one in own_notes.every(session, viewer, ring):
        own.setdefault(one.words.mentorship_id, []).append(one.words.body)
    hers = session.scalars(
        select(Mentorship.id).where(_of(viewer.id)).order_by(Mentorship.began.desc(), Mentorship.id)
    ).all()
    return [
        _kept(session, ring, pages.find(session, ring, viewer, each), own.get(each, []))
        for each in hers
    ]


def erase(session: Session, ring: Keyring, member_id: UUID, fate: Fate) -> None:
    """What goes on ends, for a reason that nobody is told. What she said for herself alone is
    destroyed, and with Fate.REMOVE all that she wrote; goals and what was agreed are the other's,
    too. What nobody has any more goes altogether. Who she was goes with her account."""
    rows = session.scalars(
        select(Mentorship).where(_of(member_id)).order_by(Mentorship.id).with_for_update()
    ).all()
    for row in rows:
        side = MENTOR if row.mentor_id == member_id else MENTEE
        other = row.sides[1 - side]
        if other is None:
            session.execute(delete(Mentorship).where(Mentorship.id == row.id))
            continue
        for one in entries.every(session, ring, row.id):
            if one.by == side and _goes(one, fate):
                entries.remove(session, one)
        _leave(session, ring, row, side)


def _leave(session: Session, ring: Keyring, row: Mentorship, side: int) -> None:
    """She is nobody in it from now on."""
    other = row.sides[1 - side]
    if side == MENTOR:
        row.mentor_id = None
    else:
        row.mentee_id = None
    if row.state.is_live:
        courses.finish(session, ring, row, State.ENDED, tell=[other])
    session.flush()


def _goes(one: Entry[Any], fate: Fate) -> bool:
    match one.words:
        case CheckIn():
            return True
        case Feedback(shown=shown):
            return fate is Fate.REMOVE or not shown
        case Note():
            return fate is Fate.REMOVE
    return False


def _kept(session: Session, ring: Keyring, pair: Pair, own: list[str]) -> Kept:
    found = entries.every(session, ring, pair.id)
    agreement = pair.course.agreement
    return Kept(
        pair.other.name,
        "mentor" if pair.is_mentor else "mentee",
        pair.began,
        pair.state.value,
        pair.over,
        _agreed(agreement) if agreement else [],
        [_line(pair, one) for one in found if may_read(pair, one)],
        own,
    )


def may_read(pair: Pair, one: Entry[Any]) -> bool:
    """Whether it is hers, or the other has let her read it."""
    match one.words:
        case CheckIn():
            return one.by == pair.side
        case Feedback(shown=shown):
            return shown or one.by == pair.side
    return True


def _agreed(said: Agreement) -> list[str]:
    again = (
        [Sentence("You look at it again on {day}.", day=said.again.isoformat())]
        if said.again
        else []
    )
    return [said.frequency, said.contact, said.confidentiality, *again]


def _line(pair: Pair, one: Entry[Any]) -> Line:
    what, said = _said(one.words, own=one.by == pair.side)
    return Line(what, _YOU if one.by == pair.side else pair.other.name, one.day, said)


def _said(words: Any, *, own: bool) -> tuple[str, str]:
    match words:
        case Goal():
            steps = [f"{'[x]' if step.done else '[ ]'} {step.words}" for step in words.steps]
            return _GOAL, _lines([words.title, *steps, *_days(words)])
        case CheckIn():
            return _CHECK_IN, _checked(words)
        case Feedback():
            helped = Sentence("What helped: {words}", words=words.helped)
            would = Sentence("What would help: {words}", words=words.would_help)
            score = [Sentence("{n} of 5.", n=words.score)] if own else []
            return _FEEDBACK, _lines([helped, would, *score])
    return _NOTE, words.body


_GOAL, _CHECK_IN = Sentence("goal"), Sentence("check-in")
_FEEDBACK, _NOTE = Sentence("feedback"), Sentence("note")
_YOU = Sentence("you")


def _lines(said: Sequence[str]) -> str:
    made = said[0]
    for line in said[1:]:
        made = Sentence("{lines}\n{line}", lines=made, line=line)
    return made


def _checked(words: CheckIn) -> Sentence:
    if words.words:
        return Sentence("{how}. {words}", how=words.said, words=words.words)
    return Sentence("{how}.", how=words.said)


def _days(goal: Goal) -> list[str]:
    days: list[str] = []
    if goal.until:
        days.append(Sentence("By {day}.", day=goal.until.isoformat()))
    if goal.done and goal.word:
        days.append(Sentence("Done on {day}. {word}", day=goal.done.isoformat(), word=goal.word))
    elif goal.done:
        days.append(Sentence("Done on {day}.", day=goal.done.isoformat()))
    return days


def _of(member_id: UUID) -> Any:
    return or_(Mentorship.mentor_id == member_id, Mentorship.mentee_id == member_id)

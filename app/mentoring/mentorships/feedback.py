"""Feedback: what helped, what would help, and one number for reports."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import keyring
from app.core.keys import Keyring
from app.core.verdict import require
from app.mentoring.mentorships import courses, entries, pages, policy
from app.mentoring.mentorships.contents import Entry, Feedback, entry
from app.mentoring.mentorships.models import MentorshipEntry
from app.people.viewer import Viewer

At = tuple[int, int]


def give(
    session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int, said: Feedback, nonce: str
) -> Entry[Feedback]:
    """The other is told where it is shown to her. Raises NotFound, NotAllowed, Invalid."""
    pair = pages.hold(session, ring, viewer, mentorship_id)
    require(policy.may_give_feedback(pair.state, pair.course))
    if said.shown:
        require(policy.may_address(viewer))
    known = {one.id for one in entries.every(session, ring, pair.id)}
    made = entries.add(session, ring, pair, said, nonce)
    if said.shown and made.id not in known:
        courses.tell_other(session, pair)
    return made


def show(session: Session, viewer: Viewer, ring: Keyring, at: At, *, on: bool) -> None:
    """Let the other read one of hers, or no more. Raises NotFound, NotAllowed."""
    pair = pages.hold(session, ring, viewer, at[0])
    require(policy.may_take_away(pair.course))
    if on:
        require(policy.may_give_feedback(pair.state, pair.course))
        require(policy.may_address(viewer))
    found = entries.hers(session, ring, pair, Feedback, at[1])
    if found.words.shown is on:
        return
    entries.change(session, ring, found, replace(found.words, shown=on))
    if on:
        courses.tell_other(session, pair)


def delete(session: Session, viewer: Viewer, ring: Keyring, at: At) -> None:
    """Destroy one of hers. Raises NotFound, NotAllowed."""
    pair = pages.hold(session, ring, viewer, at[0])
    require(policy.may_take_away(pair.course))
    entries.remove(session, entries.hers(session, ring, pair, Feedback, at[1]))


def scores(session: Session, mentorship_ids: Collection[int]) -> list[int]:
    """The latest number of each side of these mentorships that has given one, in the order of size:
    nothing says whose."""
    ring = keyring.of(session)
    rows = session.execute(
        select(MentorshipEntry.id, MentorshipEntry.mentorship_id, MentorshipEntry.sealed).where(
            MentorshipEntry.mentorship_id.in_(mentorship_ids)
        )
    )
    latest: dict[tuple[int, int], Entry[Feedback]] = {}
    for row in rows:
        for one in entries.of(Feedback, [entry(ring, row.id, row.sealed)]):
            side = (row.mentorship_id, one.by)
            latest[side] = max(latest.get(side, one), one, key=lambda each: each.n)
    return sorted(one.words.score for one in latest.values())

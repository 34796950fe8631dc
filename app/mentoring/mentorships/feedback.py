"""Feedback: what helped, what would help, and one number for reports."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.orm import Session

from app.core import keyring
from app.core.keys import Keyring
from app.core.verdict import require
from app.mentoring.mentorships import courses, entries, pages, policy
from app.mentoring.mentorships.contents import Entry, Feedback
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


def scores(session: Session, mentorship_ids: Collection[int]) -> dict[int, int]:
    """How content the two of each of these are, 1 to 5, where at least one of them has said so: the
    middle of the latest number of each, rounded half up."""
    latest: dict[int, dict[int, Entry[Feedback]]] = {}
    for mentorship_id, one in entries.of_several(session, keyring.of(session), mentorship_ids):
        if isinstance(one.words, Feedback):
            sides = latest.setdefault(mentorship_id, {})
            sides[one.by] = max(sides.get(one.by, one), one, key=lambda each: each.n)
    return {number: _middle(sides.values()) for number, sides in latest.items()}


def _middle(given: Collection[Entry[Feedback]]) -> int:
    return (2 * sum(one.words.score for one in given) + len(given)) // (2 * len(given))

"""Notes that the two share: each writes her own, and the other reads them."""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.core import clock, text, versions
from app.core.keys import Keyring
from app.core.verdict import require
from app.mentoring.mentorships import entries, pages, policy
from app.mentoring.mentorships.contents import Entry, Note
from app.people.viewer import Viewer


def write(
    session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int, body: str, nonce: str
) -> Entry[Note]:
    """Raises NotFound, NotAllowed, and Invalid where there are too many."""
    pair = pages.hold(session, ring, viewer, mentorship_id)
    require(policy.may_speak(viewer, pair.state, pair.course))
    return entries.add(session, ring, pair, Note(body, text.rendered(body)), nonce)


def edit(
    session: Session, viewer: Viewer, ring: Keyring, at: tuple[int, int], body: str, as_of: str
) -> None:
    """Other words for a note of hers, `at` a mentorship and its number, in the place of those with
    the mark `as_of`. Raises NotFound, also for the other's, NotAllowed, and Invalid where other
    words stand there by now."""
    pair = pages.hold(session, ring, viewer, at[0])
    require(policy.may_speak(viewer, pair.state, pair.course))
    found = entries.hers(session, ring, pair, Note, at[1])
    if body != found.words.body:
        versions.require_same(as_of, found.words.mark, "body")
        note = replace(found.words, body=body, html=text.rendered(body), edited=clock.today())
        entries.change(session, ring, found, note)


def delete(session: Session, viewer: Viewer, ring: Keyring, at: tuple[int, int]) -> None:
    """Destroy a note of hers, also when the mentorship is over. Raises NotFound, NotAllowed."""
    pair = pages.hold(session, ring, viewer, at[0])
    require(policy.may_take_away(pair.course))
    entries.remove(session, entries.hers(session, ring, pair, Note, at[1]))

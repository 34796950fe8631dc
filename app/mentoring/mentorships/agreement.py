"""What the two agree on at the beginning, and anew whenever one of them proposes it."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from app.core import clock, keys, versions
from app.core.errors import Invalid
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.verdict import require
from app.mentoring.mentorships import courses, pages, policy
from app.mentoring.mentorships.contents import Agreement, Proposal
from app.people.viewer import Viewer

QUARTER = timedelta(days=91)
LATEST = timedelta(days=731)
CHANGED = Sentence("It has been changed meanwhile. Please read it again.")


def offered() -> Agreement:
    """Words to begin with, for who has none."""
    return Agreement(
        Sentence("We meet once a month, for about 40 minutes."),
        Sentence("We write to each other here in between. Nobody has to answer the same day."),
        Sentence("What’s said here stays here, unless somebody isn’t safe."),
        clock.today() + QUARTER,
    )


def propose(
    session: Session,
    viewer: Viewer,
    ring: Keyring,
    mentorship_id: int,
    wanted: Agreement,
    as_of: str = "",
) -> None:
    """Propose it to the other, in the place of what either has proposed before. What was agreed
    stands until she agrees. Raises NotFound, NotAllowed, and Invalid on `again`, or where something
    else is agreed or proposed than with the mark `as_of`."""
    pair = pages.hold(session, ring, viewer, mentorship_id)
    require(policy.may_speak(viewer, pair.state, pair.course))
    if wanted.again and not clock.today() < wanted.again <= clock.today() + LATEST:
        raise Invalid("again", "Choose a day that is still to come, within two years.")
    known = pair.course.proposal
    if known and (known.by, known.agreement) == (pair.side, wanted):
        return
    versions.require_same(as_of, pair.course.mark)
    proposal = Proposal(pair.side, keys.token(), wanted)
    course = replace(pair.course, proposal=proposal)
    courses.save(session, ring, pair.id, course, pair.completes)
    courses.tell_other(session, pair)


def agree(session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int, mark: str) -> None:
    """The other agrees to the proposal with this mark, which is what she has read. Raises NotFound,
    NotAllowed, and Changed where it is another by now."""
    pair = pages.hold(session, ring, viewer, mentorship_id)
    require(policy.may_speak(viewer, pair.state, pair.course))
    proposal = pair.course.proposal
    if proposal is None or proposal.by == pair.side or not keys.same(proposal.mark, mark):
        raise versions.Changed("", CHANGED)
    course = replace(pair.course, agreement=proposal.agreement, proposal=None)
    courses.save(session, ring, pair.id, course, pair.completes)
    courses.tell_other(session, pair)

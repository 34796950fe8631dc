"""A moderator at work: what she sees to, and what she has decided."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core import db
from app.core.errors import Invalid
from app.core.keys import Keyring
from app.oversight.moderation import policy, queries
from app.oversight.moderation.models import Action, Case, Decision, Reason
from app.people.members.models import Member
from app.people.subjects import Deed, Given, Owner, Subjects
from app.people.viewer import Viewer

NOTHING_GIVEN = Given()


@dataclass(frozen=True)
class Ruling:
    """What a moderator has decided. `statement` is what the author reads, word for word; of what
    is kept, the reporters do. `days` is how long a pause lasts. What is asked of one of two whose
    the thing is goes to that `seat`."""

    action: Action
    reason: Reason
    statement: str
    given: Given = NOTHING_GIVEN
    days: int = 0
    seat: int = 0

    def is_said_by(self, made: Decision) -> bool:
        """Whether this decision has come of it, or of the same once more."""
        was = (made.action, made.reason, made.statement)
        return was == (self.action, self.reason, self.statement)


@dataclass(frozen=True)
class Desk:
    """A moderator at work. `write` sends a named author the letter that something was decided,
    which says no more than that."""

    session: Session
    viewer: Viewer
    subjects: Subjects
    write: Callable[[Member], None]
    ring: Keyring

    def wait_turn(self) -> None:
        """Before a case is locked. A decision locks its case, then the thing, then what all
        decisions share, as the bell; who decides several would hold the bell when she comes to
        the next thing, and whoever has that would wait for the bell."""
        db.wait_turn(self.session, "decide")

    def owner(self, case: Case, seat: int = 0) -> Owner:
        return self.subjects.owner(self.session, queries.ref(case), seat)

    def can(self, case: Case) -> Collection[Deed]:
        """What can be done to the thing itself: nothing once it is gone."""
        ref = queries.ref(case)
        there = ref in self.subjects.known(self.session, [ref])
        return self.subjects.of_kind(case.kind).can if there else ()

    def require_words(self, case: Case, ruling: Ruling) -> None:
        """Raises Invalid on `note` where somebody is to read why, and there are none."""
        can, reports = self.can(case), case.reports
        if ruling.statement or policy.stands_without_words(ruling.action, can, reports):
            return
        raise Invalid("note", "Please fill this in.")

    def tell_author(self, owner: Owner) -> None:
        """The letter; whoever wrote under a pseudonym gets none."""
        if owner.member_id is not None:
            self.write(self.session.get_one(Member, owner.member_id))

"""What its author has mended is looked at again."""

from sqlalchemy import case as either
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.languages import Sentence
from app.oversight.moderation.models import Action, Case, CaseState, Decision
from app.people.subjects import SubjectRef

# Why a case is open again, or will be once her appeal has been heard.
MENDED = Sentence("Its author has mended it.")
MENDED_SINCE = Sentence("Its author has mended it since.")


def wait_turn(session: Session, ref: SubjectRef) -> None:
    """Before she changes what is hidden: whoever decides about it has its case first, and then the
    thing. In the other order each would wait for the other."""
    about = select(Case.id).where(Case.kind == ref.kind, Case.subject == ref.id)
    session.execute(about.order_by(Case.id).with_for_update())


def reopen(session: Session, ref: SubjectRef) -> None:
    """The case that has hidden it is open once more; where she has appealed, after that was heard.

    Nothing happens while a moderator looks at it anyway.
    """
    hides = exists().where(
        Decision.case_id == Case.id,
        Decision.action == Action.HIDE,
        Decision.undone_by.is_(None),
    )
    case = session.scalar(
        select(Case)
        .where(Case.kind == ref.kind, Case.subject == ref.id)
        .order_by(either((hides, 0), else_=1), Case.closed.desc().nulls_first(), Case.id)
        .limit(1)
        .with_for_update()
    )
    if case is None or case.state is CaseState.OPEN:
        return
    if case.state is CaseState.APPEALED:
        case.held_by = MENDED_SINCE
    else:
        open_again(session, case)


def open_again(session: Session, case: Case) -> None:
    """Its row is locked."""
    key = f"{case.kind}:{case.subject}"
    taken = session.scalar(select(Case.id).where(Case.open_key == key))
    case.state, case.closed, case.held_by = CaseState.OPEN, None, MENDED
    # What has been reported anew meanwhile has a case of its own.
    case.open_key = key if taken is None else None
    case.opened, case.looked, case.climbed = clock.today(), None, 0
    case.claimant_id = case.claimed_until = None

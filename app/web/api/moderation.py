"""The queue of cases, one of them, and whose turn it is: for hosts and moderators."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query

from app.core import keys, text
from app.core.errors import Invalid, NotFound
from app.core.languages import words
from app.oversight.moderation import cases, queue, speaking
from app.oversight.moderation.models import Action, CaseState, Reason
from app.oversight.moderation.papers import Papers, papers
from app.oversight.moderation.queue import Filter
from app.oversight.moderation.shelves import Shelf
from app.web.api.kit import onward
from app.web.api.kit.asking import Keeper, Overseer, Tongues
from app.web.api.kit.models import InAddress, Number, Onward, Sent, Spelt
from app.web.api.kit.route import Endpoint
from app.web.api.shown_cases import (
    CaseBeside,
    CaseCircle,
    CaseClaim,
    CaseContext,
    CaseDecision,
    CaseLine,
    CasePast,
    CaseQueue,
    CaseReport,
    CaseSaid,
    CaseThing,
    Say,
)
from app.web.kit.asking import InTransaction, ThisHouse
from app.web.oversight.queue import standing

router = APIRouter(route_class=Endpoint, tags=["moderation"])

CASES = "/api/v1/moderation/cases"
# The shelves that are worked through; on the other one lies what is done.
WORKED = (Shelf.WAITING, Shelf.MINE, Shelf.APPEALS)
AT = f"{CASES}/{{case_id:number}}"


class WantedCases(Onward):
    """`circle` is the number of one, as cases say it."""

    shelf: Shelf = Shelf.WAITING
    circle: Spelt | None = None
    reason: Reason | None = None


class Case(CaseThing):
    """A case with all that its page shows. `words` is empty once the thing is gone; where `heavy`,
    they may weigh on whoever reads them. `why_not` says why she cannot decide it; `can` is what she
    can decide now, `takes_back` the decision that she can take back, `hears` that of which she can
    hear an appeal. Of a thing of two, `seats` are those who can be told. `earlier` and `beside` are
    about the same author."""

    id: Number
    circle: CaseCircle | None
    reason: Reason
    heavy: bool
    state: CaseState
    why_here: str
    words: CaseContext | None
    claim: CaseClaim | None
    why_not: str | None
    can: list[Action]
    takes_back: Number | None
    hears: Number | None
    seats: list[int]
    reports: list[CaseReport]
    talk: list[CaseSaid]
    notes: list[CaseSaid]
    decisions: list[CaseDecision]
    earlier: list[CasePast]
    beside: list[CaseBeside]


class TeamNote(Sent):
    body: text.Body


@router.get(CASES, name="api_cases")
def index(
    asked: Annotated[WantedCases, Query()],
    session: InTransaction,
    viewer: Overseer,
    house: ThisHouse,
    tongues: Tongues,
) -> CaseQueue:
    """Those that she may work, the most urgent first. Posts that wait to be published are among
    them: of the kind “held”."""
    queue.require_staff(viewer)
    names = queue.circles(session, viewer)
    wanted = Filter(asked.shelf, keys.from_base32(asked.circle or ""), asked.reason)
    if asked.circle and wanted.circle_id not in names:
        raise NotFound
    if not queue.is_place(asked.shelf, asked.after):
        raise Invalid("after", onward.NOT_OURS)
    found = queue.stretch(session, viewer, house.subjects, wanted, asked.after)
    data = [
        CaseLine.of(line, found, names, standing(viewer, found, line), tongues.said)
        for line in found.lines
    ]
    counts = {shelf: found.counts[shelf] for shelf in WORKED}
    return CaseQueue(data=data, next=found.older or None, counts=counts)


@router.get(AT, name="api_case")
def one(
    case_id: InAddress, session: InTransaction, viewer: Overseer, house: ThisHouse, tongues: Tongues
) -> Case:
    """Asking for it notes nothing."""
    return _shown(papers(session, viewer, house.subjects, case_id), tongues.said)


@router.put(f"{AT}/claim", name="api_claim_case")
def claim(
    case_id: InAddress, session: InTransaction, viewer: Keeper, house: ThisHouse
) -> CaseClaim:
    """Take it for half an hour, or for half an hour more."""
    taken = cases.claim(session, viewer, house.subjects, case_id)
    assert taken.claimed_until is not None
    return CaseClaim(by=viewer.name, until=taken.claimed_until, mine=True)


@router.delete(f"{AT}/claim", name="api_give_back_case", status_code=204)
def give_back(case_id: InAddress, session: InTransaction, viewer: Keeper) -> None:
    """It is anybody’s again."""
    cases.give_back(session, viewer, case_id)


@router.put(f"{AT}/passed", name="api_pass_case", status_code=204)
def pass_on(case_id: InAddress, session: InTransaction, viewer: Keeper) -> None:
    """Not hers, for whatever reason: the queue does not show it to her any more."""
    cases.pass_on(session, viewer, case_id)


@router.post(f"{AT}/notes", name="api_note_case", status_code=204)
def note(
    case_id: InAddress,
    said: Annotated[TeamNote, Body()],
    session: InTransaction,
    viewer: Keeper,
    house: ThisHouse,
) -> None:
    """For the other moderators of this case. The same words twice in a row are one note."""
    speaking.note(session, viewer, house.subjects, case_id, said.body)


def _shown(found: Papers, say: Say) -> Case:
    row, seen = found.case, found.seen
    is_open = row.state is CaseState.OPEN and found.is_free
    back = found.to_restore if found.is_free else None
    hears = found.hears.made if found.hears and found.is_free else None
    about = CaseThing.of(row.kind, seen.found if seen else None, say)
    circle = CaseCircle(id=row.circle_id, name=found.circle) if row.circle_id else None
    seats = seen.found.seats if seen else ()
    return Case(
        **dict(about),
        id=row.id,
        circle=circle,
        reason=row.reason,
        heavy=row.heavy,
        state=row.state,
        why_here=say(words(row.held_by)),
        words=CaseContext.of(found, seen, say) if seen else None,
        claim=_claim(found),
        why_not=None if found.may_handle else say(found.may_handle.reason),
        can=[*found.can] if is_open else [],
        takes_back=back.id if back else None,
        hears=hears.id if hears else None,
        seats=[n for n, taken in enumerate(seats, 1) if taken is not None],
        **_said(found, say, is_open=is_open),
    )


def _claim(found: Papers) -> CaseClaim | None:
    claim = found.claim
    if claim is None:
        return None
    return CaseClaim(by=claim.by, until=claim.until, mine=claim.mine)


def _said(found: Papers, say: Say, *, is_open: bool) -> dict[str, Any]:
    """What was said and decided about it, and what else is known of its author."""
    kind = found.case.kind
    return {
        "reports": [CaseReport.of(one) for one in found.reports],
        "talk": [CaseSaid.of(line) for line in found.talk],
        "notes": [CaseSaid.of(line) for line in found.notes],
        "decisions": [CaseDecision.of(made) for made in found.decisions],
        "earlier": [CasePast.of(past) for past in found.history],
        "beside": [CaseBeside.of(kind, card, say) for card in found.similar] if is_open else [],
    }

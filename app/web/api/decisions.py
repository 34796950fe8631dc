"""What moderators decide about cases: by the forms of the pages."""

from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import Field, StringConstraints

from app.core import repeats, text
from app.core.errors import Invalid
from app.core.languages import Sentence
from app.oversight.moderation import appeals, decisions, queries
from app.oversight.moderation.decisions import DecidedMeanwhile
from app.oversight.moderation.desk import Ruling
from app.oversight.moderation.models import Action, Decision, Outcome, Reason
from app.people.viewer import Viewer
from app.web.api import writing
from app.web.api.kit.asking import Keeper, Letters, Nonce
from app.web.api.kit.models import Answer, InAddress, Number, Sent
from app.web.api.kit.route import Endpoint
from app.web.kit.asking import InTransaction, ThisHouse
from app.web.oversight.deciding import desk
from app.web.oversight.rulings import MOST_DAYS, DecisionForm, HearingForm, Statement

router = APIRouter(route_class=Endpoint, tags=["moderation"])

AT = "/api/v1/moderation/decisions/{decision_id:number}"
DECIDED = Sentence("You have decided this meanwhile. Nothing else was done.")
HEARD = Sentence("You have heard this appeal meanwhile. Nothing else was done.")
HEARD_BY_ANOTHER = Sentence(
    "Somebody else has heard this appeal meanwhile. Nothing of yours was done."
)

NOTHING_INSTEAD = Sentence("Only where the decision is changed is something else done instead.")
Words = Annotated[text.Paragraphs, StringConstraints(max_length=text.BODY_LENGTH)]


class Details(Sent):
    """What some actions need: `note` a `content_note`; `redact` the `words` that stay, with a
    `heading` where there is one; `move` the address of a `circle`; a pause its `days`; and what is
    asked of one of two whose the thing is, whose `seat` it concerns."""

    content_note: text.ShortLine = ""
    words: Annotated[str, StringConstraints(max_length=text.BODY_LENGTH)] = ""
    heading: text.ShortLine = ""
    circle: Annotated[str, StringConstraints(pattern="^[a-z0-9-]{0,80}$")] = ""
    days: Annotated[int, Field(ge=0, le=MOST_DAYS)] = 0
    seat: Annotated[int, Field(ge=0, le=2)] = 0


class CaseRuling(Details):
    """A decision. `note` is the statement that its author reads word for word; of what is kept, who
    reported it. Of what waits to be published, `keep` publishes and `remove` refuses it."""

    action: Action
    reason: Reason
    note: Words = ""


class CaseTakeBack(Sent):
    """`note` is the statement: its author and those who reported it read it word for word."""

    note: Words


class CaseHearing(Details):
    """What comes of an appeal; `action` is what is done instead, where the decision is changed.
    `statement` is read by whoever has appealed."""

    outcome: Outcome
    statement: Statement
    action: Action | None = None


class CaseDecided(Answer):
    """A decision that was made, and of which case."""

    id: Number
    case: Number
    action: Action
    reason: Reason


@router.post(
    "/api/v1/moderation/cases/{case_id:number}/decisions", name="api_decide", status_code=201
)
def decide(
    case_id: InAddress,
    said: Annotated[CaseRuling, Body()],
    session: InTransaction,
    viewer: Keeper,
    house: ThisHouse,
    post: Letters,
    nonce: Nonce = "",
) -> CaseDecided:
    """Decide an open case. Who is concerned is told, and it stands in the log, as from the page.
    The same decision of hers twice is one; where something else was decided first, 409."""
    ruling = writing.form(DecisionForm, said, nonce).data.ruling
    try:
        made = decisions.decide_open(desk(session, viewer, house, post), case_id, ruling)
    except DecidedMeanwhile as error:
        made = _made_before(session, viewer, error, ruling)
    return _decided(made)


@router.post(f"{AT}/take-back", name="api_take_back_decision", status_code=201)
def take_back(
    decision_id: InAddress,
    said: Annotated[CaseTakeBack, Body()],
    session: InTransaction,
    viewer: Keeper,
    house: ThisHouse,
    post: Letters,
    _nonce: Nonce = "",
) -> CaseDecided:
    """All is as it was before it: what `takes_back` of a decided case says. Taking it back is a
    decision, too, and its answer."""
    try:
        made = decisions.take_back(desk(session, viewer, house, post), decision_id, said.note)
    except DecidedMeanwhile as error:
        ruling = Ruling(Action.RESTORE, error.decision.reason, said.note)
        made = _made_before(session, viewer, error, ruling)
    return _decided(made)


@router.post(f"{AT}/hearing", name="api_hear_appeal", status_code=204)
def hear(
    decision_id: InAddress,
    said: Annotated[CaseHearing, Body()],
    session: InTransaction,
    viewer: Keeper,
    house: ThisHouse,
    post: Letters,
    nonce: Nonce = "",
) -> None:
    """Hear the appeal against a decision of somebody else."""
    ground = queries.decision(session, viewer, decision_id).reason
    if said.action and said.outcome is not Outcome.CHANGED:
        raise Invalid("action", NOTHING_INSTEAD)
    hearing = writing.form(HearingForm, said, nonce).data.hearing(ground)
    try:
        appeals.hear(desk(session, viewer, house, post), decision_id, hearing)
    except DecidedMeanwhile as error:
        hers, made = error.by == viewer.id, error.decision
        same = error.outcome is said.outcome and appeals.has_said(session, made, hearing.statement)
        if not (hers and same):
            error.message = HEARD if hers else HEARD_BY_ANOTHER
            raise
        repeats.again(session, error.decision)


def _made_before(
    session: InTransaction, viewer: Viewer, error: DecidedMeanwhile, ruling: Ruling
) -> Decision:
    """What she has decided before, where this is the same once more. Raises DecidedMeanwhile."""
    made, hers = error.decision, error.by == viewer.id
    if not (hers and ruling.is_said_by(made)):
        error.message = DECIDED if hers else error.message
        raise error
    repeats.again(session, made)
    return made


def _decided(made: Decision) -> CaseDecided:
    return CaseDecided(id=made.id, case=made.case_id, action=made.action, reason=made.reason)

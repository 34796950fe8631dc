"""Asking a mentor, and one request, for its two sides."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.limits import Limit
from app.mentoring.mentorships import beginnings
from app.mentoring.profiles import answers
from app.mentoring.profiles import queries as mentors
from app.mentoring.requests import actions, directory, lists, policy, queries, replies
from app.mentoring.requests.actions import Asking
from app.mentoring.requests.directory import MentorCard
from app.mentoring.requests.models import Request, State
from app.mentoring.requests.queries import Shown
from app.mentoring.requests.replies import OFFERED, Why
from app.people.house import House
from app.people.members import queries as members
from app.people.members.models import Member
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

Lines = Annotated[text.Paragraphs, StringConstraints(max_length=1000)]


class AskForm(Form):
    note: Annotated[text.Body, StringConstraints(max_length=2000)]
    goal: Annotated[text.Body, StringConstraints(max_length=500)]
    anonymous: Literal["", "on"] = ""


class ReplyForm(Form):
    """What the mentor does, and what she asks or says with it."""

    turn: Literal["accept", "more", "offer", "no-room", "not-mine"]
    question: Lines = ""
    words: Lines = ""


class TurnForm(Form):
    """What the asker does."""

    turn: Literal["answer", "lift", "withdraw"]
    answer: Lines = ""


AskFilled = Annotated[Filled[AskForm], Depends(filled(AskForm))]
ReplyFilled = Annotated[Filled[ReplyForm], Depends(filled(ReplyForm))]
TurnFilled = Annotated[Filled[TurnForm], Depends(filled(TurnForm))]


@router.get("/mentors/{handle:slug}/ask", name="ask_mentor")
def write(handle: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    """Leads to what there is already between the two."""
    member = members.by_handle(session, handle)
    if asked := lists.open_to(session, viewer, member.id):
        return page.go("mentoring_request", request_id=asked)
    if theirs := beginnings.live_between(session, member.id, viewer.id):
        return page.go("mentorship", mentorship_id=theirs.id)
    # Whether she takes this one is said when it is sent.
    closed = policy.CLOSED if mentors.found(session, member).paused else ""
    return _write(session, page, member, Filled({"anonymous": ""}), closed)


@router.post("/mentors/{handle:slug}/ask", name="ask_mentor")
def send(
    handle: str,
    form: AskFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    member = members.by_handle(session, handle)
    with form.checking():
        made = asked(session, viewer, house, member, form.data)
        return page.go("mentoring_request", request_id=made.id, said="asked-mentor")
    return _write(session, page, member, form)


@router.get("/mentoring/requests/{request_id:number}", name="mentoring_request")
def show(request_id: int, session: InTransaction, _viewer: SignedIn, page: Page) -> Response:
    return _show(session, page, request_id, Filled({}))


@router.post("/mentoring/requests/{request_id:number}/reply", name="reply_request")
def reply(
    request_id: int,
    form: ReplyFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    with form.checking():
        replied(session, viewer, house, request_id, form.data)
        said = _REPLIED[form.data.turn]
        return page.go("mentoring_request", request_id=request_id, said=said)
    return _show(session, page, request_id, form)


@router.post("/mentoring/requests/{request_id:number}/turn", name="turn_request")
def turn(
    request_id: int,
    form: TurnFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    with form.checking():
        turned(session, viewer, house, request_id, form.data)
        said = _TURNED[form.data.turn]
        return page.go("mentoring_request", request_id=request_id, said=said)
    return _show(session, page, request_id, form)


def asked(
    session: InTransaction, viewer: Viewer, house: House, member: Member, data: AskForm
) -> Request:
    """Her request to this mentor. Raises TooOften, and what the deed raises."""
    house.limiter.hit(Limit.CONVERSATIONS, viewer.me.limit_key())
    asking = Asking(data.note, data.goal, data.form_nonce, anonymous=data.anonymous == "on")
    return actions.ask(session, house.ring, viewer, member, asking)


def replied(
    session: InTransaction, viewer: Viewer, house: House, request_id: int, data: ReplyForm
) -> None:
    """What the mentor does. Raises NotFound, NotAllowed, Invalid."""
    ring = house.ring
    if data.turn == "accept":
        replies.accept(session, ring, viewer, request_id)
    elif data.turn == "offer":
        replies.offer(session, viewer, request_id)
    elif data.turn == "more":
        replies.ask_more(session, ring, viewer, request_id, data.question)
    else:
        replies.decline(session, ring, viewer, request_id, Why(data.turn), data.words)


def turned(
    session: InTransaction, viewer: Viewer, house: House, request_id: int, data: TurnForm
) -> None:
    """What the asker does. Raises NotFound, NotAllowed, Invalid."""
    if data.turn == "answer":
        actions.answer(session, house.ring, viewer, request_id, data.answer)
    elif data.turn == "lift":
        actions.lift(session, house.ring, viewer, request_id)
    else:
        actions.withdraw(session, viewer, request_id)


_REPLIED = {
    "accept": "request-accepted",
    "more": "request-asked",
    "offer": "request-offered",
    "no-room": "request-declined",
    "not-mine": "request-declined",
}
_TURNED = {
    "answer": "request-answered",
    "lift": "request-lifted",
    "withdraw": "request-withdrawn",
}


def _write(
    session: InTransaction, page: PageMaker, member: Member, form: Filled[Any], closed: str = ""
) -> Response:
    viewer = page.visit.viewer
    return page.show(
        "mentoring/requests/ask.html",
        status=422 if form.errors else 200,
        form=form,
        member=members.card(member),
        places=queries.places_of(session, member.id),
        is_me=member.id == viewer.id,
        blocked=member.id in viewer.shield.blocked,
        closed=closed,
        may_ask=policy.may_ask(viewer, anonymous=False),
        may_veil=policy.may_ask(viewer, anonymous=True),
    )


def _show(session: InTransaction, page: PageMaker, request_id: int, form: Filled[Any]) -> Response:
    viewer, ring = page.visit.viewer, page.visit.house.ring
    shown = queries.shown(session, ring, viewer, request_id)
    return page.show(
        "mentoring/requests/show.html",
        status=422 if form.errors else 200,
        form=form,
        request=shown,
        offered={"no-room": OFFERED[Why.NO_ROOM], "not-mine": OFFERED[Why.NOT_MINE]},
        others=_others(session, page, shown),
    )


def _others(session: InTransaction, page: PageMaker, shown: Shown) -> list[MentorCard]:
    """For the asker, where it came to nothing."""
    if shown.is_mentor or shown.line.state not in {State.DECLINED, State.NO_CAPACITY}:
        return []
    viewer, ring = page.visit.viewer, page.visit.house.ring
    told = answers.of(session, ring, viewer.id)
    but = [row.mentor_id for row in lists.hers(session, viewer) if row.state.is_open]
    return directory.alternatives(session, ring, viewer, told, shown.mentor_id, but)

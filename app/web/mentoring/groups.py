"""Mentoring groups: opening one, its page, who is asked, yes and no, leaving and closing."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import Field, StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.limits import Limit
from app.core.verdict import require
from app.mentoring.groups import actions, policy, queries
from app.mentoring.groups.actions import GroupWords
from app.people.members import queries as members
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

USUAL_PLACES = 4


class GroupForm(Form):
    name: Annotated[text.ShortLine, StringConstraints(min_length=3, max_length=60)]
    summary: Annotated[text.ShortLine, StringConstraints(min_length=3, max_length=120)]
    places: Annotated[int, Field(ge=policy.LEAST_PLACES, le=policy.MOST_PLACES)]

    @property
    def words(self) -> GroupWords:
        return GroupWords(self.name, self.summary, self.places)


class InviteForm(Form):
    handle: Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1)]


class AnswerForm(Form):
    answer: Literal["yes", "no"]


GroupFilled = Annotated[Filled[GroupForm], Depends(filled(GroupForm))]
InviteFilled = Annotated[Filled[InviteForm], Depends(filled(InviteForm))]
AnswerFilled = Annotated[Filled[AnswerForm], Depends(filled(AnswerForm))]


@router.get("/mentoring/groups/new", name="new_mentoring_group")
def new(session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    require(policy.may_open(viewer, queries.open_of(session, viewer)))
    return _form(page, Filled({"places": USUAL_PLACES}))


@router.post("/mentoring/groups/new", name="new_mentoring_group")
def create(form: GroupFilled, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    with form.checking():
        data = form.data
        group = actions.open_group(session, viewer, data.words, data.form_nonce)
        return page.go("mentoring_group", group_id=group.id, said="group-opened")
    return _form(page, form, status=422)


@router.get("/mentoring/groups/{group_id:number}", name="mentoring_group")
def show(group_id: int, session: InTransaction, _viewer: SignedIn, page: Page) -> Response:
    return _show(session, page, group_id, Filled({}))


@router.post("/mentoring/groups/{group_id:number}/invitations", name="invite_to_group")
def invite(
    group_id: int,
    form: InviteFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    group = queries.led(session, viewer, group_id)
    with form.checking():
        house.limiter.hit(Limit.INVITATIONS, viewer.me.limit_key())
        actions.ask(session, house.ring, viewer, group, form.data.handle)
        return page.go("mentoring_group", group_id=group_id, said="group-asked")
    return _show(session, page, group_id, form, status=422)


@router.post("/mentoring/groups/{group_id:number}/answer", name="answer_group")
def answer(
    group_id: int,
    form: AnswerFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    group = queries.to_change(session, group_id)
    if form.data.answer == "yes":
        actions.say_yes(session, house.ring, viewer, group)
        return page.go("mentoring_group", group_id=group_id, said="group-joined")
    actions.say_no(session, viewer, group)
    return page.go("home", said="group-declined")


@router.post("/mentoring/groups/{group_id:number}/leave", name="leave_group")
def leave(
    group_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    actions.leave(session, viewer, queries.to_change(session, group_id))
    return page.go("home", said="group-left")


@router.post("/mentoring/groups/{group_id:number}/people/{handle:slug}", name="remove_from_group")
def remove(
    group_id: int,
    handle: str,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    page: Page,
) -> Response:
    group = queries.led(session, viewer, group_id)
    actions.remove(session, viewer, group, members.by_handle(session, handle).id)
    return page.go("mentoring_group", group_id=group_id, said="group-removed")


@router.post("/mentoring/groups/{group_id:number}/close", name="close_group")
def close(
    group_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    actions.close(session, viewer, queries.led(session, viewer, group_id))
    return page.go("mentoring_group", group_id=group_id, said="group-closed")


def _form(page: PageMaker, form: Filled[Any], status: int = 200) -> Response:
    places = range(policy.LEAST_PLACES, policy.MOST_PLACES + 1)
    return page.show("mentoring/groups/form.html", status=status, form=form, places=places)


def _show(
    session: InTransaction, page: PageMaker, group_id: int, form: Filled[Any], status: int = 200
) -> Response:
    viewer = page.visit.viewer
    found = queries.page(session, viewer, group_id)
    closed = found.card.closed is not None
    return page.show(
        "mentoring/groups/show.html",
        status=status,
        group=found.card,
        people=found.members,
        waiting=found.waiting,
        may_ask=policy.may_ask(viewer, len(found.waiting), closed=closed),
        may_say_yes=policy.may_say_yes(viewer, found.card.free, closed=closed, led=True),
        form=form,
    )

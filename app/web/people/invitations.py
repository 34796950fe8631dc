"""Inviting: a link that lets in so many people until a day, shown once."""

from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core.limits import Limit
from app.people.joining import invitations, policy
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisVisit
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.kit.visit import Visit

router = APIRouter(route_class=OneHop)


class InviteForm(Form):
    uses: Literal["1", "5", "20", "100"]
    days: Literal["1", "7", "14", "30", "90"]


InviteFilled = Annotated[Filled[InviteForm], Depends(filled(InviteForm))]
USUAL = {"uses": "1", "days": "14"}


@router.get("/settings/invitations", name="settings_invitations")
def look(visit: ThisVisit, _viewer: SignedIn, page: Page) -> Response:
    return _show(visit, page, Filled(USUAL))


@router.post("/settings/invitations", name="settings_invitations")
def make(
    form: InviteFilled, session: InTransaction, viewer: SignedIn, visit: ThisVisit, page: Page
) -> Response:
    house, address = visit.house, ""
    with form.checking():
        data = form.data
        house.limiter.hit(Limit.JOINING_INVITATIONS, viewer.me.limit_key())
        wanted = (int(data.uses), int(data.days), data.form_nonce)
        code = invitations.make(session, house.ring, house.settings, viewer, wanted)
        address = house.settings.address + url("join_with", code=code)
    return _show(visit, page, form, address)


@router.post("/settings/invitations/{invitation_id:number}/withdraw", name="withdraw_invitation")
def withdraw(
    invitation_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    visit: ThisVisit,
    page: Page,
) -> Response:
    invitations.revoke(session, visit.house.ring, viewer.id, invitation_id)
    return page.go("settings_invitations", said="invitation-withdrawn")


def _show(visit: Visit, page: PageMaker, form: Filled[Any], address: str = "") -> Response:
    house, viewer = visit.house, visit.viewer
    return page.show(
        "people/joining/invitations.html",
        status=422 if form.errors else 200,
        form=form,
        address=address,
        may=policy.may_invite(house.settings, viewer),
        invitations=invitations.hers(visit.session, house.ring, viewer.id),
        mode=house.settings.joining,
        uses=get_args(InviteForm.model_fields["uses"].annotation),
        days=get_args(InviteForm.model_fields["days"].annotation),
    )

"""Administrators set up programs of their own that are told when something waits."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import Field, StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.limits import Limit
from app.people.members.accounts import Post
from app.people.webhooks import actions, queries
from app.people.webhooks.actions import Wanted
from app.people.webhooks.models import Happening
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.forms import Filled, filled
from app.web.kit.letters import Desk
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.people.administering import AdminDesk, ThisAdminDesk
from app.web.people.confirming import Confirmed, Proven, ProvenPressed

router = APIRouter(route_class=OneHop)

Told = Literal[
    "report.waiting",
    "request.waiting",
    "opportunity.waiting",
    "resource.waiting",
    "announcement.shown",
    "backup.late",
]
USUAL = {"happenings": ("report.waiting", "request.waiting")}
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class WebhookForm(Proven):
    """For one that there is, no `url` leaves it the one that it has."""

    name: Annotated[text.ShortLine, StringConstraints(min_length=1, max_length=60)]
    url: Address = ""
    happenings: Annotated[tuple[Told, ...], Field(max_length=len(Happening))] = ()

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.name, self.url, tuple(Happening(one) for one in self.happenings))


class SwitchForm(Proven):
    on: Literal["yes", "no"]


WebhookFilled = Annotated[Filled[WebhookForm], Depends(filled(WebhookForm))]
SwitchFilled = Annotated[Filled[SwitchForm], Depends(filled(SwitchForm))]


@router.get("/admin/webhooks", name="admin_webhooks")
def index(_viewer: SignedIn, desk: ThisAdminDesk, page: Page) -> Response:
    return _index(desk, page, Filled(USUAL))


@router.post("/admin/webhooks", name="admin_webhooks")
def add(
    viewer: Confirmed, desk: ThisAdminDesk, form: WebhookFilled, post: Desk, page: Page
) -> Response:
    session, house = desk.session, desk.house
    with form.checking():
        wanted, trusted = form.data.wanted, desk.settings.told_hosts
        made, secret = actions.add(session, viewer, house.ring, wanted, trusted)
        _tell(desk, post)
        session.flush()
        return _one(desk, page, made, Filled(), secret)
    return _index(desk, page, form)


@router.get("/admin/webhooks/{webhook_id:number}", name="admin_webhook")
def look(webhook_id: int, _viewer: SignedIn, desk: ThisAdminDesk, page: Page) -> Response:
    return _one(desk, page, webhook_id, Filled())


@router.post("/admin/webhooks/{webhook_id:number}", name="admin_webhook")
def change(
    webhook_id: int,
    viewer: Confirmed,
    desk: ThisAdminDesk,
    form: WebhookFilled,
    post: Desk,
    page: Page,
) -> Response:
    with form.checking():
        wanted, trusted = form.data.wanted, desk.settings.told_hosts
        if actions.change(desk.session, viewer, desk.house.ring, webhook_id, wanted, trusted):
            _tell(desk, post)
        return page.go("admin_webhook", webhook_id=webhook_id, said="saved")
    return _one(desk, page, webhook_id, form)


@router.post("/admin/webhooks/{webhook_id:number}/switch", name="switch_webhook")
def switch(
    webhook_id: int, viewer: Confirmed, desk: ThisAdminDesk, form: SwitchFilled, page: Page
) -> Response:
    actions.switch(desk.session, viewer, desk.house.ring, webhook_id, on=form.data.on == "yes")
    return page.go("admin_webhook", webhook_id=webhook_id, said="saved")


@router.post("/admin/webhooks/{webhook_id:number}/secret", name="renew_webhook")
def renew(
    webhook_id: int, viewer: Confirmed, desk: ThisAdminDesk, _form: ProvenPressed, page: Page
) -> Response:
    secret = actions.renew(desk.session, viewer, desk.house.ring, webhook_id)
    desk.session.flush()
    return _one(desk, page, webhook_id, Filled(), secret)


@router.post("/admin/webhooks/{webhook_id:number}/test", name="test_webhook")
def test(
    webhook_id: int, viewer: Confirmed, desk: ThisAdminDesk, _form: ProvenPressed, page: Page
) -> Response:
    form: Filled[Any] = Filled()
    with form.checking():
        desk.house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
        actions.test(desk.session, viewer, desk.house.ring, webhook_id)
        return page.go("admin_webhook", webhook_id=webhook_id)
    return _one(desk, page, webhook_id, form)


@router.post("/admin/webhooks/{webhook_id:number}/delete", name="delete_webhook")
def delete(
    webhook_id: int,
    viewer: Confirmed,
    desk: ThisAdminDesk,
    _form: ProvenPressed,
    session: InTransaction,
    page: Page,
) -> Response:
    actions.remove(session, viewer, desk.house.ring, webhook_id)
    return page.go("admin_webhooks")


def _tell(desk: AdminDesk, post: Post) -> None:
    """All administrators, by mail, that something is told elsewhere from now on."""
    for member in queries.administrators(desk.session):
        post.send(desk.session, "webhook_added", member)


def _index(desk: AdminDesk, page: PageMaker, form: Filled[Any]) -> Response:
    return page.show(
        "people/admin/webhooks.html",
        status=422 if form.errors else 200,
        form=form,
        chosen=form.typed.get("happenings", ()),
        webhooks=queries.every(desk.session, desk.viewer, desk.house.ring),
    )


def _one(
    desk: AdminDesk, page: PageMaker, webhook_id: int, form: Filled[Any], secret: str = ""
) -> Response:
    card = queries.one(desk.session, desk.viewer, desk.house.ring, webhook_id)
    form.typed = {"name": card.name, "happenings": card.happenings} | form.typed
    return page.show(
        "people/admin/webhook.html",
        status=422 if form.errors else 200,
        form=form,
        chosen=form.typed["happenings"],
        webhook=card,
        secret=secret,
    )

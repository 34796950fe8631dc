"""Who may write to her, and showing messages to the moderators."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.community.messages import actions, handing, queries
from app.community.messages.contents import Who
from app.core import text
from app.core.limits import Limit
from app.oversight.moderation import reports
from app.oversight.moderation.models import Reason
from app.people.members import queries as members
from app.web.kit.addresses import number_in
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


class DoorForm(Form):
    who: Who


class LetForm(Form):
    on: Literal["yes", "no"]
    back: Literal["", "settings"] = ""


class MessagesReportForm(Form):
    chosen: tuple[int, ...] = ()
    reason: Reason
    note: Annotated[text.Paragraphs, StringConstraints(max_length=2000)] = ""


DoorFilled = Annotated[Filled[DoorForm], Depends(filled(DoorForm))]
LetFilled = Annotated[Filled[LetForm], Depends(filled(LetForm))]
ReportFilled = Annotated[Filled[MessagesReportForm], Depends(filled(MessagesReportForm))]


@router.get("/settings/messages", name="settings_messages")
def door(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    box, _people = queries.lets(session, house.ring, viewer)
    return _door(session, page, Filled({"who": box.who.value}))


@router.post("/settings/messages", name="settings_messages")
def choose(
    form: DoorFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    with form.checking():
        actions.choose(session, house.ring, viewer, form.data.who)
        return page.go("settings_messages", said="saved")
    return _door(session, page, form)


@router.post("/m/{handle:slug}/lets-write", name="let_write")
def let(
    handle: str,
    form: LetFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    member = members.by_handle(session, handle)
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    on = form.data.on == "yes"
    actions.let(session, house.ring, viewer, member.id, on=on)
    said = "lets-write" if on else "lets-no-more"
    if form.data.back:
        return page.go("settings_messages", said=said)
    return page.go("member", handle=handle, said=said)


@router.get("/messages/{conversation_id:number}/report", name="report_messages")
def choose_messages(
    conversation_id: int,
    session: InTransaction,
    _viewer: SignedIn,
    page: Page,
    before: str = "",
    tick: str = "",
) -> Response:
    """With `tick`, that message is chosen already."""
    ticked = number_in(tick)
    form: Filled[Any] = Filled({"chosen": (str(ticked),) if ticked else ()})
    return _choose(session, page, conversation_id, form, before)


@router.post("/messages/{conversation_id:number}/report", name="report_messages")
def report_messages(
    conversation_id: int,
    form: ReportFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    with form.checking():
        data = form.data
        house.limiter.hit(Limit.REPORTS, viewer.me.limit_key())
        chosen, nonce = frozenset(data.chosen), data.form_nonce
        ref = handing.hand_over(session, house.ring, viewer, conversation_id, chosen, nonce)
        found = house.subjects.known(session, [ref])[ref]
        made = reports.report(session, viewer, house.ring, found, data.reason, data.note)
        return page.go("receipt", report_id=made.id, said="reported")
    return _choose(session, page, conversation_id, form)


def _door(session: InTransaction, page: PageMaker, form: Filled[Any]) -> Response:
    _box, people = queries.lets(session, page.visit.house.ring, page.visit.viewer)
    return page.show(
        "community/messages/settings.html",
        status=422 if form.errors else 200,
        form=form,
        people=people,
    )


def _choose(
    session: InTransaction,
    page: PageMaker,
    conversation_id: int,
    form: Filled[Any],
    before: str = "",
) -> Response:
    house, viewer = page.visit.house, page.visit.viewer
    talk = queries.talk(session, house.ring, viewer, conversation_id)
    place = number_in(before)
    cards, older = queries.messages(session, house.ring, talk, before=place)
    return page.show(
        "community/messages/report.html",
        status=422 if form.errors else 200,
        talk=talk,
        other=queries.byline(session, talk),
        cards=[card for card in cards if card.said.is_shown],
        older=cards[0].n if older else 0,
        chosen=set(form.typed.get("chosen", ())),
        reasons=[(one.value, one.label, one.hint) for one in Reason],
        form=form,
    )

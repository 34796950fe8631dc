"""What she keeps of opportunities: saving one, being interested in one, and her list of both, where
she is asked afterwards whether it was real."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.community.opportunities import closing, policy, queries, real, saved
from app.community.opportunities.closing import Closing
from app.community.opportunities.queries import Card
from app.community.opportunities.real import Answer
from app.community.opportunities.saved import Entry, Kept
from app.core import clock, text
from app.core.errors import NotFound
from app.core.keys import base32
from app.core.limits import Limit
from app.core.verdict import require
from app.people.house import House
from app.people.viewer import Viewer
from app.web.community.opportunities import clocks_of
from app.web.kit import saying
from app.web.kit.addresses import own_path, url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

NOTE = 1000


class SaveForm(Form):
    """`back` is the page on which the button stood."""

    on: Literal["yes", "no"]
    back: str = ""


class InterestForm(Form):
    on: Literal["yes", "no"]
    note: Annotated[text.Paragraphs, StringConstraints(max_length=NOTE)] = ""


class AnswerForm(Form):
    answer: Answer


SaveFilled = Annotated[Filled[SaveForm], Depends(filled(SaveForm))]
InterestFilled = Annotated[Filled[InterestForm], Depends(filled(InterestForm))]
AnswerFilled = Annotated[Filled[AnswerForm], Depends(filled(AnswerForm))]


@dataclass(frozen=True)
class Line:
    """One of hers in her list; no card where it can't be read any more. `asks`: whether she can say
    now whether it was real."""

    kept: Kept
    since: date
    card: Card | None
    closing: Closing | None
    asks: bool


@router.get("/opportunities/your-list", name="kept_opportunities")
def show(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    entries = saved.mine(session, viewer, house.ring)
    lines = lines_of(session, viewer, house, entries)
    return page.show(
        "community/opportunities/kept.html",
        asked=[line for line in lines if line.asks],
        lines=[line for line in lines if not line.asks],
        answers=list(Answer),
    )


@router.post("/opportunities/{opportunity_id:number}/save", name="save_opportunity")
def save(
    opportunity_id: int,
    form: SaveFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    on, back = form.data.on == "yes", own_path(form.data.back)
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    turn_saved(session, viewer, house, opportunity_id, on=on)
    said = "opportunity-saved" if on else "opportunity-not-saved"
    if back != "/":
        return page.go_saying(f"{saying.with_word(back, said)}#o{base32(opportunity_id)}")
    return page.go("kept_opportunities", said=said)


@router.get("/opportunities/{opportunity_id:number}/interest", name="opportunity_interest")
def ask(
    opportunity_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    kept = saved.of(session, viewer, house.ring, opportunity_id)
    return _form(session, page, kept, Filled({"note": kept.note}))


@router.post("/opportunities/{opportunity_id:number}/interest", name="opportunity_interest")
def change(
    opportunity_id: int,
    form: InterestFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    kept = saved.of(session, viewer, house.ring, opportunity_id)
    with form.checking():
        data = form.data
        if data.on == "no":
            saved.be_no_longer_interested(session, viewer, house.ring, opportunity_id)
            return page.go("kept_opportunities", said="not-interested")
        be_interested(session, viewer, house, kept, data.note)
        at = f"o{base32(opportunity_id)}"
        return page.go("kept_opportunities", said="interested", at=at)
    return _form(session, page, kept, form)


@router.post("/opportunities/{opportunity_id:number}/real", name="opportunity_was_real")
def say(
    opportunity_id: int,
    form: AnswerFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    said = form.data.answer
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    real.answer(session, viewer, house.ring, opportunity_id, said)
    return page.go("kept_opportunities", said="was-real")


def turn_saved(
    session: InTransaction, viewer: Viewer, house: House, opportunity_id: int, *, on: bool
) -> None:
    """Save one, or save it no more: also where it can't be read any more. Raises NotFound,
    NotAllowed, Invalid."""
    if on and not saved.of(session, viewer, house.ring, opportunity_id).saved:
        found = queries.find(session, viewer, opportunity_id)
        require(policy.may_keep(found.row, clock.now()))
    saved.save(session, viewer, house.ring, opportunity_id, on=on)


def be_interested(
    session: InTransaction, viewer: Viewer, house: House, kept: Kept, note: str
) -> None:
    """In this one, of which she keeps so much, or with another note. Raises as `turn_saved`."""
    if not kept.interested:
        found = queries.find(session, viewer, kept.opportunity_id)
        require(policy.may_be_interested(viewer, found.row, clock.now()))
    saved.be_interested(session, viewer, house.ring, kept.opportunity_id, note)


def lines_of(
    session: InTransaction, viewer: Viewer, house: House, entries: Sequence[Entry]
) -> list[Line]:
    cards = queries.cards(session, viewer, [entry.words.opportunity_id for entry in entries])
    clocks, now = clocks_of(session, viewer, house), clock.now()
    over = [
        entry.words.opportunity_id
        for entry in entries
        if entry.words.interested and _is_over(cards.get(entry.words.opportunity_id))
    ]
    asks = {*over} - real.answered(session, viewer, over)
    lines = []
    for entry in entries:
        card = cards.get(entry.words.opportunity_id)
        closes = closing.said(card.closes, now, clocks) if card else None
        asked = entry.words.opportunity_id in asks
        lines.append(Line(entry.words, entry.kept, card, closes, asked))
    return lines


def _is_over(card: Card | None) -> bool:
    return card is not None and real.is_over(card.state, card.closes)


def _form(session: InTransaction, page: PageMaker, kept: Kept, form: Filled[Any]) -> Response:
    """About one that she may read, or in which she said that she was interested. Raises NotFound,
    and NotAllowed for her own."""
    viewer: Viewer = page.visit.viewer
    cards = queries.cards(session, viewer, [kept.opportunity_id])
    card = cards.get(kept.opportunity_id)
    if not kept.interested:
        found = queries.find(session, viewer, kept.opportunity_id)
        require(policy.may_be_interested(viewer, found.row, clock.now()))
        if card is None:
            raise NotFound
    return page.show(
        "community/opportunities/interest.html",
        status=422 if form.errors else 200,
        kept=kept,
        card=card,
        back=url("opportunity", opportunity_id=kept.opportunity_id),
        form=form,
    )

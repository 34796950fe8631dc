"""Introductions: offering one, and her part of it."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import AfterValidator, StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.languages import Sentence, phrases
from app.core.limits import Limit
from app.people.introductions import actions, boxes, naming, policy, queries
from app.people.introductions.actions import Offer
from app.people.introductions.contents import SPAN, Answer
from app.people.introductions.naming import Tells
from app.people.members import queries as members
from app.people.members.models import Member
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

LENGTH = 500
NOBODY = Sentence("Nobody here has this handle.")
_TELLS = phrases(
    {
        Tells.HANDLE: "This has her handle in it. Leave it out: she hasn’t agreed yet.",
        Tells.NAME: "This seems to have her name in it. Change it, or tick below that it is "
        "something else.",
        Tells.CONTACT: "This seems to hold an address, a link or a number. Change it, or tick "
        "below that it is something else.",
    }
)


def _handle(typed: str) -> str:
    return typed.removeprefix("@").lower()


Words = Annotated[text.Body, StringConstraints(max_length=LENGTH)]


class IntroduceForm(Form):
    """`anyway`: what looks like a name or a number in it is none."""

    handle: Annotated[text.ShortLine, StringConstraints(min_length=1), AfterValidator(_handle)]
    to_first: Words
    to_second: Words
    anyway: Literal["", "on"] = ""


class AnswerForm(Form):
    answer: Literal["yes", "no"]


IntroduceFilled = Annotated[Filled[IntroduceForm], Depends(filled(IntroduceForm))]
AnswerFilled = Annotated[Filled[AnswerForm], Depends(filled(AnswerForm))]


@router.get("/mentoring/introductions", name="introductions")
def index(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    found = queries.lists(session, house.ring, viewer)
    takes = boxes.read(session, house.ring, viewer.id).takes
    return page.show(
        "people/introductions/index.html", asked=found.asked, offered=found.offered, takes=takes
    )


@router.get("/mentoring/introductions/{introduction_id:number}", name="introduction")
def show(
    introduction_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    part = queries.part(session, house.ring, viewer, introduction_id)
    return page.show("people/introductions/show.html", card=queries.card(session, part))


@router.post("/mentoring/introductions/{introduction_id:number}/answer", name="answer_introduction")
def answer(
    introduction_id: int,
    form: AnswerFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    said = Answer(form.data.answer)
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    actions.answer(session, house.ring, viewer, introduction_id, said)
    return page.go("introduction", introduction_id=introduction_id, said=f"introduction-{said}")


@router.post(
    "/mentoring/introductions/{introduction_id:number}/take-back", name="take_back_introduction"
)
def take_back(
    introduction_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    actions.take_back(session, house.ring, viewer, introduction_id)
    return page.go("introductions", said="introduction-back")


@router.get("/m/{handle:slug}/introduce", name="introduce")
def begin(handle: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    return _offer(page, _another(session, viewer, handle), Filled({}))


@router.post("/m/{handle:slug}/introduce", name="introduce")
def offer(
    handle: str,
    form: IntroduceFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    first = _another(session, viewer, handle)
    warned = False
    with form.checking():
        data = form.data
        second = _second(session, viewer, first, data.handle)
        warned, anyway = True, data.anyway == "on"
        _look(data.to_first, "to_first", second, anyway=anyway)
        _look(data.to_second, "to_second", first, anyway=anyway)
        house.limiter.hit(Limit.INTRODUCTIONS, viewer.me.limit_key())
        words = (data.to_first, data.to_second)
        given = Offer(first.id, second.id, words, data.form_nonce)
        here = actions.offer(session, house.ring, viewer, given)
        return page.go("introduction", introduction_id=here, said="introduction-offered")
    return _offer(page, first, form, warned=warned and bool(form.errors))


def _another(session: InTransaction, viewer: Viewer, handle: str) -> Member:
    """Raises NotFound, and NotAllowed for herself."""
    member = members.by_handle(session, handle)
    if member.id == viewer.id:
        raise NotAllowed("This is you. An introduction is between two others.")
    return member


def _second(session: InTransaction, viewer: Viewer, first: Member, handle: str) -> Member:
    """Raises Invalid on the field."""
    try:
        member = members.by_handle(session, handle)
    except NotFound:
        raise Invalid("handle", NOBODY) from None
    if member.id == viewer.id:
        raise Invalid("handle", "This is you. An introduction is between two others.")
    if member.id == first.id:
        raise Invalid("handle", "This is the same person. Whom would she like to know?")
    return member


def _look(words: str, field: str, about: Member, *, anyway: bool) -> None:
    """Raises Invalid on the field for what gives away who the other one is."""
    tells = naming.look(words, about)
    if tells is Tells.HANDLE or (tells is not None and not anyway):
        raise Invalid(field, _TELLS[tells])


def _offer(page: PageMaker, first: Member, form: Filled[Any], *, warned: bool = False) -> Response:
    viewer = page.visit.viewer
    return page.show(
        "people/introductions/offer.html",
        status=422 if form.errors else 200,
        member=members.card(first),
        blocked=first.id in viewer.shield.blocked,
        may_offer=policy.may_offer(viewer),
        warned=warned,
        days=SPAN.days,
        length=LENGTH,
        form=form,
    )

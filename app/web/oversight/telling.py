"""How she wants to be told: what is in her list, what goes by mail, and when."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import AfterValidator, Field
from starlette.responses import Response

from app.core import keys
from app.core.limits import Limit
from app.oversight.notifications import bounces, choices, mail_notes
from app.oversight.notifications.choices import Choices, Rhythm, Way
from app.people.circles import queries as circles
from app.people.circles.queries import CircleCard
from app.people.house import House
from app.people.members import queries
from app.people.members.models import Member, Purpose
from app.people.noted.events import CHOSEN
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.letters import DISCREET_SUBJECT, SUBJECT, Desk
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

TEMPLATE = "oversight/notifications/settings.html"
# A form has an end, and who is in more circles is told so.
SHOWN = 40
_CIRCLE = re.compile(r"([0-9a-z]{1,13})\.(off|list|mail)")


def _circle(said: str) -> str:
    if not _CIRCLE.fullmatch(said):
        raise ValueError("Please choose one of these.")
    return said


Hour = Annotated[int, Field(ge=0, le=23)]
CircleWay = Annotated[str, AfterValidator(_circle)]


class TellingForm(Form):
    reply: Way
    mention: Way
    quote: Way
    reaction: Way
    welcome: Way
    mentoring: Way
    opportunity: Way
    circle: tuple[CircleWay, ...] = ()
    rhythm: Rhythm
    hour: Hour
    news: Literal["", "on"] = ""
    quiet_from: Hour
    quiet_to: Hour


TellingFilled = Annotated[Filled[TellingForm], Depends(filled(TellingForm))]


@dataclass(frozen=True)
class HerCircle:
    """A circle of hers, with what is the most of its things."""

    card: CircleCard
    way: str

    @property
    def field(self) -> str:
        return keys.base32(self.card.id)


@router.get("/settings/notifications", name="settings_notifications")
def ask(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    chosen = choices.of(session, house.ring, viewer.id)
    return _show(session, viewer, house, page, Filled(_present(chosen)), chosen)


@router.post("/settings/notifications", name="settings_notifications")
def save(
    form: TellingFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    with form.checking():
        turn(session, viewer, house, form.data)
        return page.go("settings_notifications", said="saved")
    chosen = choices.of(session, house.ring, viewer.id)
    return _show(session, viewer, house, page, form, chosen)


def turn(session: InTransaction, viewer: Viewer, house: House, said: TellingForm) -> Choices:
    """She wants to be told so from now on; returns all that she has chosen."""
    hers = {card.id for card in circles.joined(session, viewer)}
    after = choices.change(
        session, house.ring, viewer.id, lambda before: _chosen(said, before, hers)
    )
    mail_notes.keep_news(session, house.ring, viewer.id, after)
    return after


@router.post("/settings/notifications/confirm", name="confirm_again")
def confirm_again(
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    desk: Desk,
    page: Page,
) -> Response:
    """By the link in the letter she shows that letters reach her."""
    member = queries.by_id(session, viewer.id)
    if bounces.is_paused(session, house.ring, member.email):
        house.limiter.hit(Limit.RESETS, viewer.me.limit_key())
        desk.send_link(session, "verify", member, Purpose.VERIFY, member.email)
    return page.go("settings_notifications", said="confirm-sent")


def _chosen(said: TellingForm, before: Choices, hers: set[int]) -> Choices:
    """What she left out of circles that were not shown to her stays; all that a letter's link has
    ended is as this form says."""
    given = {keys.from_base32(c.partition(".")[0]): Way(c.partition(".")[2]) for c in said.circle}
    ways = {n: way for n, way in ({**before.circles, **given}).items() if n in hers}
    return Choices(
        {kind: getattr(said, kind.value) for kind in CHOSEN},
        {n: way for n, way in ways.items() if way is not Way.MAIL},
        said.rhythm,
        said.news == "on",
        (said.quiet_from, said.quiet_to),
        said.hour,
    )


def _present(chosen: Choices) -> dict[str, str]:
    return {
        **{kind.value: chosen.way(kind).value for kind in CHOSEN},
        "rhythm": chosen.rhythm.value,
        "hour": str(chosen.hour),
        "news": "on" if chosen.wants_news else "",
        "quiet_from": str(chosen.quiet[0]),
        "quiet_to": str(chosen.quiet[1]),
    }


def _show(
    session: InTransaction,
    viewer: Viewer,
    house: House,
    page: PageMaker,
    form: Filled[Any],
    chosen: Choices,
) -> Response:
    member = queries.by_id(session, viewer.id)
    rooms = circles.joined(session, viewer)
    typed = _typed(form)
    rows = [
        HerCircle(card, typed.get(card.id, chosen.circles.get(card.id, Way.MAIL).value))
        for card in rooms[:SHOWN]
    ]
    return page.show(
        TEMPLATE,
        status=422 if form.errors else 200,
        form=form,
        circles=rows,
        left_out=len(rooms) - len(rows),
        stopped=bool(chosen.stopped),
        **_letters(house, member, paused=bounces.is_paused(session, house.ring, member.email)),
    )


def _letters(house: House, member: Member, *, paused: bool) -> dict[str, Any]:
    """Where her letters go, in whose hours, and how they look."""
    discreet = member.discretion.is_neutral
    return {
        "email": member.email,
        "paused": paused,
        "zone": (member.time_zone or house.settings.time_zone).replace("_", " "),
        "zone_is_hers": bool(member.time_zone),
        "discreet": discreet,
        "subject": DISCREET_SUBJECT if discreet else SUBJECT,
        "sender": house.settings.sender,
    }


def _typed(form: Filled[Any]) -> Mapping[int, str]:
    """The circles as she sent them, where they fit."""
    fits = [_CIRCLE.fullmatch(said) for said in form.typed.get("circle", ())]
    return {keys.from_base32(found[1]): found[2] for found in fits if found}

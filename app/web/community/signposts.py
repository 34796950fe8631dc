"""Where help is, beside a composer whose words speak of harm: said as an offer, whoever writes,
with her name or without. Worked out in her own request, and nothing of it is kept."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import ConfigDict
from starlette.responses import Response

from app.core import text
from app.core.limits import Limit
from app.people.safety.phrases import rules
from app.web.kit.asking import SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

FIELDS = ("title", "body", "content_note")
# What a page says after a deed, by what it says where help is offered as well: words of `notices`.
_AS_WELL = {
    "": "sent",
    "waits": "waiting",
    "held": "holding",
    "edited": "changed",
    "mended": "mending",
}


class DraftForm(Form):
    """Whatever form the words stand in: nothing else of it is looked at."""

    model_config = ConfigDict(extra="ignore")

    title: str = ""
    body: str
    content_note: str = ""


DraftFilled = Annotated[Filled[DraftForm], Depends(filled(DraftForm))]


@router.post("/offer", name="offer")
def offer(form: DraftFilled, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    """For the script, while she types: the offer, or nothing."""
    house.limiter.hit(Limit.DRAFTS_LOOKED_AT, viewer.me.limit_key())
    with form.checking():
        said = form.data.model_dump()
        template = "community/threads/_offer.html"
        return page.answer(page.part(template, offers_help=offers_help(said)))
    return page.answer("", status=422)


def offers_help(typed: Mapping[str, Any]) -> bool:
    """Whether the words of this form speak of suicide, self-harm, violence at home or abuse."""
    said = (str(typed.get(field, ""))[: text.BODY_LENGTH] for field in FIELDS)
    return rules.speaks_of_harm(*said)


def after(form: Filled[Any], said: str = "") -> str:
    """The word for the page that she is shown once it is sent, instead of `said`."""
    return _AS_WELL[said] if offers_help(form.typed) else said

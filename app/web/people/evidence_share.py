"""Sharing an entry of her evidence file as a win: its words in the ordinary form of a circle.

Nothing is kept of it: the thread that she may start is one like any other.
"""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.community.threads.models import Intent
from app.core.verdict import require
from app.people.circles import policy
from app.people.circles import queries as circles
from app.people.circles.models import Anonymity
from app.people.circles.queries import CircleCard
from app.people.evidence import queries
from app.people.evidence.drawers import Words
from app.web.community import new_thread
from app.web.community.new_thread import ShareFilled
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/evidence/{entry_id:number}/share", name="share_evidence")
def ask(
    entry_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    words = queries.entry(session, viewer, house.ring, entry_id).words
    return _ask(page, entry_id, words, circles.joined(session, viewer), Filled({}))


@router.post("/evidence/{entry_id:number}/share", name="share_evidence")
def share(
    entry_id: int,
    form: ShareFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    words = queries.entry(session, viewer, house.ring, entry_id).words
    with form.checking():
        circle = circles.page(session, viewer, form.data.circle).row
        require(policy.may_post(viewer, circle.id))
        typed = {
            "intent": Intent.CELEBRATE.value,
            "body": _told(words),
            "anonymous": "on" if circle.anonymity is Anonymity.ALWAYS else "",
        }
        return new_thread.shown(page, circle, Filled(typed), shared=new_thread.EVIDENCE)
    return _ask(page, entry_id, words, circles.joined(session, viewer), form)


def _ask(
    page: PageMaker, entry_id: int, words: Words, hers: list[CircleCard], form: Filled[Any]
) -> Response:
    return page.show(
        "people/evidence/share.html",
        status=422 if form.errors else 200,
        form=form,
        entry_id=entry_id,
        told=_told(words),
        circles=hers,
        may_post=new_thread.may_share(page.visit.viewer, hers),
    )


def _told(words: Words) -> str:
    """What is carried over. Who said so is somebody else, and stays in the file."""
    return "\n\n".join(part for part in (words.what, words.change) if part)

"""Kind words for a post, known by its id or by its number in a thread."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.community.threads import actions, queries
from app.community.threads.models import Post, ReactionKind, Thread
from app.core.errors import Invalid
from app.core.limits import Limit
from app.people.house import House
from app.people.viewer import Viewer
from app.web.community.editing import path_to
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

BY_LETTER = {kind.letter: kind for kind in ReactionKind}


class ReactionForm(Form):
    kind: ReactionKind


class ReactionHereForm(Form):
    """A post by its number in the thread, and the letter of the word for it. `new` is the number of
    the first post that was new to her on this page: it stays so while she says kind words."""

    to: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,8}[a-z]$")]
    new: Annotated[str, StringConstraints(pattern=r"^[0-9]{0,9}$")] = ""


ReactionFilled = Annotated[Filled[ReactionForm], Depends(filled(ReactionForm))]
ReactionHereFilled = Annotated[Filled[ReactionHereForm], Depends(filled(ReactionHereForm))]


@router.post("/p/{post_id:number}/reactions", name="react")
def react(
    post_id: int,
    form: ReactionFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    post, thread, _circle = queries.post_to_change(session, viewer, post_id)
    return _react(house, session, viewer, page, (post, thread, form.data.kind))


@router.post("/t/{thread_id:number}/reactions", name="react_here")
def react_here(
    thread_id: int,
    form: ReactionHereFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    """The same from the page of a thread, which names its posts by their numbers: their ids would
    be a tenth of its bytes."""
    seq, letter = form.data.to[:-1], form.data.to[-1]
    if letter not in BY_LETTER:
        raise Invalid("to", "There is no such word.")
    post, thread = queries.numbered_to_change(session, viewer, thread_id, int(seq))
    return _react(house, session, viewer, page, (post, thread, BY_LETTER[letter]), form.data.new)


def _react(
    house: House,
    session: InTransaction,
    viewer: Viewer,
    page: PageMaker,
    word: tuple[Post, Thread, ReactionKind],
    new: str = "",
) -> Response:
    post, thread, kind = word
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    actions.react(session, viewer, house.ring, (post, thread), kind)
    return page.go_to(path_to(post, thread.slug, new))

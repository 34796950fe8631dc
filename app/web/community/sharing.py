"""Sharing a thread: its link, who will be able to read it, and the ways to keep it for herself."""

from fastapi import APIRouter
from starlette.responses import Response

from app.community.threads import queries
from app.people.circles.models import Visibility
from app.web.kit.addresses import url
from app.web.kit.asking import Anyone, InTransaction, ThisHouse
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/t/{thread_id:number}/share", name="share_thread")
def show(
    thread_id: int, session: InTransaction, viewer: Anyone, house: ThisHouse, page: Page
) -> Response:
    """The words of a title stand in a link to what everybody may read, and in no other."""
    thread = queries.head(session, viewer, thread_id)
    path = url("thread", thread_id=thread.id)
    if thread.visibility is Visibility.PUBLIC:
        path = url("thread_slugged", thread_id=thread.id, slug=thread.slug)
    bookmark_at = ""
    if viewer.signed_in:
        bookmark_at = url("bookmark", post_id=queries.id_of(session, thread, 1))
    return page.show(
        "community/threads/share.html",
        thread=thread,
        link=house.settings.address + path,
        bookmark_at=bookmark_at,
    )

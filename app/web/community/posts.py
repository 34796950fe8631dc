"""Single posts: finding, editing, deleting, and the preview of one being written."""

from typing import Annotated

from fastapi import APIRouter, Depends
from markupsafe import Markup
from pydantic import ConfigDict
from starlette.responses import Response

from app.community.threads import actions, leaves, policy, queries, versions
from app.community.threads.models import Intent
from app.core import text
from app.core.limits import Limit
from app.core.verdict import require
from app.people.subjects import Owner
from app.web import folding
from app.web.community import editing, previews, signposts
from app.web.community.previews import Looked, Preview
from app.web.kit.addresses import url
from app.web.kit.asking import Anyone, InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Pressed, filled
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


class PreviewForm(Looked):
    """Whatever form the words stand in: nothing else of it is looked at."""

    model_config = ConfigDict(extra="ignore")

    body: text.Body
    title: str = ""
    content_note: str = ""
    anonymous: str = ""
    advice: str = ""


PreviewFilled = Annotated[Filled[PreviewForm], Depends(filled(PreviewForm))]


@router.get("/p/{post_id:number}", name="post")
def find(post_id: int, session: InTransaction, viewer: Anyone, page: Page) -> Response:
    post, thread = queries.post(session, viewer, post_id)
    return page.go_to(editing.path_to(post, thread.slug))


@router.get("/p/{post_id:number}/delete", name="delete_post")
def ask_delete(post_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    post, thread = queries.post(session, viewer, post_id)
    require(policy.may_edit(viewer, post, thread.key_epoch))
    return page.show(
        "community/threads/delete.html",
        post_id=post.id,
        excerpt=text.excerpt(post.body),
        whole_thread=post.seq == 1 and thread.replies == 0,
        is_opening=post.seq == 1,
        back=editing.back(post, thread),
    )


@router.post("/p/{post_id:number}/delete", name="delete_post")
def delete(
    post_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    post, thread, circle = queries.post_to_change(session, viewer, post_id)
    if actions.delete_post(session, viewer, post, thread):
        said = "thread-deleted" if post.seq == 1 else "post-deleted"
        return page.go("circle", circle=circle.slug, said=said)
    if thread.hidden:
        return page.go("notices", said="post-deleted")
    after = leaves.first_of(post.seq - 1)
    return page.go(
        "thread_slugged",
        thread_id=thread.id,
        slug=thread.slug,
        after=after or "",
        said="post-deleted",
        at=f"p{post.seq}",
    )


@router.get("/p/{post_id:number}/history", name="post_history")
def history(post_id: int, session: InTransaction, viewer: Anyone, page: Page) -> Response:
    said, thread = versions.of_post(session, viewer, post_id)
    post, _ = queries.post(session, viewer, post_id)
    back = url("post", post_id=post_id)
    why = ""
    if viewer.shield:
        owner = Owner(post.author_id, post.thread_id, post.voice, thread.key_epoch)
        words = " ".join(f"{v.title} {v.content_note} {v.html}" for v in said)
        why = folding.why_thing(session, viewer, owner, words)
    return page.show(
        "community/threads/history.html",
        versions=said,
        back=back,
        why=why,
        anonymous=post.voice is not None,
    )


@router.post("/preview", name="preview")
def preview(
    form: PreviewFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
    asked: str = "",
) -> Response:
    """Of a reply, with what the author whom she answers has `asked` for."""
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    shown = Preview(Markup())
    with form.checking():
        hides = form.data.anonymous == "on"
        shown = previews.of(session, viewer, form, page.templates, hides=hides)
    return page.show(
        "community/threads/preview.html",
        status=422 if form.errors else 200,
        preview=shown,
        offers_help=signposts.offers_help(form.typed),
        asked=Intent(asked) if asked in set(Intent) else None,
    )

"""Single posts: finding, editing, deleting, and the preview of one being written."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from markupsafe import Markup
from pydantic import ConfigDict
from starlette.responses import Response

from app.community.threads import actions, leaves, policy, queries, versions
from app.community.threads.endings import Lifetime
from app.community.threads.models import Intent, Post, PostState, Thread
from app.community.threads.posting import Draft
from app.community.threads.queries import ThreadHead
from app.core import text
from app.core.limits import Limit
from app.core.verdict import require
from app.people.subjects import Owner
from app.web import folding
from app.web.community import finding_out, previews, sending, signposts
from app.web.community.previews import Looked, Preview
from app.web.kit.addresses import url
from app.web.kit.asking import Anyone, InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


class EditForm(Looked):
    body: text.Body
    content_note: text.ShortLine = ""
    ending: Literal[""] | Lifetime = ""

    @property
    def draft(self) -> Draft:
        return Draft(self.body, self.content_note, lifetime=self.ending or None)


class EditReplyForm(EditForm):
    advice: Literal["", "on"] = ""

    @property
    def draft(self) -> Draft:
        return replace(super().draft, advice=self.advice == "on")


class EditOpeningForm(EditForm):
    title: text.Title


class PreviewForm(Looked):
    """Whatever form the words stand in: nothing else of it is looked at."""

    model_config = ConfigDict(extra="ignore")

    body: text.Body
    title: str = ""
    content_note: str = ""
    anonymous: str = ""
    advice: str = ""


EditReplyFilled = Annotated[Filled[EditReplyForm], Depends(filled(EditReplyForm))]
EditOpeningFilled = Annotated[Filled[EditOpeningForm], Depends(filled(EditOpeningForm))]
PreviewFilled = Annotated[Filled[PreviewForm], Depends(filled(PreviewForm))]


def path_to(post: Post, slug: str, new: str = "", said: str = "") -> str:
    """Where the post stands in its thread, with the unread line before the post numbered `new`; the
    top of that page where something is `said` there."""
    after, at = leaves.first_of(post.seq - 1) or "", "" if said else f"p{post.seq}"
    where = {"thread_id": post.thread_id, "slug": slug, "after": after, "new": new}
    return url("thread_slugged", said=said, at=at, **where)


@router.get("/p/{post_id:number}", name="post")
def find(post_id: int, session: InTransaction, viewer: Anyone, page: Page) -> Response:
    post, thread = queries.post(session, viewer, post_id)
    return page.go_to(path_to(post, thread.slug))


@router.get("/p/{post_id:number}/edit", name="edit_post")
def edit(post_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    post, thread = queries.post(session, viewer, post_id)
    require(policy.may_edit(viewer, post, thread.key_epoch))
    present = {
        "body": post.body,
        "content_note": post.content_note,
        "title": thread.title,
        "advice": "on" if post.advice else "",
    }
    card = _card(page, post, thread.crowd, thread.key_epoch)
    return _edit(page, post, thread, Filled(present), card)


@router.post("/p/{post_id:number}/edit", name="edit_post")
def save(
    post_id: int,
    as_reply: EditReplyFilled,
    as_opening: EditOpeningFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    post, thread = queries.post(session, viewer, post_id)
    require(policy.may_edit(viewer, post, thread.key_epoch))
    form: Filled[Any] = as_opening if post.seq == 1 else as_reply
    preview = None
    with form.checking():
        data = form.data
        preview = previews.first(session, viewer, form, hides=post.voice is not None)
        if preview is None:
            title = data.title if isinstance(data, EditOpeningForm) else ""
            edited = sending.edit(session, viewer, house, post, data.draft, title)
            said = "mended" if post.state is PostState.HIDDEN else "edited"
            return page.go_to(_back(post, edited, said=signposts.after(form, said)))
    card = _card(page, post, thread.crowd, thread.key_epoch)
    return _edit(page, post, thread, form, card, preview)


@router.get("/p/{post_id:number}/who-could-find-out", name="finding_out")
def who(post_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    """The card about her own post. One with her name on it has none."""
    post, thread = queries.post(session, viewer, post_id)
    require(policy.may_edit(viewer, post, thread.key_epoch))
    back = _back(post, thread)
    card = _card(page, post, thread.crowd, thread.key_epoch)
    if not card:
        return page.go_to(back)
    return page.show("community/threads/finding_out.html", could_find_out=card, back=back)


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
        back=_back(post, thread),
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
        shown = previews.of(session, viewer, form, hides=form.data.anonymous == "on")
    return page.show(
        "community/threads/preview.html",
        status=422 if form.errors else 200,
        preview=shown,
        offers_help=signposts.offers_help(form.typed),
        asked=Intent(asked) if asked in set(Intent) else None,
    )


def _back(post: Post, thread: Thread | ThreadHead, said: str = "") -> str:
    """To the post in its thread, or to what moderators told her where it is hidden."""
    if post.state is PostState.HIDDEN or thread.hidden:
        return url("notices", said=said)
    return path_to(post, thread.slug, said=said if said == "changed" else "")


def _card(page: PageMaker, post: Post, crowd: int, epoch: str) -> tuple[str, ...]:
    return finding_out.lines(page.visit.house, crowd, epoch) if post.voice else ()


def _edit(
    page: PageMaker,
    post: Post,
    thread: Thread | ThreadHead,
    form: Filled[Any],
    could_find_out: tuple[str, ...],
    preview: Preview | None = None,
) -> Response:
    return page.show(
        "community/threads/edit.html",
        status=422 if form.errors else 200,
        post_id=post.id,
        is_opening=post.seq == 1,
        asked=thread.intent if post.seq > 1 else None,
        ends_on=post.ends_on,
        hidden=post.state is PostState.HIDDEN,
        back=_back(post, thread),
        form=form,
        could_find_out=could_find_out,
        preview=preview,
        offers_help=preview is not None and signposts.offers_help(form.typed),
    )

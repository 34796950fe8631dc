"""Editing a post of hers, and the card about who could find out that it is hers."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.community.threads import leaves, policy, queries, versions
from app.community.threads.endings import Lifetime
from app.community.threads.models import Post, PostState, Thread
from app.community.threads.posting import Draft
from app.community.threads.queries import ThreadHead
from app.core import text
from app.core.verdict import require
from app.web.community import finding_out, previews, sending, signposts
from app.web.community.previews import Looked, Preview
from app.web.community.sending import Edit
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


class EditForm(Looked):
    body: text.Body
    content_note: text.ShortLine = ""
    ending: Literal[""] | Lifetime = ""
    as_of: str = ""

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


EditReplyFilled = Annotated[Filled[EditReplyForm], Depends(filled(EditReplyForm))]
EditOpeningFilled = Annotated[Filled[EditOpeningForm], Depends(filled(EditOpeningForm))]


def path_to(post: Post, slug: str, new: str = "", said: str = "") -> str:
    """Where the post stands in its thread, with the unread line before the post numbered `new`; the
    top of that page where something is `said` there."""
    after, at = leaves.first_of(post.seq - 1) or "", "" if said else f"p{post.seq}"
    where = {"thread_id": post.thread_id, "slug": slug, "after": after, "new": new}
    return url("thread_slugged", said=said, at=at, **where)


@router.get("/p/{post_id:number}/edit", name="edit_post")
def edit(post_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    post, thread = queries.post(session, viewer, post_id)
    require(policy.may_edit(viewer, post, thread.key_epoch))
    present = {
        "body": post.body,
        "content_note": post.content_note,
        "title": thread.title,
        "advice": "on" if post.advice else "",
        "as_of": versions.mark(post, thread.title),
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
        hides, said_in = post.voice is not None, page.templates
        preview = previews.first(session, viewer, form, said_in, hides=hides)
        if preview is None:
            title = data.title if isinstance(data, EditOpeningForm) else ""
            edit = Edit(data.draft, title, data.as_of)
            edited = sending.edit(session, viewer, house, post, edit)
            said = "mended" if post.state is PostState.HIDDEN else "edited"
            return page.go_saying(back(post, edited, said=signposts.after(form, said)))
    card = _card(page, post, thread.crowd, thread.key_epoch)
    return _edit(page, *queries.post(session, viewer, post_id), form, card, preview)


@router.get("/p/{post_id:number}/who-could-find-out", name="finding_out")
def who(post_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    """The card about her own post. One with her name on it has none."""
    post, thread = queries.post(session, viewer, post_id)
    require(policy.may_edit(viewer, post, thread.key_epoch))
    card = _card(page, post, thread.crowd, thread.key_epoch)
    if not card:
        return page.go_to(back(post, thread))
    return page.show(
        "community/threads/finding_out.html", could_find_out=card, back=back(post, thread)
    )


def back(post: Post, thread: Thread | ThreadHead, said: str = "") -> str:
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
    present = versions.mark(post, thread.title)
    stands = post.html if form.outdated(present) else ""
    return page.show(
        "community/threads/edit.html",
        status=422 if form.errors else 200,
        post_id=post.id,
        is_opening=post.seq == 1,
        asked=thread.intent if post.seq > 1 else None,
        ends_on=post.ends_on,
        hidden=post.state is PostState.HIDDEN,
        keeps_versions=post.voice is None,
        back=back(post, thread),
        form=form,
        stands=text.trusted(stands),
        could_find_out=could_find_out,
        preview=preview,
        offers_help=preview is not None and signposts.offers_help(form.typed),
    )

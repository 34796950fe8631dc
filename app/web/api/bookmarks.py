"""Her bookmarks, for her alone."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Query
from pydantic import StringConstraints

from app.community.threads import bookmarks
from app.core import text
from app.web.api.kit.asking import Doer, Reader
from app.web.api.kit.models import Answer, InAddress, Listed, Number, Onward, Sent
from app.web.api.kit.route import Endpoint
from app.web.api.shown import Author
from app.web.community.bookmarks import NOTE, require_readable
from app.web.community.marked_rows import Row, rows
from app.web.kit.addresses import number_in
from app.web.kit.asking import InTransaction, ThisHouse

router = APIRouter(route_class=Endpoint, tags=["bookmarks"])


class Note(Sent):
    note: Annotated[text.Paragraphs, StringConstraints(max_length=NOTE)] = ""


class Bookmark(Answer):
    """A post with her note on it. All but these two is empty where she may not read it any more."""

    post: Number
    note: str
    kept: date
    title: str
    author: Author | None
    circle: str
    excerpt: str
    content_note: str
    folded: str | None

    @classmethod
    def of(cls, row: Row) -> "Bookmark":
        return cls(
            post=row.post_id,
            note=row.note,
            kept=row.kept,
            title=row.title,
            author=Author.of(row.byline) if row.byline else None,
            circle=row.circle,
            excerpt=row.excerpt,
            content_note=row.content_note,
            folded=row.why or None,
        )


@router.get("/api/v1/bookmarks", name="api_bookmarks")
def hers(
    asked: Annotated[Onward, Query()], session: InTransaction, viewer: Reader, house: ThisHouse
) -> Listed[Bookmark]:
    """The newest first."""
    found = bookmarks.mine(session, viewer, house.ring)
    shown = bookmarks.page(found, number_in(asked.after))
    data = [Bookmark.of(row) for row in rows(session, viewer, shown.entries)]
    return Listed[Bookmark](data=data, next=str(shown.older) if shown.older else None)


@router.put("/api/v1/posts/{post_id:number}/bookmark", name="api_keep_bookmark", status_code=204)
def keep(
    post_id: InAddress,
    said: Annotated[Note, Body()],
    session: InTransaction,
    viewer: Doer,
    house: ThisHouse,
) -> None:
    """Bookmark a post, or put another note on the bookmark that there is."""
    if bookmarks.of_post(session, viewer, house.ring, post_id) is None:
        require_readable(session, viewer, post_id)
    bookmarks.keep(session, viewer, house.ring, post_id, said.note)


@router.delete("/api/v1/posts/{post_id:number}/bookmark", name="api_drop_bookmark", status_code=204)
def drop(post_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    bookmarks.take_off(session, viewer, house.ring, post_id)

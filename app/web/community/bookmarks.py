"""Her bookmarks: the list, looking for one, and bookmarking a post."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.community.threads import bookmarked, bookmarks
from app.community.threads.bookmarks import Bookmark, Entry
from app.core import clock, text
from app.core.errors import NotFound
from app.core.keys import Broken, base32
from app.core.limits import Limit
from app.people.house import House
from app.people.viewer import Viewer
from app.web.community import opportunity_marks
from app.web.community.marked_rows import rows
from app.web.community.opportunities import clocks_of
from app.web.kit.addresses import number_in, url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, SearchFilled, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

NOTE = 1000
DAY = 24 * 3600


class BookmarkForm(Form):
    """`back` comes from the page that took the bookmark off."""

    on: Literal["yes", "no"]
    note: Annotated[text.Paragraphs, StringConstraints(max_length=NOTE)] = ""
    back: str = ""


BookmarkFilled = Annotated[Filled[BookmarkForm], Depends(filled(BookmarkForm))]


@router.get("/bookmarks", name="bookmarks")
def show(
    session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page, after: str = ""
) -> Response:
    found = bookmarks.mine(session, viewer, house.ring)
    place = number_in(after)
    shown = bookmarks.page(found, place)
    older = url("bookmarks", after=shown.older) if shown.older else ""
    newer = url("bookmarks") if place is not None else ""
    return _list(session, page, shown.entries, Filled({}), older=older, newer=newer)


@router.post("/bookmarks/search", name="search_bookmarks")
def search(
    form: SearchFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    """A form that is posted, so that her words stand in no address."""
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    found = bookmarks.mine(session, viewer, house.ring)
    shown, asked = bookmarks.page(found, None), ""
    with form.checking():
        asked = form.data.q
        matching = _matching(session, viewer, found, asked)
        shown = bookmarks.page(matching, number_in(form.data.after))
    older = str(shown.older or "")
    return _list(session, page, shown.entries, form, asked=asked, older=older)


@router.get("/p/{post_id:number}/bookmark", name="bookmark")
def ask(
    post_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    had = bookmarks.of_post(session, viewer, house.ring, post_id)
    note = had.words.note if had else ""
    return _form(session, page, post_id, had, Filled({"note": note}))


@router.post("/p/{post_id:number}/bookmark", name="bookmark")
def change(
    post_id: int,
    form: BookmarkFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    had = bookmarks.of_post(session, viewer, house.ring, post_id)
    with form.checking():
        data = form.data
        if data.on == "no" and had is None:
            return page.go("bookmarks", said="bookmark-gone")
        if data.on == "no":
            gone = bookmarks.take_off(session, viewer, house.ring, post_id)
            return _taken_off(page, gone)
        if had is None and not _was_hers(house, viewer, post_id, data.back):
            require_readable(session, viewer, post_id)
        bookmarks.keep(session, viewer, house.ring, post_id, data.note)
        return page.go(
            "bookmarks", said="edited" if had else "bookmarked", at=f"b{base32(post_id)}"
        )
    return _form(session, page, post_id, had, form)


def require_readable(session: InTransaction, viewer: Viewer, post_id: int) -> None:
    """Raises NotFound for a post that she may not read now."""
    if not bookmarked.posts(session, viewer, [post_id]):
        raise NotFound


def _matching(
    session: InTransaction, viewer: Viewer, found: list[Entry], asked: str
) -> list[Entry]:
    """Those with each of these words in her note or in the title of a thread that she may read."""
    titles = bookmarked.titles(session, viewer, [entry.words.post_id for entry in found])
    wanted = asked.casefold().split()
    said = {e.id: f"{e.words.note}\n{titles.get(e.words.post_id, '')}".casefold() for e in found}
    return [entry for entry in found if all(word in said[entry.id] for word in wanted)]


def _list(
    session: InTransaction,
    page: PageMaker,
    entries: Sequence[Entry],
    form: Filled[Any],
    *,
    asked: str = "",
    older: str = "",
    newer: str = "",
) -> Response:
    visit = page.visit
    clocks = partial(clocks_of, session, visit.viewer, visit.house)
    return page.show(
        "community/threads/bookmarks.html",
        status=422 if form.errors else 200,
        marks=opportunity_marks.of_list(session, visit.viewer, visit.house, clocks),
        rows=rows(session, page.visit.viewer, entries),
        asked=asked,
        older=older,
        newer=newer,
        form=form,
    )


def _form(
    session: InTransaction, page: PageMaker, post_id: int, had: Entry | None, form: Filled[Any]
) -> Response:
    """About a post that she may read, or of which she has a bookmark. Raises NotFound."""
    entry = had or Entry(0, 0, clock.today(), "", Bookmark(post_id))
    [row] = rows(session, page.visit.viewer, [entry])
    if not (row.path or had):
        raise NotFound
    return page.show(
        "community/threads/bookmark.html",
        status=422 if form.errors else 200,
        row=row,
        is_kept=had is not None,
        form=form,
    )


def _taken_off(page: PageMaker, gone: Bookmark) -> Response:
    """The last page that has her note: in a form that puts the bookmark back."""
    visit = page.visit
    back = visit.house.ring.stamp("put-back/v1").press(_hers(visit.viewer, gone.post_id))
    return page.show("community/threads/bookmark_gone.html", bookmark=gone, back=back)


def _was_hers(house: House, viewer: Viewer, post_id: int, back: str) -> bool:
    """Whether she has taken it off herself a moment ago: also what has gone can be put back."""
    try:
        said, _age = house.ring.stamp("put-back/v1").read(back, seconds=DAY)
    except Broken:
        return False
    return said == _hers(viewer, post_id)


def _hers(viewer: Viewer, post_id: int) -> str:
    return f"{post_id}.{viewer.me.limit_key().hex()}"

"""Searching: what she may see anyway, found by its words."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from app.core.errors import Invalid
from app.core.limits import Limit
from app.oversight.search import queries, snippets, wishes
from app.oversight.search.queries import Search
from app.oversight.search.wishes import LONGEST
from app.people.searchable import Filters, Shown
from app.web.api.kit.asking import Reader
from app.web.api.kit.models import Answer, Listed, Moment, Onward
from app.web.api.kit.route import Endpoint
from app.web.api.shown import Author
from app.web.kit.asking import InTransaction, ThisHouse

router = APIRouter(route_class=Endpoint, tags=["search"])


class Wanted(Onward):
    """`kind` is one of thread, post, member and the other words that her search page knows."""

    q: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    kind: Annotated[str, Field(max_length=40)] = ""
    circle: Annotated[str, Field(max_length=80)] = ""
    mine: bool = False


class Result(Answer):
    """A thing that was found. `path` is where it stands on the site; `excerpt` is empty where it is
    folded for her, or has a content note."""

    kind: str
    id: str
    title: str
    excerpt: str
    path: str
    at: Moment | None
    author: Author | None
    where: str
    content_note: str
    folded: bool


@router.get("/api/v1/search", name="api_search")
def search(
    asked: Annotated[Wanted, Query()], session: InTransaction, viewer: Reader, house: ThisHouse
) -> Listed[Result]:
    """Things of one kind, those that fit best first; posts where none is said."""
    house.limiter.hit(Limit.SEARCHES, viewer.me.limit_key())
    chosen = [kind for kind in house.searched if asked.kind in kind.sorts]
    if asked.kind and not chosen:
        raise Invalid("kind", "There is no such kind of things.")
    kind = chosen[0] if chosen else house.searched[0]
    filters = Filters(asked.circle, kind=asked.kind, hers=asked.mine)
    wish = wishes.read(asked.q)
    found = Search(session, viewer, kind, filters).page(wish, queries.spot(asked.after))
    data = [_result(kind.kind, one, set(wish.words)) for one in found.results]
    return Listed[Result](data=data, next=str(found.older) if found.older else None)


def _result(kind: str, one: Shown, looked_for: set[str]) -> Result:
    quiet = one.folded or one.content_note
    pieces = [] if quiet else snippets.of(one.body, looked_for)
    return Result(
        kind=kind,
        id=one.id,
        title=one.title,
        excerpt="".join(piece.words for piece in pieces),
        path=one.path,
        at=one.at,
        author=Author.of(one.byline) if one.byline else None,
        where=one.where,
        content_note=one.content_note,
        folded=one.folded,
    )

"""Her evidence file to take with her: as a file of Markdown, and as a page to print."""

import re
from collections.abc import Iterable, Iterator

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from app.people.evidence import queries
from app.people.evidence.drawers import Words
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

# What it is called says nothing to whoever sees it among her downloads.
FILE = "my-notes.md"
_LINES = re.compile(r"(?<!\n)\n(?!\n)")


@router.get("/evidence/export", name="export_evidence")
def export(session: InTransaction, viewer: SignedIn, house: ThisHouse) -> Response:
    found = [entry.words for entry in queries.entries(session, viewer, house.ring)]
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{FILE}"',
    }
    return StreamingResponse(markdown(found), headers=headers, media_type="text/markdown")


@router.get("/evidence/print", name="print_evidence")
def printed(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    found = queries.entries(session, viewer, house.ring)
    return page.show("people/evidence/print.html", entries=found)


def markdown(found: Iterable[Words]) -> Iterator[str]:
    """A heading for each entry, and below it her words as she wrote them (CommonMark 0.31)."""
    yield "# What I did, who said so, what it changed\n"
    for words in found:
        yield f"\n## {words.when or 'Some day'}\n\n{_lines(words.what)}\n"
        if words.who:
            yield f"\n**Who said so:** {words.who}\n"
        if words.change:
            yield f"\n**What it changed:** {_lines(words.change)}\n"


def _lines(said: str) -> str:
    """Her own line ends stay where they are: two spaces keep one within a paragraph."""
    return _LINES.sub("  \n", said)

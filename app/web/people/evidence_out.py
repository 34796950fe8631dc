"""Her evidence file to take with her: as a file of Markdown, and as a page to print."""

import re
from collections.abc import Callable, Iterable, Iterator

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from app.core.languages import Sentence
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
def export(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    found = [entry.words for entry in queries.entries(session, viewer, house.ring)]
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{FILE}"',
    }
    return StreamingResponse(
        markdown(found, page.said), headers=headers, media_type="text/markdown"
    )


@router.get("/evidence/print", name="print_evidence")
def printed(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    found = queries.entries(session, viewer, house.ring)
    return page.show("people/evidence/print.html", entries=found)


TITLE = Sentence("What I did, who said so, what it changed")
SOME_DAY = Sentence("Some day")
WHO = Sentence("Who said so:")
CHANGE = Sentence("What it changed:")


def markdown(found: Iterable[Words], say: Callable[[str], str] = str) -> Iterator[str]:
    """A heading for each entry, and below it her words as she wrote them (CommonMark 0.31); our own
    as `say` has them."""
    yield f"# {say(TITLE)}\n"
    for words in found:
        yield f"\n## {words.when or say(SOME_DAY)}\n\n{_lines(words.what)}\n"
        if words.who:
            yield f"\n**{say(WHO)}** {words.who}\n"
        if words.change:
            yield f"\n**{say(CHANGE)}** {_lines(words.change)}\n"


def _lines(said: str) -> str:
    """Her own line ends stay where they are: two spaces keep one within a paragraph."""
    return _LINES.sub("  \n", said)

"""Her evidence file: reading it, keeping, changing and taking out."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import AfterValidator
from starlette.responses import Response

from app.core import clock, keys, text
from app.core.limits import Limit
from app.people.evidence import actions, days, queries
from app.people.evidence.drawers import Words
from app.people.evidence.queries import Place
from app.web.kit.addresses import number_in, url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, SearchFilled, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


Day = Annotated[str, AfterValidator(days.fitting)]


class EntryForm(Form):
    what: text.Body
    who: text.ShortLine = ""
    change: text.Paragraphs = ""
    day: Day = ""
    month: Literal["", "on"] = ""

    @property
    def words(self) -> Words:
        day = days.month(self.day) if self.month else self.day
        return Words(self.what, self.who, self.change, day)


EntryFilled = Annotated[Filled[EntryForm], Depends(filled(EntryForm))]


@router.get("/evidence", name="evidence")
def show(
    session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page, after: str = ""
) -> Response:
    found = queries.entries(session, viewer, house.ring)
    place = place_in(after)
    shown = queries.page(found, place)
    return page.show(
        "people/evidence/index.html",
        entries=shown.entries,
        older=url("evidence", after=said(shown.older)) if shown.older else "",
        newer=url("evidence") if place else "",
        form=Filled({}),
        asked="",
    )


@router.post("/evidence/search", name="search_evidence")
def search(
    form: SearchFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    """A form that is posted, so that her words stand in no address."""
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    found = queries.entries(session, viewer, house.ring)
    shown, asked = queries.page(found, None), ""
    with form.checking():
        asked = form.data.q
        shown = queries.page(queries.matching(found, asked), place_in(form.data.after))
    return page.show(
        "people/evidence/index.html",
        status=422 if form.errors else 200,
        entries=shown.entries,
        older=said(shown.older) if shown.older else "",
        newer="",
        form=form,
        asked=asked,
    )


@router.get("/evidence/new", name="new_evidence")
def new(_viewer: SignedIn, page: Page) -> Response:
    return fresh(page, Words("", day=clock.today().isoformat()))


@router.post("/evidence/new", name="new_evidence")
def keep(
    form: EntryFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    with form.checking():
        data = form.data
        kept = actions.keep(session, viewer, house.ring, data.words, data.form_nonce)
        return page.go("evidence", said="in-evidence", at=f"e{keys.base32(kept.id)}")
    return _entry(page, form)


@router.get("/evidence/three", name="three_of_evidence")
def three(
    session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page, but: str = ""
) -> Response:
    found = queries.entries(session, viewer, house.ring)
    chosen = queries.three(found, [keys.from_base32(part) for part in but.split(".")])
    just = ".".join(keys.base32(entry.id) for entry in chosen)
    others = url("three_of_evidence", but=just) if len(found) > queries.THREE else ""
    return page.show("people/evidence/three.html", entries=chosen, others=others)


@router.get("/evidence/{entry_id:number}/edit", name="edit_evidence")
def edit(
    entry_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    entry = queries.entry(session, viewer, house.ring, entry_id)
    return _entry(page, _present(entry.words), entry.id)


@router.post("/evidence/{entry_id:number}/edit", name="edit_evidence")
def save(
    entry_id: int,
    form: EntryFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    entry = queries.entry(session, viewer, house.ring, entry_id)
    with form.checking():
        actions.change(session, viewer, house.ring, entry.id, form.data.words)
        return page.go("evidence", said="edited", at=f"e{keys.base32(entry.id)}")
    return _entry(page, form, entry.id)


@router.get("/evidence/{entry_id:number}/delete", name="delete_evidence")
def ask_delete(
    entry_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    entry = queries.entry(session, viewer, house.ring, entry_id)
    return page.show("people/evidence/delete.html", entry=entry)


@router.post("/evidence/{entry_id:number}/delete", name="delete_evidence")
def delete(
    entry_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    """The answer is the last page that has the words: in a form which keeps them anew."""
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    entry = actions.take_out(session, viewer, house.ring, entry_id)
    return page.show("people/evidence/deleted.html", form=_present(entry.words))


def fresh(page: PageMaker, words: Words, source: str = "") -> Response:
    """The form that keeps a new entry, with these words in it: from an `own` post, or from
    `praise` by somebody else."""
    return _entry(page, _present(words), source=source)


def _present(words: Words) -> Filled[Any]:
    """The form with these words in it. Its field for a day knows no months."""
    if words.day and words.day == days.month(words.day):
        return Filled({**vars(words), "day": f"{words.day}-01", "month": "on"})
    return Filled(vars(words))


def _entry(page: PageMaker, form: Filled[Any], entry_id: int = 0, source: str = "") -> Response:
    """For the entry of this number, or for a new one."""
    return page.show(
        "people/evidence/entry.html",
        status=422 if form.errors else 200,
        form=form,
        entry_id=entry_id,
        source=source,
    )


def place_in(after: str) -> Place | None:
    """Where an address or a form says to go on; from the beginning where that is no place."""
    day, _, number = after.rpartition(".")
    found = number_in(number)
    return (day, found) if days.is_one(day) and found is not None else None


def said(place: Place) -> str:
    """As an address says it."""
    day, number = place
    return f"{day}.{number}"

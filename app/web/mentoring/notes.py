"""Notes of a mentorship: those that the two share, and those for her eyes alone."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core import text
from app.core.limits import Limit
from app.core.verdict import require
from app.mentoring.mentorships import entries, notes, own_notes, pages, policy
from app.mentoring.mentorships.contents import Note
from app.mentoring.mentorships.own_notes import OwnNote
from app.mentoring.mentorships.pages import Pair
from app.people.house import House
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.mentoring.mentorship import OWN, shown

router = APIRouter(route_class=OneHop)


class NoteForm(Form):
    body: text.Body


class EditNoteForm(NoteForm):
    as_of: str = ""


class NewNoteForm(NoteForm):
    readers: Literal["both", "own"]


EditNoteFilled = Annotated[Filled[EditNoteForm], Depends(filled(EditNoteForm))]
NewNoteFilled = Annotated[Filled[NewNoteForm], Depends(filled(NewNoteForm))]
HERE = "/mentorships/{mentorship_id:number}"


@router.post(f"{HERE}/notes", name="new_note")
def write(
    mentorship_id: int,
    form: NewNoteFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    require(policy.may_write(pair.state, pair.course))
    with form.checking():
        said = form.data
        if said.readers == OWN:
            own_notes.write(session, viewer, house.ring, pair.id, said.body, said.form_nonce)
        else:
            notes.write(session, viewer, house.ring, pair.id, said.body, said.form_nonce)
        return _back(page, pair.id, "note-kept", own=said.readers == OWN)
    return shown(session, page, pair, tab=form.value("readers"), form=form)


@router.get(HERE + "/notes/{note_id:number}/edit", name="edit_note")
def ask_edit(
    mentorship_id: int,
    note_id: int,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    pair = _speaks(session, house, viewer, mentorship_id)
    one = entries.hers(session, house.ring, pair, Note, note_id)
    return _edit(page, pair, note_id, one.words)


@router.post(HERE + "/notes/{note_id:number}/edit", name="edit_note")
def edit(
    mentorship_id: int,
    note_id: int,
    form: EditNoteFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    pair = _speaks(session, house, viewer, mentorship_id)
    entries.hers(session, house.ring, pair, Note, note_id)
    with form.checking():
        said, at = form.data, (pair.id, note_id)
        notes.edit(session, viewer, house.ring, at, said.body, said.as_of)
        return _back(page, pair.id, "edited", own=False)
    one = entries.hers(session, house.ring, pair, Note, note_id)
    return _edit(page, pair, note_id, one.words, form)


@router.get(HERE + "/own-notes/{note_id:number}/edit", name="edit_own_note")
def ask_edit_own(
    mentorship_id: int,
    note_id: int,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    pair = _writable(session, house, viewer, mentorship_id)
    one = own_notes.one(session, viewer, house.ring, (pair.id, note_id))
    return _edit(page, pair, note_id, one.words)


@router.post(HERE + "/own-notes/{note_id:number}/edit", name="edit_own_note")
def edit_own(
    mentorship_id: int,
    note_id: int,
    form: EditNoteFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    pair = _writable(session, house, viewer, mentorship_id)
    own_notes.one(session, viewer, house.ring, (pair.id, note_id))
    with form.checking():
        said, at = form.data, (pair.id, note_id)
        own_notes.edit(session, viewer, house.ring, at, said.body, said.as_of)
        return _back(page, pair.id, "edited", own=True)
    one = own_notes.one(session, viewer, house.ring, (pair.id, note_id))
    return _edit(page, pair, note_id, one.words, form)


@router.get(HERE + "/notes/{note_id:number}/delete", name="delete_note")
def ask_delete(
    mentorship_id: int,
    note_id: int,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    require(policy.may_take_away(pair.course))
    one = entries.hers(session, house.ring, pair, Note, note_id)
    return _delete(page, pair, note_id, one.words.body, own=False)


@router.post(HERE + "/notes/{note_id:number}/delete", name="delete_note")
def delete(
    mentorship_id: int,
    note_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    notes.delete(session, viewer, house.ring, (mentorship_id, note_id))
    return _back(page, mentorship_id, "note-deleted", own=False)


@router.get(HERE + "/own-notes/{note_id:number}/delete", name="delete_own_note")
def ask_delete_own(
    mentorship_id: int,
    note_id: int,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    one = own_notes.one(session, viewer, house.ring, (pair.id, note_id))
    return _delete(page, pair, note_id, one.words.body, own=True)


@router.post(HERE + "/own-notes/{note_id:number}/delete", name="delete_own_note")
def delete_own(
    mentorship_id: int,
    note_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    own_notes.delete(session, viewer, house.ring, (mentorship_id, note_id))
    return _back(page, mentorship_id, "note-deleted", own=True)


def _writable(session: InTransaction, house: House, viewer: Viewer, mentorship_id: int) -> Pair:
    """Raises NotFound, and NotAllowed where nothing may be written any more."""
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    require(policy.may_write(pair.state, pair.course))
    return pair


def _speaks(session: InTransaction, house: House, viewer: Viewer, mentorship_id: int) -> Pair:
    """The same, where she may say something to the other."""
    pair = _writable(session, house, viewer, mentorship_id)
    require(policy.may_address(viewer))
    return pair


def _back(page: PageMaker, mentorship_id: int, said: str, *, own: bool) -> Response:
    values: dict[str, Any] = {"mentorship_id": mentorship_id, "notes": OWN if own else ""}
    return page.go("mentorship", said=said, at="notes", **values)


def _edit(
    page: PageMaker,
    pair: Pair,
    note_id: int,
    note: Note | OwnNote,
    sent: Filled[Any] | None = None,
) -> Response:
    """The form as it was `sent`, or with what the note says."""
    form = sent or Filled({"body": note.body, "as_of": note.mark})
    return page.show(
        "mentoring/mentorships/note.html",
        status=422 if form.errors else 200,
        pair=pair,
        note_id=note_id,
        form=form,
        stands=note if form.outdated(note.mark) else None,
        own=isinstance(note, OwnNote),
    )


def _delete(page: PageMaker, pair: Pair, note_id: int, body: str, *, own: bool) -> Response:
    return page.show(
        "mentoring/mentorships/delete_note.html",
        pair=pair,
        note_id=note_id,
        excerpt=text.excerpt(body),
        own=own,
    )

"""Her evidence file, for her alone: reading it, keeping, changing and taking out."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Query
from pydantic import Field

from app.core import text
from app.people.evidence import actions, queries
from app.people.evidence.drawers import Entry, Words
from app.web.api import writing
from app.web.api.kit.asking import Doer, Nonce, Reader
from app.web.api.kit.models import Answer, InAddress, Listed, Number, Onward, Sent
from app.web.api.kit.route import Endpoint
from app.web.kit.asking import InTransaction, ThisHouse
from app.web.people import evidence
from app.web.people.evidence import EntryForm

router = APIRouter(route_class=Endpoint, tags=["evidence"])

AT = "/api/v1/evidence/{entry_id:number}"


class EvidenceWords(Sent):
    """What she did, who said so, and what it changed. `day` is a day, a month, or nothing."""

    what: text.Body
    who: text.ShortLine = ""
    change: text.Paragraphs = ""
    day: Annotated[evidence.Day, Field(max_length=10)] = ""


class Evidence(Answer):
    """An entry of her file; it was `kept` on that day."""

    id: Number
    what: str
    who: str
    change: str
    day: str
    kept: date

    @classmethod
    def of(cls, entry: Entry) -> "Evidence":
        return cls(id=entry.id, kept=entry.kept, **vars(entry.words))


@router.get("/api/v1/evidence", name="api_evidence")
def hers(
    asked: Annotated[Onward, Query()], session: InTransaction, viewer: Reader, house: ThisHouse
) -> Listed[Evidence]:
    """By their days, the newest first."""
    found = queries.entries(session, viewer, house.ring)
    shown = queries.page(found, evidence.place_in(asked.after))
    data = [Evidence.of(entry) for entry in shown.entries]
    following = evidence.said(shown.older) if shown.older else None
    return Listed[Evidence](data=data, next=following)


@router.get(AT, name="api_evidence_entry")
def one(entry_id: InAddress, session: InTransaction, viewer: Reader, house: ThisHouse) -> Evidence:
    return Evidence.of(queries.entry(session, viewer, house.ring, entry_id))


@router.post("/api/v1/evidence", name="api_keep_evidence", status_code=201)
def keep(
    said: Annotated[EvidenceWords, Body()],
    session: InTransaction,
    viewer: Doer,
    house: ThisHouse,
    nonce: Nonce = "",
) -> Evidence:
    """Put an entry into her file."""
    form = writing.form(EntryForm, said, nonce).data
    return Evidence.of(actions.keep(session, viewer, house.ring, form.words, form.form_nonce))


@router.put(AT, name="api_edit_evidence")
def change(
    entry_id: InAddress,
    said: Annotated[EvidenceWords, Body()],
    session: InTransaction,
    viewer: Doer,
    house: ThisHouse,
) -> Evidence:
    """Other words for an entry, all of them."""
    words = Words(said.what, said.who, said.change, said.day)
    return Evidence.of(actions.change(session, viewer, house.ring, entry_id, words))


@router.delete(AT, name="api_delete_evidence", status_code=204)
def take_out(entry_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    """Nothing is left of it."""
    actions.take_out(session, viewer, house.ring, entry_id)

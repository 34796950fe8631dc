"""What is said of an opportunity in a few words: what it pays, where it is, what kind it is."""

from datetime import date, datetime
from typing import Protocol

from app.community.opportunities import pay
from app.community.opportunities.models import State
from app.community.opportunities.words import HOURS, WAYS, Hours, Kind, Per, Travel, Way
from app.core.languages import Sentence


class Telling(Protocol):
    """An opportunity, or as much of it as a list asks for."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def giver(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def way(self) -> Way: ...
    @property
    def hours(self) -> Hours: ...
    @property
    def unpaid(self) -> bool: ...
    @property
    def pay_from(self) -> int | None: ...
    @property
    def pay_to(self) -> int | None: ...
    @property
    def currency(self) -> str: ...
    @property
    def per(self) -> Per: ...
    @property
    def travel(self) -> Travel: ...
    @property
    def closes(self) -> datetime: ...
    @property
    def deadline(self) -> bool: ...
    @property
    def state(self) -> State: ...
    @property
    def checked(self) -> date | None: ...
    @property
    def example(self) -> bool: ...


def pay_of(row: Telling) -> str:
    """As in: £150 and travel."""
    words = pay.said(row.pay_from, row.pay_to, row.currency, row.per, unpaid=row.unpaid)
    if row.travel is not Travel.PAID:
        return words
    if not words:
        return Sentence("travel paid")
    if row.unpaid:
        return Sentence("Unpaid, travel paid")
    return Sentence("{pay} and travel", pay=words)


def where(row: Telling) -> str:
    """As in: Leeds, partly from home."""
    if not row.place:
        return WAYS[row.way]
    if row.way is Way.HYBRID:
        return Sentence("{place}, partly from home", place=row.place)
    return Sentence("{place}, from home", place=row.place) if row.way is Way.HOME else row.place


def tags(row: Telling) -> tuple[str, ...]:
    """What else a list says of it in a word or two."""
    hours = () if row.hours is Hours.ANY else (HOURS[row.hours],)
    return (row.kind.label, *hours)

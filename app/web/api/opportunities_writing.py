"""What a program sends as an opportunity, turned into the pages' own form and back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

from pydantic import Field, StringConstraints

from app.community.opportunities import drafts
from app.community.opportunities.models import Opportunity
from app.community.opportunities.tables import TICKED, TIMES
from app.community.opportunities.words import Hours, Kind, Per, Travel, Way
from app.core import text
from app.core.errors import Invalid, refuse
from app.core.keys import base32
from app.core.languages import Sentence
from app.core.versions import Changed
from app.people.organisations.models import Organisation
from app.web.api.kit.models import Sent
from app.web.community import opportunities_forms as forms
from app.web.community import opportunities_reading as reading
from app.web.community.opportunities_composing import Writing
from app.web.community.opportunities_forms import OpportunityForm
from app.web.kit.forms import Filled
from app.web.kit.zones import TimeZone

SEEMS_HERE = Sentence(
    "This seems to be here already, as {found}. If it is another one, say so in “another”."
)
Amount = Annotated[str, Field(max_length=20, description="Such as 41300 or 12.60.")]
When = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?)?$"),
    Field(description="A day, or a day and an hour, by the clocks of `zone`: 2027-05-14T18:30."),
]


class Posting(Sent):
    """All that an opportunity says; what it needs depends on its kind, and is told by the fields. A
    time without an hour is the end of that day where it `closes`. `zone` is hers where none is
    said. `organisation` is the address of one of which she is a coordinator; `public` lets visitors
    read it. Where it seems to be here already, `another` says that it is another one. `as_of` is
    the mark of what a change replaces: where it says something else by now, nothing is changed."""

    kind: Kind
    title: text.Title
    giver: forms.Giver
    body: Annotated[forms.Words, Field(description="Markdown.")]
    way: Way
    place: forms.Place = ""
    hours: Hours = Hours.ANY
    pay_from: Amount = ""
    pay_to: Amount = ""
    currency: Annotated[str, Field(max_length=3)] = ""
    per: Per | None = None
    unpaid: bool = False
    travel: Travel = Travel.UNSAID
    begins: When = ""
    ends: When = ""
    closes: When = ""
    zone: TimeZone = ""
    apply: forms.Apply
    organisation: Annotated[str, Field(max_length=80)] = ""
    public: bool = False
    another: bool = False
    as_of: Annotated[str, StringConstraints(max_length=100)] = ""


def form(said: Posting, nonce: str) -> Filled[OpportunityForm]:
    """The pages' form with what a program has sent."""
    given = {"form_nonce": nonce, "another": "on" if said.another else ""}
    for name, value in said.model_dump(mode="json", exclude={"another"}).items():
        given[name] = value if isinstance(value, str) else "yes" if value else ""
    return reading.filled(given)


@contextmanager
def told(by: Writing) -> Iterator[None]:
    """What does not fit, by the names that programs know."""
    try:
        yield
    except Changed:
        raise
    except Invalid as refused:
        wrong = {reading.column_of(name): why for name, why in refused.all.items()}
        if "another" in wrong:
            found = ", ".join(base32(card.id) for card in by.alike)
            wrong["another"] = Sentence(SEEMS_HERE, found=found)
        refuse(wrong)


def posting(row: Opportunity, hers: Sequence[Organisation]) -> Posting:
    """What there is, as it is sent."""
    typed = forms.present(row, hers)
    for name in TIMES:
        parts = typed.pop(f"{name}_day"), typed.pop(f"{name}_time")
        typed[name] = "T".join(filter(None, parts))
    for name in TICKED:
        typed[name] = typed[name] == "on"
    # Of what came in a table of the staff it is not asked anew whether it fits.
    return Posting.model_construct(**typed, as_of=drafts.mark(row))

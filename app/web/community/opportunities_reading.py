"""Reading a table of opportunities as the form of the pages would take each line, so that what is
wrong with it is said in the form's own words."""

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from app.community.opportunities import tables
from app.community.opportunities.arrivals import Counts
from app.community.opportunities.drafts import Draft
from app.community.opportunities.tables import TICKED, TIMES, YES, Problem
from app.community.opportunities.words import Hours, Kind, Per, Travel, Way
from app.core.errors import Invalid
from app.core.languages import Sentence
from app.web.community import opportunities_forms as forms
from app.web.community.opportunities_forms import OpportunityForm
from app.web.kit.forms import ONE_OF_THESE, Filled, read

CHOICES = {"kind": Kind, "way": Way, "hours": Hours, "per": Per, "travel": Travel}


def read_table(
    file: Iterable[str], zone: ZoneInfo, counts: Counts, *, jobs_say_pay: bool, most: int = 0
) -> list[tuple[int, Draft]]:
    """What fits, each with its line; what does not is added to the problems. Times are in `zone`
    where a line names none. Raises Invalid as `tables.lines`."""
    found = []
    for line, said in tables.lines(file, counts.problems, most):
        form = filled(said)
        try:
            draft = forms.draft_of(form, zone, [], jobs_say_pay=jobs_say_pay)
        except Invalid as refused:
            counts.problems += [_problem(line, *one) for one in refused.all.items()]
        else:
            found.append((line, draft))
    return found


def filled(said: Mapping[str, str]) -> Filled[OpportunityForm]:
    """The form with what stands in these columns; what it has beside them goes by its names."""
    return read(OpportunityForm, FormData(dict(_as_form(said))))


def column_of(name: str) -> str:
    """The one of which this field of the form was made."""
    return name.removesuffix("_day").removesuffix("_time")


def _as_form(said: Mapping[str, str]) -> list[tuple[str, str]]:
    """What stays empty is as where the form says nothing."""
    plain = [(name, said[name]) for name in said if said[name] and name not in {*TIMES, *TICKED}]
    ticked = [(name, "on") for name in TICKED if said.get(name, "").lower() in YES]
    if not said.get("per"):
        plain.append(("per", Per.YEAR if said.get("kind") == Kind.JOB else Per.ONCE))
    times = []
    for name in TIMES:
        day, _, hour = said.get(name, "").replace("T", " ").partition(" ")
        times += [(f"{name}_day", day), (f"{name}_time", hour.strip())]
    return plain + ticked + times


def _problem(line: int, name: str, why: str) -> Problem:
    """In the column that this field of the form was made of, with what there is to choose from."""
    column = column_of(name)
    if column in CHOICES and why == ONE_OF_THESE:
        choices = ", ".join(filter(None, CHOICES[column]))
        why = Sentence("Please choose one of these: {choices}.", choices=choices)
    return Problem(line, column, why)

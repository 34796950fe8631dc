"""Taking in many opportunities from a table: what would come of it first, and then all that fits.

The table is kept nowhere in between: the page that shows what would come of it has it in its form.
"""

from collections.abc import Sequence
from io import StringIO
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.community.opportunities import arrivals, policy, tables
from app.community.opportunities.arrivals import Counts
from app.community.opportunities.drafts import Draft
from app.community.opportunities.events import KIND
from app.core.errors import Invalid
from app.core.events import StaffActed, publish
from app.core.limits import Limit
from app.core.verdict import require
from app.people.house import House
from app.people.viewer import Viewer
from app.web.community import opportunities_reading as reading
from app.web.community.opportunities import zone_of
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.uploads import FILE_BYTES, NO_TEXT, TakesFile

router = APIRouter(route_class=TakesFile)

# So many lines are taken in within some seconds, in which one of this process's two threads works.
MOST_LINES = 5000
# What is said of single lines.
SAID = 50
DIGITS = 6


class TableForm(Form):
    table: str
    turn: Literal["look", "take"] = "look"


TableFilled = Annotated[Filled[TableForm], Depends(filled(TableForm))]


@router.get("/opportunities/import", name="import_opportunities")
def ask(
    viewer: SignedIn,
    page: Page,
    taken: str = "",
    present: str = "",
    left_out: str = "",
) -> Response:
    require(policy.may_import(viewer))
    return _ask(page, Filled({}), [_number(each) for each in (taken, present, left_out)])


@router.post("/opportunities/import", name="import_opportunities")
def take_in(
    form: TableFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    require(policy.may_import(viewer))
    with form.checking():
        data, counts = form.data, Counts()
        house.limiter.hit(Limit.IMPORTS, viewer.me.limit_key())
        found = _read(session, viewer, house, data.table, counts)
        if data.turn == "look":
            arrivals.look(session, found, counts)
            return _preview(page, counts, data.table)
        arrivals.take_in(house.database, viewer.id, found, counts)
        if counts.taken:
            _tell(session, viewer, counts.taken)
        numbers = {"taken": counts.taken, "present": counts.present, "left_out": counts.left_out}
        said = {name: str(number) for name, number in numbers.items()}
        return page.go_to(url("import_opportunities", **said))
    return _ask(page, form, None)


def _read(
    session: InTransaction, viewer: Viewer, house: House, table: str, counts: Counts
) -> list[tuple[int, Draft]]:
    """Raises Invalid on `table` for what is no table."""
    if not table.strip():
        raise Invalid("table", "Please choose a file.")
    if table == NO_TEXT:
        raise Invalid("table", tables.NOT_UTF_8)
    if len(table) > FILE_BYTES:
        raise Invalid("table", "This file is too long. Send it in parts.")
    return reading.read_table(
        StringIO(table, newline=""),
        zone_of(session, viewer, house),
        counts,
        jobs_say_pay=house.settings.jobs_say_pay,
        most=MOST_LINES,
    )


def _preview(page: PageMaker, counts: Counts, table: str) -> Response:
    return page.show(
        "community/opportunities/import_look.html",
        counts=counts,
        problems=counts.problems[:SAID],
        doubtful=counts.doubtful[:SAID],
        table=table,
    )


def _ask(page: PageMaker, form: Filled[Any], came: Sequence[int] | None) -> Response:
    """`came`: what came of the last one, how many were taken in, here already, and left out."""
    return page.show(
        "community/opportunities/import.html",
        status=422 if form.errors else 200,
        form=form,
        came=came if came and any(came) else None,
        needed=tables.NEEDED,
        others=[name for name in tables.COLUMNS if name not in tables.NEEDED],
        most=MOST_LINES,
        megabytes=FILE_BYTES // 1024**2,
    )


def _tell(session: InTransaction, viewer: Viewer, taken: int) -> None:
    acted = StaffActed(
        actor_id=viewer.id,
        verb="import",
        subject_kind=KIND,
        subject_id="",
        reason=f"{taken:,} from a table",
    )
    publish(session, acted)


def _number(said: str) -> int:
    return int(said[:DIGITS]) if said[:DIGITS].isdecimal() else 0

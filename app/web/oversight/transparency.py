"""How moderation works, in numbers by month, for everybody; and the same as JSON.

A month has numbers when it is over: from one day to the next they would tell what was reported.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from app.core import clock
from app.core.errors import NotFound
from app.core.languages import Sentence, phrases
from app.oversight.moderation import retention, transparency
from app.oversight.moderation.models import Reason
from app.oversight.moderation.transparency import Month
from app.oversight.moderation.veil import Group, Shown
from app.people.house import House
from app.web.kit import months
from app.web.kit.asking import Anyone, InTransaction, ThisHouse
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

REASONS = {reason.value: reason.label for reason in Reason}
CAME = phrases(
    {"reports": "Reported by members", "rule": "Held by a rule", "mended": "Mended, to look at"}
)
ROSE = phrases(
    {"seen": "Less than three days for a look", "rose": "Longer, and rose by themselves"}
)
ACTIONS = phrases(
    {
        "keep": "Kept as it was",
        "note": "Given a content note",
        "redact": "Details taken out",
        "hide": "Hidden until mended",
        "remove": "Removed",
        "lock": "Closed to new replies",
        "move": "Moved to another circle",
        "warn": "Author warned",
        "pause": "Author paused from posting",
        "pause-anonymous": "Author paused from posting anonymously",
        "suspend": "Account suspended",
        "restore": "Put back",
    }
)
OUTCOMES = phrases(
    {
        "upheld": "The decision stood",
        "changed": "The decision was changed",
        "overturned": "The decision was taken back",
        "open": "Not heard yet",
    }
)
Table = tuple[str, list[tuple[str, Shown]]]


@router.get("/transparency", name="transparency")
def index(session: InTransaction, house: ThisHouse, _viewer: Anyone, page: Page) -> Response:
    known = _known(session, house)
    listed = [(month, _is_over(month)) for month in known]
    return page.show("oversight/transparency/index.html", months=listed)


@router.get("/transparency/{month:month}", name="transparency_month")
def show(
    session: InTransaction, house: ThisHouse, _viewer: Anyone, page: Page, month: str
) -> Response:
    found = _month(session, house, month)
    if found is None:
        return page.show("oversight/transparency/not_over.html", month=month)
    return page.show(
        "oversight/transparency/show.html",
        month=month,
        found=found,
        cases=_tables(
            found.cases,
            {Sentence("Why"): REASONS, Sentence("How they came"): CAME, Sentence("Waiting"): ROSE},
        ),
        decisions=_tables(
            found.decisions,
            {Sentence("What was done"): ACTIONS, Sentence("On what ground"): REASONS},
        ),
        appeals=_tables(found.appeals, {Sentence("How they ended"): OUTCOMES}),
    )


@router.get("/transparency/{month:month}.json", name="transparency_json")
def as_json(session: InTransaction, house: ThisHouse, _viewer: Anyone, month: str) -> Response:
    """A number that is not shown is a sentence instead."""
    found = _month(session, house, month)
    said: dict[str, Any] = {"month": month, "over": found is not None}
    if found is not None:
        said |= _numbers(found)
    return JSONResponse(said, headers={"Cache-Control": "no-cache"})


def _numbers(found: Month) -> dict[str, Any]:
    return {
        "cases": _plain(found.cases, "by_reason", "by_way", "by_waiting"),
        "decisions": _plain(found.decisions, "by_action", "by_reason"),
        "appeals": _plain(found.appeals, "by_outcome"),
        "days_to_first_look": asdict(found.first_look),
        "days_to_decision": asdict(found.first_decision),
    }


def _known(session: InTransaction, house: House) -> list[str]:
    whole_since = retention.first_kept(house.settings.retention_cases)
    return months.since(transparency.first_day(session, whole_since))


def _month(session: InTransaction, house: House, month: str) -> Month | None:
    """None while it is not over. Raises NotFound for a month of which there is nothing to say."""
    if month not in _known(session, house):
        raise NotFound("There is no report on that month.")
    return transparency.month(session, *months.bounds(month)) if _is_over(month) else None


def _is_over(month: str) -> bool:
    end: date = months.bounds(month)[1]
    return clock.today() >= end


def _tables(group: Group, labels: Mapping[str, Mapping[str, str]]) -> list[Table]:
    pairs = zip(labels.items(), group.tables, strict=True)
    return [
        (heading, [(words[key], shown) for key, shown in table.items()])
        for (heading, words), table in pairs
    ]


def _plain(group: Group, *names: str) -> dict[str, Any]:
    return {"total": group.total, **dict(zip(names, group.tables, strict=True))}

"""Reporting something to the moderators."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import StringConstraints

from app.core import text
from app.core.limits import Limit
from app.core.verdict import require
from app.oversight.moderation import policy, reports
from app.oversight.moderation.models import Reason
from app.oversight.moderation.reports import Slip
from app.people.subjects import SubjectRef
from app.web.api.kit.asking import Reader, Writer
from app.web.api.kit.models import Answer, Listed, Number, Sent
from app.web.api.kit.route import Endpoint
from app.web.kit.asking import InTransaction, ThisHouse

router = APIRouter(route_class=Endpoint, tags=["reports"])


class Report(Sent):
    """`kind` is post, thread, profile, opportunity, resource or another word of the report's
    address on the site, and `id` what stands there after it."""

    kind: Annotated[str, StringConstraints(pattern="^[a-z-]{1,40}$")]
    id: Annotated[str, StringConstraints(pattern="^[a-z0-9-]{1,80}$")]
    reason: Reason
    note: Annotated[text.Paragraphs, StringConstraints(max_length=2000)] = ""


class Receipt(Answer):
    """What became of a report of hers so far; `about` is empty where the thing is gone."""

    id: Number
    about: str
    reason: Reason
    day: date
    looked: date | None
    closed: date | None


class Reported(Answer):
    id: Number


@router.post("/api/v1/reports", name="api_report", status_code=201)
def report(
    said: Annotated[Report, Body()], session: InTransaction, viewer: Writer, house: ThisHouse
) -> Reported:
    """The same thing reported twice is one report, as long as its case is open. Nobody whom it is
    about learns who has reported it."""
    found = house.subjects.find(session, viewer, SubjectRef(said.kind, said.id))
    require(policy.may_report(viewer, found.owner))
    house.limiter.hit(Limit.REPORTS, viewer.me.limit_key())
    made = reports.report(session, viewer, house.ring, found, said.reason, said.note)
    return Reported(id=made.id)


@router.get("/api/v1/reports", name="api_reports")
def mine(session: InTransaction, viewer: Reader, house: ThisHouse) -> Listed[Receipt]:
    """Those of the last half year, in one stretch."""
    hers = reports.mine(session, viewer, house.subjects)
    return Listed[Receipt](data=[_receipt(one) for one in hers])


def _receipt(one: Slip) -> Receipt:
    about = f"{one.found.name} · {one.found.title}" if one.found else ""
    return Receipt(
        id=one.id,
        about=about,
        reason=one.reason,
        day=one.day,
        looked=one.looked,
        closed=one.closed,
    )

"""The programme report: published once a month for all time, in numbers that single nobody out.

It is made in the first days of a month from what there is then, and never changes again. What it
says of meetings, goals and feedback comes from whoever keeps those (`Counts`), as a number for each
mentorship; their words stay where they are.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.mentoring.programmes import suppression
from app.mentoring.programmes.models import Cohort, Enrolment, Match, Programme, Report, State
from app.mentoring.programmes.suppression import NONE, Share, Shares

STEP = 1024
Count = Callable[[Session, Collection[int]], Mapping[int, int]]


@dataclass(frozen=True)
class Counts:
    """For mentorships by their numbers: how many meetings were `held` and goals `met` in each, and
    how content its two are, 1 to 5, where they say so. None where nobody keeps that here."""

    held: Count | None = None
    met: Count | None = None
    satisfaction: Count | None = None


@dataclass(frozen=True)
class Figure:
    key: str
    label: str
    # About whom it is: figures about the same can be subtracted from each other.
    of: str
    # Of each there is one share alone, which stays what it was first.
    once: bool = False


FIGURES = (
    Figure("enrolled", Sentence("Enrolments"), "people"),
    Figure("matched", Sentence("Enrolments that were matched"), "people"),
    Figure("held", Sentence("Meetings held"), "held"),
    Figure("met", Sentence("Goals met"), "met"),
    Figure("satisfaction", Sentence("How content they are, of 5"), "satisfaction", once=True),
)


FEW = Sentence("Fewer than 5")


@dataclass(frozen=True)
class Published:
    """A month's report: for each figure its shares, None where nobody keeps it."""

    month: str
    shares: Mapping[str, Shares | None]

    def said(self, key: str) -> str:
        """As a reader sees it."""
        shares = self.shares.get(key)
        if shares is None:
            return "–"
        if not shares:
            return FEW
        if key == "satisfaction":
            return f"{sum(score for _, score in shares) / len(shares):.1f}"
        return f"{len(shares):,}"


def published(session: Session, ring: Keyring, programme: Programme) -> list[Published]:
    """All of them, the earliest first."""
    rows = session.scalars(
        select(Report).where(Report.programme_id == programme.id).order_by(Report.month)
    )
    return [_opened(ring, row) for row in rows]


def publish_due(session: Session, ring: Keyring, counts: Counts) -> int:
    """Publish last month's report of every programme that was there and has none yet. Returns how
    many these are."""
    first = clock.today().replace(day=1)
    month = f"{first - timedelta(days=1):%Y-%m}"
    known = select(Report.programme_id).where(Report.month == month)
    due = session.scalars(
        select(Programme).where(
            Programme.state != State.DRAFT, Programme.opens < first, Programme.id.not_in(known)
        )
    ).all()
    for programme in due:
        past = published(session, ring, programme)
        shares = _next(past, _now(session, programme, counts, first))
        row = Report(programme_id=programme.id, month=month, sealed=b"")
        row.sealed = _sealed(ring, row, shares)
        session.add(row)
    return len(due)


def _next(
    past: Sequence[Published], now: Mapping[str, frozenset[Share] | None]
) -> dict[str, Shares | None]:
    """What may be said now: of each figure what there is, or what was said before."""
    chains = {one.key: [p.shares.get(one.key) or NONE for p in past] for one in FIGURES}
    shown: dict[str, Shares | None] = {}
    for figure in FIGURES:
        found, own = now[figure.key], chains[figure.key]
        if found is None:
            shown[figure.key] = None
            continue
        before = own[-1] if own else NONE
        known = {who for who, _ in before} if figure.once else ()
        new = suppression.grown(before, [one for one in found if one[0] not in known])
        beside = [
            share
            for other in FIGURES
            if other.of == figure.of and other != figure
            for share in chains[other.key]
        ]
        shown[figure.key] = new if suppression.may_publish(new, own, beside) else before
        own.append(shown[figure.key] or NONE)
    return shown


def _now(
    session: Session, programme: Programme, counts: Counts, first: date
) -> dict[str, frozenset[Share] | None]:
    mine = Cohort.programme_id == programme.id
    joined = select(Enrolment.id).join(Cohort, Cohort.id == Enrolment.cohort_id)
    enrolled = session.scalars(joined.where(mine, Enrolment.day < first)).all()
    made = select(Match).join(Cohort, Cohort.id == Match.cohort_id)
    matches = session.scalars(made.where(mine)).all()
    ids = [match.mentorship_id for match in matches]
    people = {n for match in matches for n in (match.mentor_enrolment, match.mentee_enrolment)}
    return {
        "enrolled": frozenset((number, 0) for number in {*enrolled} | people),
        "matched": frozenset((number, 0) for number in people),
        "held": _each(session, counts.held, ids),
        "met": _each(session, counts.met, ids),
        "satisfaction": _scores(session, counts.satisfaction, ids),
    }


def _each(session: Session, count: Count | None, ids: Collection[int]) -> frozenset[Share] | None:
    """A share for each thing that was counted."""
    if count is None:
        return None
    return frozenset((one, n) for one, many in count(session, ids).items() for n in range(many))


def _scores(session: Session, score: Count | None, ids: Collection[int]) -> frozenset[Share] | None:
    return None if score is None else frozenset(score(session, ids).items())


def _sealed(ring: Keyring, row: Report, shares: Mapping[str, Shares | None]) -> bytes:
    said = {key: None if found is None else sorted(found) for key, found in shares.items()}
    words = keys.padded(json.dumps(said).encode(), STEP)
    return ring.seal("programme-report/v1").close(words, _about(row))


def _opened(ring: Keyring, row: Report) -> Published:
    words = ring.seal("programme-report/v1").open(row.sealed, _about(row))
    said: dict[str, Any] = json.loads(words)
    shares = {
        key: None if found is None else frozenset((who, n) for who, n in found)
        for key, found in said.items()
    }
    return Published(row.month, shares)


def _about(row: Report) -> bytes:
    return keys.number(row.programme_id) + row.month.encode()

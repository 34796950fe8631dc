"""Which programmes go on at the moment, so that their organisation can't be closed."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.mentoring.programmes.models import Cohort, Enrolment, Programme, Stage

AT_WORK = (Stage.MATCHING, Stage.CONFIRMING)


def under_way(session: Session, organisation_id: int) -> list[str]:
    """The names of an organisation's programmes in which people take part at the moment: somebody
    is enrolled, and they are not over or are just being matched."""
    rows = session.scalars(
        select(Programme.name)
        .join(Cohort, Cohort.programme_id == Programme.id)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(Programme.organisation_id == organisation_id)
        .where(or_(Programme.ends >= clock.today(), Cohort.stage.in_(AT_WORK)))
        .order_by(Programme.name)
        .distinct()
    )
    return list(rows)

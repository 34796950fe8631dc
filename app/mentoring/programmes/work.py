"""The chore that matches the cohorts which wait for it."""

from dataclasses import replace

from sqlalchemy import select

from app.core.db import Database
from app.core.errors import ForumError
from app.core.keys import Keyring
from app.mentoring.programmes import gathering, queries, weighing
from app.mentoring.programmes.contents import Matched
from app.mentoring.programmes.models import Cohort, Stage
from app.mentoring.programmes.weighing import Solve


def match_due(database: Database, ring: Keyring, solve: Solve) -> int:
    """Match what waits, each in two short transactions with the work between them, so that nobody
    waits for it. Returns how many cohorts that were."""
    with database.reading() as session:
        due = [(cohort.id, cohort.run) for cohort in queries.waiting(session, Stage.MATCHING)]
    for cohort_id, run in due:
        with database.reading() as session:
            cohort = gathering.gather(session, ring, session.get_one(Cohort, cohort_id))
        try:
            found, trouble = weighing.match(cohort, solve), ""
        except ForumError as problem:
            found, trouble = None, problem.message
        _keep(database, ring, (cohort_id, run), found, trouble)
    return len(due)


def _keep(
    database: Database, ring: Keyring, which: tuple[int, int], found: Matched | None, trouble: str
) -> None:
    """Nothing where it was asked for anew meanwhile, or the cohort is gone."""
    with database.changing() as session:
        cohort = session.scalar(select(Cohort).where(Cohort.id == which[0]).with_for_update())
        if cohort is None or cohort.stage is not Stage.MATCHING or cohort.run != which[1]:
            return
        desk = replace(queries.desk(ring, cohort), found=found, trouble=trouble)
        cohort.sealed = desk.sealed(ring, cohort.id)
        cohort.stage = Stage.MATCHED if found else Stage.FAILED

"""A cohort in a house of its own, of any size: members, enrolled with all that they say."""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import available_timezones

from pydantic import SecretStr
from sqlalchemy.orm import Session

from app import wiring
from app.commands import schema
from app.core import clock
from app.core.settings import Settings
from app.mentoring.matching.words import BACKGROUNDS, LANGUAGES, TIMES, TOPICS
from app.mentoring.programmes.contents import Part, Told
from app.mentoring.programmes.models import Cohort, Enrolment, OpenTo, Programme, Stage, State
from app.people.house import House
from app.people.organisations.models import Organisation
from bench.data import add_members

MOST_PLACES = 3
# So many teams, and one of so many mentees names her manager: pairs that a rule forbids.
TEAMS, MANAGED = 25, 10
ZONES = ["", *sorted(available_timezones())]


@contextmanager
def opened() -> Iterator[House]:
    """An empty house in a folder that goes afterwards."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        settings = Settings(
            data_dir=place / "var",
            keyring=place / "keys" / "keyring.json",
            database_url=SecretStr(f"sqlite:///{place}/house.db"),
            base_url="http://127.0.0.1:8000",
            worker=False,
        )
        house = wiring.open_house(settings)
        schema.upgrade(house.database)
        yield house
        house.database.close()


def fill(house: House, mentees: int, mentors: int, seed: int) -> int:
    """A cohort that waits to be matched. Returns its number."""
    chance = random.Random(seed)
    with house.database.changing() as session:
        cohort = _cohort(session)
        ids = add_members(session, mentees + mentors)
        for n, who in enumerate(ids):
            row = Enrolment(cohort_id=cohort.id, member_id=who)
            told = _told(chance, Part.MENTEE if n < mentees else Part.MENTOR)
            if n < mentees and chance.randrange(MANAGED) == 0:
                told = told | {"manager": f"member-{chance.randrange(mentees, len(ids))}"}
            row.sealed = Told(**told).sealed(house.ring, row.id)
            session.add(row)
        return cohort.id


def _cohort(session: Session) -> Cohort:
    today = clock.today()
    organisation = Organisation(slug="bench", name="Bench")
    session.add(organisation)
    session.flush()
    programme = Programme(
        organisation_id=organisation.id, slug="bench", name="Bench", state=State.OPEN,
        open_to=OpenTo.EVERYONE, opens=today, closes=today, begins=today,
        ends=today + timedelta(days=100), most=MOST_PLACES, hours=8,
    )  # fmt: skip
    session.add(programme)
    session.flush()
    cohort = Cohort(programme_id=programme.id, n=1, name="First", stage=Stage.MATCHING)
    session.add(cohort)
    session.flush()
    return cohort


def _told(chance: random.Random, part: Part) -> dict[str, object]:
    return {
        "part": part,
        "topics": _some(chance, TOPICS, 1, 5),
        "times": _some(chance, TIMES, 0, 3),
        "languages": ("en", *_some(chance, {k: "" for k in LANGUAGES if k != "en"}, 0, 2)),
        "backgrounds": _some(chance, BACKGROUNDS, 0, 4),
        "zone": chance.choice(ZONES),
        "places": chance.randint(1, MOST_PLACES),
        "team": f"Team {chance.randrange(TEAMS)}",
        "matching": True,
    }


def _some(
    chance: random.Random, words: Mapping[str, str], least: int, most: int
) -> tuple[str, ...]:
    return tuple(chance.sample([*words], chance.randint(least, most)))

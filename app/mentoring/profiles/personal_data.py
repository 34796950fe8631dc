"""What is kept of a member as a mentor, and as one who looks for one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.core.languages import Sentence, phrases
from app.mentoring.matching.words import BACKGROUNDS, LANGUAGES, TIMES, TOPICS
from app.mentoring.profiles import actions, answers, queries
from app.mentoring.profiles.models import MentorProfile


@dataclass(frozen=True)
class Offered:
    """As she said it; `known` with who may see it, and whether it counts."""

    headline: str
    about: str
    experience: str
    manner: str
    topics: list[str]
    times: list[str]
    languages: list[str]
    known: list[str]
    places: int
    paused: bool
    since: date


@dataclass(frozen=True)
class Told:
    """Her answers."""

    topics: list[str]
    times: list[str]
    languages: list[str]
    backgrounds: list[str]


# By who sees it, and whether it counts.
_SEEN = phrases(
    {
        ("all", False): "{background}: everybody sees it",
        ("all", True): "{background}: everybody sees it, counts for matching",
        ("mentees", False): "{background}: your mentees see it",
        ("mentees", True): "{background}: your mentees see it, counts for matching",
        ("nobody", False): "{background}: nobody sees it",
        ("nobody", True): "{background}: nobody sees it, counts for matching",
    }
)


def export(session: Session, ring: Keyring, member_id: UUID) -> list[Offered]:
    """As a mentor, if she is one."""
    row = session.get(MentorProfile, member_id)
    if row is None:
        return []
    said = queries.present(ring, row, to_mentee=True)
    seen: list[str] = [
        Sentence(_SEEN[one.audience, one.counts].message, background=BACKGROUNDS[key])
        for key, one in queries.known_by(ring, row).items()
    ]
    texts = (said.headline, said.about, said.experience, said.manner)
    lists = (list(said.topics), list(said.times), list(said.languages))
    return [Offered(*texts, *lists, seen, said.capacity, said.paused, said.since)]


def told(session: Session, ring: Keyring, member_id: UUID) -> list[Told]:
    """Her three answers, if she has given them."""
    given = answers.of(session, ring, member_id)
    if given is None:
        return []
    return [
        Told(
            [TOPICS[key] for key in given.topics],
            [TIMES[key] for key in given.times],
            [LANGUAGES[key] for key in given.languages],
            [BACKGROUNDS[key] for key in given.backgrounds],
        )
    ]


def erase(session: Session, member_id: UUID) -> None:
    """All of it goes; whoever waits for her is told that there is no place."""
    answers.forget(session, member_id)
    row = session.get(MentorProfile, member_id)
    if row is not None:
        actions.erase(session, row)

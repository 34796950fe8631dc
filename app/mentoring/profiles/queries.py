"""A mentor as others may see her, and as she sees herself."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import NotFound
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.mentoring.matching.facts import Facts
from app.mentoring.matching.words import BACKGROUNDS, LANGUAGES, TIMES, TOPICS
from app.mentoring.profiles import known
from app.mentoring.profiles.known import Backgrounds
from app.mentoring.profiles.models import MentorProfile
from app.people.members.models import HiddenProfile, Member, Standing
from app.people.safety.models import MemberSanction, Sanction
from app.people.viewer import Viewer

KEPT = 16_384


@dataclass(frozen=True)
class Mentor:
    """What she says of herself; `backgrounds` only as far as whoever asks may see them."""

    member_id: UUID
    headline: str
    about: str
    experience: str
    manner: str
    topics: tuple[str, ...]
    times: tuple[str, ...]
    languages: tuple[str, ...]
    backgrounds: tuple[str, ...]
    capacity: int
    paused: bool
    since: date


def keys_in(words: str) -> tuple[str, ...]:
    """The keys of a vocabulary, as a row keeps them."""
    return tuple(words.split())


def kept(keys: Collection[str]) -> str:
    """The same, as a row keeps them: each between spaces."""
    return f" {' '.join(keys)} " if keys else ""


def own(session: Session, viewer: Viewer) -> MentorProfile | None:
    """Hers, if she is a mentor."""
    return session.get(MentorProfile, viewer.id)


def known_by(ring: Keyring, row: MentorProfile) -> Backgrounds:
    """All that she has said, for herself and for counting."""
    return known.opened(ring, row.member_id, row.known)


def present(ring: Keyring, row: MentorProfile, *, to_mentee: bool = False) -> Mentor:
    """`to_mentee`: whoever asks is one whose mentor she is, or herself."""
    seen = known.shown(known_by(ring, row), to_mentee=to_mentee)
    return Mentor(
        row.member_id,
        row.headline,
        row.about,
        row.experience,
        row.manner,
        said(row.topics, TOPICS),
        said(row.times, TIMES),
        said(row.languages, LANGUAGES),
        tuple(BACKGROUNDS[key] for key in seen),
        row.capacity,
        row.paused,
        row.since,
    )


def found(session: Session, member: Member) -> MentorProfile:
    """Raises NotFound where she is no mentor, or nobody is to find her."""
    row = session.scalar(
        select(MentorProfile)
        .join(Member, Member.id == MentorProfile.member_id)
        .where(MentorProfile.member_id == member.id, is_there())
    )
    if row is None:
        raise NotFound(NOBODY_HERE)
    return row


def is_listed(session: Session, member_id: UUID) -> bool:
    """Whether the list of mentors has her, for whoever has not blocked her."""
    wanted = (
        select(MentorProfile.member_id)
        .join(Member, Member.id == MentorProfile.member_id)
        .where(MentorProfile.member_id == member_id, ~MentorProfile.paused, is_there())
    )
    return session.scalar(wanted) is not None


NOBODY_HERE = Sentence("There is no mentor here. She may have stopped, or taken a pause.")


def hold(session: Session, member_id: UUID) -> MentorProfile | None:
    """Hers as it is now; nobody else gives away a place of hers until the transaction ends."""
    return session.get(MentorProfile, member_id, with_for_update=True, populate_existing=True)


def is_there() -> ColumnElement[bool]:
    """Of a member in the statement: not suspended, not paused by moderators, not leaving, and
    nothing of her profile is hidden."""
    hidden = exists().where(HiddenProfile.member_id == Member.id)
    paused = exists().where(
        MemberSanction.member_id == Member.id,
        MemberSanction.kind == Sanction.PAUSE,
        MemberSanction.until >= clock.today(),
    )
    return and_(Member.standing == Standing.GOOD, ~hidden, ~paused)


@lru_cache(KEPT)
def facts(topics: str, times: str, languages: str, backgrounds: frozenset[str], zone: str) -> Facts:
    """Of a row's columns; `backgrounds` are those that may count here."""
    said = (frozenset(topics.split()), frozenset(times.split()), frozenset(languages.split()))
    return Facts(*said, backgrounds, zone)


def said(words: str, vocabulary: Mapping[str, str]) -> tuple[str, ...]:
    """How the keys are shown, in the order of the vocabulary."""
    here = {*words.split()}
    return tuple(shown for key, shown in vocabulary.items() if key in here)

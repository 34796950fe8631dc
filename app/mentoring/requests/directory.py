"""Finding a mentor: a page of those who are there, and others in the place of one who could not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal_column, select
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.core.languages import Sentence
from app.mentoring.matching import facts as matching
from app.mentoring.matching.facts import Facts
from app.mentoring.matching.words import BACKGROUNDS, TIMES_WITHIN, TOPICS, in_a_row
from app.mentoring.mentorships.models import LIVE, Mentorship
from app.mentoring.profiles import known, queries
from app.mentoring.profiles.answers import Answers
from app.mentoring.profiles.models import MentorProfile
from app.mentoring.requests import ranking
from app.mentoring.requests.queue import Places
from app.mentoring.requests.ranking import Place, Ranked, Wanted
from app.people.circles.models import Circle, Membership
from app.people.members.models import Member
from app.people.members.queries import tone_of
from app.people.viewer import Viewer

PAGE = 12
ALTERNATIVES = 3
_BREAK = "\x1f"


@dataclass(frozen=True)
class MentorCard:
    """A mentor in the list. Whoever looks sees her for these `reasons` and the `circles` in which
    both are; `close`: there is something that speaks for the two. `mentorship_id`: she is the
    viewer's mentor already."""

    handle: str
    name: str
    headline: str
    about: str
    tags: tuple[str, ...]
    times: str
    places: Places
    reasons: tuple[str, ...]
    circles: tuple[str, ...]
    close: bool
    is_me: bool
    mentorship_id: int | None

    @property
    def because(self) -> tuple[str, ...]:
        """All of why she is seen, in sentences."""
        shared = (Sentence("You’re both in {circle}.", circle=name) for name in self.circles)
        return (*self.reasons, *shared)

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def tone(self) -> str:
        return tone_of(self.handle)


def mentors(
    session: Session,
    ring: Keyring,
    viewer: Viewer,
    wanted: Wanted,
    told: Answers | None,
    after: str = "",
) -> tuple[list[MentorCard], str]:
    """A page of them, and where the next one begins; '' at the end."""
    start = Place.read(after)
    everybody, hers = ranking.ranked(session, ring, viewer, wanted, told)
    found = [one for one in everybody if one.place > start]
    page = found[:PAGE]
    more = str(page[-1].place) if len(found) > PAGE else ""
    return _cards(session, ring, viewer, page, hers), more


def alternatives(
    session: Session,
    ring: Keyring,
    viewer: Viewer,
    told: Answers | None,
    instead_of: UUID | None,
    but: Collection[UUID | None],
) -> list[MentorCard]:
    """Others who have a place and fit what she told us; where she has told nothing, what she whom
    she asked can help with. None of those in `but`."""
    if not told:
        row = session.get(MentorProfile, instead_of) if instead_of else None
        told = Answers(topics=queries.keys_in(row.topics)) if row else None
    everybody, hers = ranking.ranked(session, ring, viewer, Wanted(with_place=True), told)
    left = {*but, instead_of, viewer.id}
    others = [one for one in everybody if one.member_id not in left]
    close = [one for one in others if one.points] or others
    return _cards(session, ring, viewer, close[:ALTERNATIVES], hers)


def _cards(
    session: Session, ring: Keyring, viewer: Viewer, page: Sequence[Ranked], hers: Facts
) -> list[MentorCard]:
    rows = {row.member_id: row for row in session.execute(_said_by(viewer, page))} if page else {}
    pairs = [(one, rows[one.member_id]) for one in page if one.member_id in rows]
    return [_card(ring, viewer, one, row, hers) for one, row in pairs]


def _said_by(viewer: Viewer, page: Sequence[Ranked]) -> Select[Any]:
    """What each of them says, and the circles in which both are, in one text."""
    shared = (
        # The sign stands in the text itself, as where a viewer's places are read.
        select(func.aggregate_strings(Circle.name, literal_column(f"'{_BREAK}'")))  # type: ignore[arg-type]
        .join(Membership, Membership.circle_id == Circle.id)
        .where(Membership.member_id == MentorProfile.member_id, Circle.id.in_(viewer.circles))
        .scalar_subquery()
    )
    # At most one goes on between two.
    going = (
        select(Mentorship.id)
        .where(Mentorship.mentor_id == MentorProfile.member_id)
        .where(Mentorship.mentee_id == viewer.id, Mentorship.state.in_(LIVE))
        .scalar_subquery()
    )
    return (
        select(
            MentorProfile.member_id,
            Member.handle,
            Member.name,
            MentorProfile.headline,
            MentorProfile.about,
            MentorProfile.known,
            shared.label("circles"),
            going.label("mentorship_id"),
        )
        .join(Member, Member.id == MentorProfile.member_id)
        .where(MentorProfile.member_id.in_([one.member_id for one in page]))
    )


def _card(ring: Keyring, viewer: Viewer, one: Ranked, row: Any, hers: Facts) -> MentorCard:
    is_me = one.member_id == viewer.id
    because = () if is_me else matching.reasons(one.facts, hers, ranking.noon())
    shared = sorted((row.circles or "").split(_BREAK)) if row.circles and not is_me else []
    shown = known.shown(known.opened(ring, one.member_id, row.known))
    tags = [words for key, words in TOPICS.items() if key in one.facts.topics]
    times = [words for key, words in TIMES_WITHIN.items() if key in one.facts.times]
    return MentorCard(
        row.handle,
        row.name,
        row.headline,
        row.about,
        (*tags, *(BACKGROUNDS[key] for key in shown)),
        in_a_row(times),
        one.places,
        tuple(reason.words for reason in because),
        tuple(shared),
        bool(one.points),
        is_me,
        row.mentorship_id,
    )

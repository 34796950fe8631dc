"""The meetings of a mentorship, as one of the two sees them."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, keyring
from app.core.clocks import said_day
from app.core.errors import NotFound
from app.core.keys import Keyring
from app.core.languages import Sentence, phrases
from app.core.verdict import Verdict
from app.mentoring.mentorships import meeting_policy as policy
from app.mentoring.mentorships.meeting_contents import Meeting, Plan, State
from app.mentoring.mentorships.meeting_models import MeetingRow
from app.mentoring.mentorships.meeting_policy import Turn
from app.mentoring.mentorships.meeting_times import Clocks
from app.mentoring.mentorships.models import Mentorship
from app.people.members import queries as members
from app.people.members.handles import FORMER_NAME
from app.people.members.models import Member
from app.people.viewer import Viewer

AT_ONCE = 500
# Of those that are past, before a fold.
MOST_SHOWN = 12
UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)
class Between:
    """A mentorship as one of its two sides has it: 0 the mentor, 1 the mentee. The `other` is None
    once she has left for good."""

    mentorship: Mentorship
    side: int
    other: Member | None
    clocks: Clocks

    @property
    def name(self) -> str:
        return self.other.name if self.other else FORMER_NAME


@dataclass(frozen=True)
class Card:
    """One meeting, in words for her. `day` and `when` are in her zone, `both` has the other's too.
    `agreed`: both have said yes to it as it stands.
    `may` says what she can do about it; `is_over` that nothing more comes of it."""

    id: int
    plan: Plan
    day: str
    when: str
    both: str
    told: str
    outcome: str
    version: int
    agreed: bool
    may: frozenset[Turn]
    is_over: bool
    is_off: bool

    @property
    def is_ahead(self) -> bool:
        """Agreed, and still to come."""
        return self.agreed and Turn.CANCEL in self.may

    @property
    def has_buttons(self) -> bool:
        return bool(self.may - {Turn.CANCEL, Turn.HELD, Turn.NOT_HELD}) or self.is_ahead


@dataclass(frozen=True)
class Shown:
    """What the page of a mentorship says of its meetings: those ahead, the next first; then those
    whose time is over, or that are off, the latest first, of which the `most` latest show at once.
    """

    mentorship_id: int
    name: str
    ahead: tuple[Card, ...]
    past: tuple[Card, ...]
    proposing: Verdict
    clocks: Clocks
    most: int = MOST_SHOWN

    @property
    def next(self) -> Card | None:
        """The next one that both have agreed to."""
        return next((one for one in self.ahead if one.is_ahead), None)


def between(session: Session, viewer: Viewer, mentorship_id: int, *, lock: bool = False) -> Between:
    """Raises NotFound where it is not hers. With `lock` nobody else changes anything of it until
    the transaction ends."""
    row = session.get(
        Mentorship, mentorship_id, with_for_update=lock or None, populate_existing=lock
    )
    if row is None or viewer.id not in row.sides:
        raise NotFound
    return seen_by(session, row, viewer.id)


def seen_by(session: Session, mentorship: Mentorship, member_id: UUID) -> Between:
    side = mentorship.sides.index(member_id)
    other_id = mentorship.sides[1 - side]
    here = {one for one in mentorship.sides if one}
    both = {one.id: one for one in members.with_ids(session, here)}
    other = both.get(other_id) if other_id else None
    me = both[member_id]
    hers = ZoneInfo(other.time_zone) if other and other.time_zone else None
    mine = zone_of(session, me)
    return Between(mentorship, side, other, Clocks(mine, hers, bool(me.time_zone)))


def zone_of(session: Session, member: Member) -> ZoneInfo:
    """Hers, or the site's where she has said none."""
    if member.time_zone:
        return ZoneInfo(member.time_zone)
    of_site: Callable[[], ZoneInfo] | None = session.info.get("zone")
    return of_site() if of_site else UTC_ZONE


def shown(session: Session, ring: Keyring, mentorship: Mentorship, viewer: Viewer) -> Shown:
    """She is one of the two."""
    seen = seen_by(session, mentorship, viewer.id)
    found = _all(session, ring, [mentorship.id])
    now = clock.now()
    cards = [_card(seen, meeting_id, meeting, now) for meeting_id, meeting in found]
    cards.sort(key=lambda card: (card.plan.at, card.id))
    return Shown(
        mentorship.id,
        seen.name,
        tuple(card for card in cards if card.plan.at > now and not card.is_over),
        tuple(card for card in reversed(cards) if card.plan.at <= now or card.is_over),
        policy.may_propose(viewer, mentorship.state),
        seen.clocks,
    )


def card(session: Session, ring: Keyring, seen: Between, meeting_id: int) -> Card:
    """Raises NotFound where it is none of this mentorship's."""
    return _card(seen, meeting_id, one(session, ring, seen, meeting_id)[1], clock.now())


def one(
    session: Session, ring: Keyring, seen: Between, meeting_id: int
) -> tuple[MeetingRow, Meeting]:
    """Raises NotFound where it is none of this mentorship's."""
    row = session.get(MeetingRow, meeting_id, populate_existing=True)
    if row is None or row.mentorship_id != seen.mentorship.id:
        raise NotFound
    return row, Meeting.opened(ring, row.id, row.sealed)


def held(session: Session, mentorship_ids: Collection[int]) -> dict[int, int]:
    """How many meetings were held in each of these; every one of them is a key."""
    ring = keyring.of(session)
    counted: Counter[int] = Counter(dict.fromkeys(mentorship_ids, 0))
    wanted = sorted(mentorship_ids)
    for start in range(0, len(wanted), AT_ONCE):
        some = MeetingRow.mentorship_id.in_(wanted[start : start + AT_ONCE])
        for row in session.execute(
            select(MeetingRow.id, MeetingRow.mentorship_id, MeetingRow.sealed).where(some)
        ):
            is_held = Meeting.opened(ring, row.id, row.sealed).state is State.HELD
            counted[row.mentorship_id] += is_held
    return dict(counted)


def _all(
    session: Session, ring: Keyring, mentorship_ids: Collection[int]
) -> list[tuple[int, Meeting]]:
    rows = session.execute(
        select(MeetingRow.id, MeetingRow.sealed).where(MeetingRow.mentorship_id.in_(mentorship_ids))
    )
    return [(row.id, Meeting.opened(ring, row.id, row.sealed)) for row in rows]


def _card(seen: Between, meeting_id: int, meeting: Meeting, now: datetime) -> Card:
    plan, clocks, course = meeting.plan, seen.clocks, seen.mentorship.state
    here = plan.at.astimezone(clocks.mine)
    today = now.astimezone(clocks.mine).date()
    waits = meeting.state in {State.PROPOSED, State.CONFIRMED} and course.is_live
    is_past = plan.at <= now
    return Card(
        meeting_id,
        plan,
        said_day(here.date(), today),
        Sentence("{day}, {time}", day=said_day(here.date(), today), time=f"{here:%H:%M}"),
        clocks.said(plan.at, today),
        _told(meeting, is_own=meeting.side == seen.side, is_past=is_past, goes_on=waits),
        meeting.outcome,
        meeting.version,
        meeting.state is State.CONFIRMED,
        policy.offered(meeting, seen.side, course, now),
        is_over=not waits,
        is_off=meeting.state not in {State.CONFIRMED, State.HELD} and not waits,
    )


def _told(meeting: Meeting, *, is_own: bool, is_past: bool, goes_on: bool) -> str:
    """How it stands, in a sentence."""
    if meeting.state is State.PROPOSED:
        return _PROPOSED[is_own, is_past] if goes_on else Sentence("Proposed, and never agreed.")
    if meeting.state is not State.CONFIRMED:
        return _TOLD.get(meeting.state, "")
    if goes_on:
        return ASKED if is_past else ""
    return "" if is_past else OFF


ASKED = Sentence("Did you meet? Either of you can say.")
OFF = Sentence("Off, since the mentorship is over.")
_PROPOSED = phrases(
    {
        (True, False): "You proposed this. She hasn’t answered yet.",
        (False, False): "She proposed this. Does it suit you?",
        (True, True): "You proposed this, and it wasn’t answered in time.",
        (False, True): "She proposed this, and it wasn’t answered in time.",
    }
)
_TOLD = phrases(
    {
        State.DECLINED: "It didn’t suit.",
        State.CANCELLED: "Called off.",
        State.NOT_HELD: "It didn’t take place.",
    }
)

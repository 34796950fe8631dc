"""Being a mentor: what she says of herself, and how others find it."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body
from pydantic import Field, StringConstraints

from app.core import text
from app.core.errors import NotFound
from app.mentoring.mentorships import beginnings
from app.mentoring.profiles import actions, queries
from app.mentoring.profiles.models import MOST_PLACES, MentorProfile
from app.mentoring.profiles.queries import Mentor
from app.mentoring.requests import lists
from app.mentoring.requests import queries as requests
from app.people.house import House
from app.people.members import queries as members
from app.people.viewer import Viewer
from app.web.api import writing
from app.web.api.kit.asking import Doer, Reader, Tongues
from app.web.api.kit.models import Answer, Number, Sent, Word
from app.web.api.kit.route import Endpoint
from app.web.kit.asking import InTransaction, ThisHouse
from app.web.kit.templating import Templates
from app.web.mentoring.mentor_profile import MentorForm, offer, present

router = APIRouter(route_class=Endpoint, tags=["mentors"])

HERS = "/api/v1/mentoring/profile"

# Who sees it, and whether it counts for matching.
Seen = Literal["all", "all-counts", "mentees", "mentees-counts", "nobody-counts"]
Keys = list[str]


class MentorInFull(Answer):
    """A mentor as others see her. Of whom she who asks has blocked, no words are told. `open` is
    how many of her `places` are; `request` is that of her who asks, if one is open, and
    `mentorship` what there is between the two."""

    handle: str
    name: str
    since: date
    blocked: bool
    headline: str
    about: str
    experience: str
    manner: str
    topics: list[str]
    times: list[str]
    languages: list[str]
    backgrounds: list[str]
    paused: bool
    places: int
    open: int
    request: Number | None
    mentorship: Number | None


class MentorsWords(Sent):
    """What a mentor says of herself. Topics, times and languages are keys, as in the addresses of
    the list of mentors; `known` are those of what she knows from inside, each with who sees it and
    whether it counts for matching. `capacity` is how many places she has."""

    headline: Annotated[text.ShortLine, StringConstraints(min_length=1, max_length=80)]
    about: Annotated[text.Body, StringConstraints(max_length=600)]
    experience: Annotated[text.Paragraphs, StringConstraints(max_length=1000)] = ""
    manner: Annotated[text.Paragraphs, StringConstraints(max_length=600)] = ""
    topics: Keys
    times: Keys
    languages: Keys
    time_zone: Annotated[str, StringConstraints(max_length=60)] = ""
    capacity: Annotated[int, Field(ge=1, le=MOST_PLACES)]
    known: dict[str, Seen] = Field(default_factory=dict)


class OwnMentorProfile(Answer):
    """The same, as it stands, and whether she takes a pause."""

    headline: str
    about: str
    experience: str
    manner: str
    topics: Keys
    times: Keys
    languages: Keys
    time_zone: str
    capacity: int
    known: dict[str, str]
    paused: bool


@router.get("/api/v1/mentors/{handle:slug}", name="api_mentor")
def one(
    handle: Word, session: InTransaction, viewer: Reader, house: ThisHouse, tongues: Tongues
) -> MentorInFull:
    member = members.by_handle(session, handle)
    row = queries.found(session, member)
    theirs = beginnings.live_between(session, member.id, viewer.id)
    to_mentee = member.id == viewer.id or theirs is not None
    said = queries.present(house.ring, row, to_mentee=to_mentee)
    blocked = member.id in viewer.shield.blocked
    places = requests.places_of(session, member.id)
    return MentorInFull(
        handle=member.handle,
        name=member.name,
        since=said.since,
        blocked=blocked,
        **_told(said, tongues, hides=blocked),
        paused=said.paused,
        places=places.capacity,
        open=places.open,
        request=lists.open_to(session, viewer, member.id) or None,
        mentorship=theirs.id if theirs else None,
    )


@router.get(HERS, name="api_mentor_profile")
def hers(session: InTransaction, viewer: Reader, house: ThisHouse) -> OwnMentorProfile:
    """Her own, if she is a mentor."""
    return _own(session, viewer, house)


@router.put(HERS, name="api_save_mentor_profile")
def save(
    said: Annotated[MentorsWords, Body()], session: InTransaction, viewer: Doer, house: ThisHouse
) -> OwnMentorProfile:
    """Begin to be a mentor, or say all of it anew. Her time zone is hers everywhere."""
    known = tuple(f"{key}.{seen}" for key, seen in said.known.items())
    form = writing.form(MentorForm, said, "", known=known)
    actions.save(session, house.ring, viewer, offer(form.data))
    session.flush()
    return _own(session, viewer, house)


@router.delete(HERS, name="api_stop_mentoring", status_code=204)
def stop(session: InTransaction, viewer: Doer) -> None:
    """What she said as a mentor is destroyed; her mentorships go on."""
    actions.stop(session, viewer)


@router.put(f"{HERS}/pause", name="api_pause_mentoring", status_code=204)
def pause(session: InTransaction, viewer: Doer) -> None:
    """Take no requests, and stand in no list. Who waits goes on waiting."""
    actions.pause(session, viewer, on=True)


@router.delete(f"{HERS}/pause", name="api_resume_mentoring", status_code=204)
def resume(session: InTransaction, viewer: Doer) -> None:
    actions.pause(session, viewer, on=False)


def _told(said: Mentor, tongues: Templates, *, hides: bool) -> dict[str, Any]:
    """Her words, and those of ours that she has chosen."""
    hers = ("headline", "about", "experience", "manner")
    ours = ("topics", "times", "languages", "backgrounds")
    if hides:
        return dict.fromkeys(hers, "") | {name: [] for name in ours}
    words = {name: getattr(said, name) for name in hers}
    return words | {name: [*map(tongues.said, getattr(said, name))] for name in ours}


def _own(session: InTransaction, viewer: Viewer, house: House) -> OwnMentorProfile:
    row = queries.own(session, viewer)
    if row is None:
        raise NotFound(queries.NOBODY_HERE)
    return _shown(house, row, members.profile(session, viewer.id).time_zone)


def _shown(house: House, row: MentorProfile, zone: str) -> OwnMentorProfile:
    said = present(house, row)
    known = dict(one.split(".", 1) for one in said.pop("known"))
    return OwnMentorProfile(**said, known=known, time_zone=zone, paused=row.paused)

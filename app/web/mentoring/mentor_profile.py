"""Being a mentor: what she says of herself, pausing, stopping."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import AfterValidator, Field, StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.languages import phrases
from app.mentoring.matching.words import BACKGROUNDS
from app.mentoring.profiles import actions, policy, queries
from app.mentoring.profiles.actions import Offer
from app.mentoring.profiles.known import Audience, Known
from app.mentoring.profiles.models import MOST_PLACES, MentorProfile
from app.people.house import House
from app.people.members import queries as members
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, Switch, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.mentoring import vocabulary
from app.web.mentoring.vocabulary import SomeLanguages, SomeTimes, SomeTopics, Zone

router = APIRouter(route_class=OneHop)

# Who may see it, and whether it counts: one list for both, since not all pairs make sense.
SEEN = phrases(
    {
        "all": "Everybody signed in sees it",
        "all-counts": "Everybody sees it, and it may count for matching",
        "mentees": "Only those whose mentor I am see it",
        "mentees-counts": "Only they see it, and it may count for matching",
        "nobody-counts": "Nobody sees it; it may count for matching",
    }
)


def _known(given: tuple[str, ...]) -> tuple[str, ...]:
    for one in filter(None, given):
        key, _, seen = one.partition(".")
        if key not in BACKGROUNDS or seen not in SEEN:
            raise ValueError(vocabulary.NONE_OF_THESE)
    return tuple(filter(None, given))


class MentorForm(Form):
    headline: Annotated[text.ShortLine, StringConstraints(min_length=1, max_length=80)]
    about: Annotated[text.Body, StringConstraints(max_length=600)]
    experience: Annotated[text.Paragraphs, StringConstraints(max_length=1000)] = ""
    manner: Annotated[text.Paragraphs, StringConstraints(max_length=600)] = ""
    topics: SomeTopics = Field(default=(), validate_default=True)
    times: SomeTimes = Field(default=(), validate_default=True)
    languages: SomeLanguages = Field(default=(), validate_default=True)
    time_zone: Zone = ""
    capacity: Annotated[int, Field(ge=1, le=MOST_PLACES)]
    known: Annotated[tuple[str, ...], AfterValidator(_known)] = ()


MentorFilled = Annotated[Filled[MentorForm], Depends(filled(MentorForm))]


@router.get("/mentoring/profile", name="mentoring_profile")
def show(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    row = queries.own(session, viewer)
    zone = members.profile(session, viewer.id).time_zone
    form: Filled[Any] = Filled(present(house, row) | {"time_zone": zone})
    return _show(page, form, row)


@router.post("/mentoring/profile", name="mentoring_profile")
def save(
    form: MentorFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    with form.checking():
        begun = actions.save(session, house.ring, viewer, offer(form.data))
        return page.go("mentoring", said="mentor-begun" if begun else "mentor-saved")
    return _show(page, form, queries.own(session, viewer))


@router.post("/mentoring/profile/pause", name="pause_mentoring")
def pause(form: Switch, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    on = form.data.on == "yes"
    actions.pause(session, viewer, on=on)
    return page.go("mentoring", said="mentor-paused" if on else "mentor-resumed")


@router.post("/mentoring/profile/stop", name="stop_mentoring")
def stop(_form: Pressed, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    actions.stop(session, viewer)
    return page.go("mentoring", said="mentor-stopped")


def present(house: House, row: MentorProfile | None) -> dict[str, Any]:
    if row is None:
        return {"capacity": "1"}
    known = queries.known_by(house.ring, row)
    said = [f"{key}.{one.audience}{'-counts' if one.counts else ''}" for key, one in known.items()]
    return {
        "headline": row.headline,
        "about": row.about,
        "experience": row.experience,
        "manner": row.manner,
        "topics": queries.keys_in(row.topics),
        "times": queries.keys_in(row.times),
        "languages": queries.keys_in(row.languages),
        "capacity": str(row.capacity),
        "known": tuple(said),
    }


def offer(data: MentorForm) -> Offer:
    return Offer(
        data.headline,
        data.about,
        data.experience,
        data.manner,
        data.topics,
        data.times,
        data.languages,
        data.capacity,
        data.time_zone,
        dict(map(_one_known, data.known)),
    )


def _one_known(said: str) -> tuple[str, Known]:
    key, _, seen = said.partition(".")
    audience, _, counts = seen.partition("-")
    return key, Known(Audience(audience), counts=bool(counts))


def _show(page: PageMaker, form: Filled[Any], row: MentorProfile | None) -> Response:
    return page.show(
        "mentoring/profiles/edit.html",
        status=422 if form.errors else 200,
        form=form,
        is_mentor=row is not None,
        paused=row is not None and row.paused,
        may_save=policy.may_take_part(page.visit.viewer),
        places=range(1, MOST_PLACES + 1),
        seen=SEEN,
        time_zones=vocabulary.zones(),
        most_topics=vocabulary.MOST_TOPICS,
        most_languages=vocabulary.MOST_LANGUAGES,
        **vocabulary.lists(),
    )

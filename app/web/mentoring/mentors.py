"""The list of mentors, and one of them."""

from fastapi import APIRouter
from starlette.responses import Response

from app.mentoring.matching.words import LANGUAGES, TIMES, TOPICS
from app.mentoring.mentorships import beginnings
from app.mentoring.profiles import answers, queries
from app.mentoring.requests import directory, lists, policy
from app.mentoring.requests import queries as requests
from app.mentoring.requests.ranking import Wanted
from app.people.members import queries as members
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/mentors", name="mentors")
def index(
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
    topic: str = "",
    time: str = "",
    language: str = "",
    place: str = "",
    after: str = "",
) -> Response:
    wanted = Wanted(
        topic if topic in TOPICS else "",
        time if time in TIMES else "",
        language if language in LANGUAGES else "",
        with_place=place == "on",
    )
    told = answers.of(session, house.ring, viewer.id)
    cards, more = directory.mentors(session, house.ring, viewer, wanted, told, after)
    asked = {"topic": wanted.topic, "time": wanted.time, "language": wanted.language}
    asked |= {"place": "on" if wanted.with_place else ""}
    return page.show(
        "mentoring/mentors/index.html",
        close=[card for card in cards if card.close],
        others=[card for card in cards if not card.close],
        wanted=wanted,
        told=told,
        older=url("mentors", **asked, after=more) if more else "",
        newer=url("mentors", **asked) if after else "",
        topics=TOPICS,
        times=TIMES,
        languages=LANGUAGES,
    )


@router.get("/mentors/{handle:slug}", name="mentor")
def show(
    handle: str, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    member = members.by_handle(session, handle)
    row = queries.found(session, member)
    is_me = member.id == viewer.id
    theirs = beginnings.live_between(session, member.id, viewer.id)
    return page.show(
        "mentoring/mentors/show.html",
        member=members.card(member),
        mentor=queries.present(house.ring, row, to_mentee=is_me or theirs is not None),
        places=requests.places_of(session, member.id),
        is_me=is_me,
        mentorship_id=theirs and theirs.id,
        blocked=member.id in viewer.shield.blocked,
        asked=lists.open_to(session, viewer, member.id),
        may_ask=policy.may_ask(viewer, anonymous=False),
        closed=policy.CLOSED,
    )

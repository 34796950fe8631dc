"""Mentors, to read."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from app.mentoring.profiles import answers
from app.mentoring.requests import directory
from app.mentoring.requests.directory import MentorCard
from app.mentoring.requests.ranking import Wanted as WantedMentor
from app.web.api.kit.asking import Reader
from app.web.api.kit.models import Answer, Listed, Onward
from app.web.api.kit.route import Endpoint
from app.web.kit.asking import InTransaction, ThisHouse

router = APIRouter(route_class=Endpoint)


class WantedMentors(Onward):
    topic: Annotated[str, Field(max_length=40)] = ""
    language: Annotated[str, Field(max_length=40)] = ""
    with_place: bool = False


class Mentor(Answer):
    """A mentor in the list; `reasons` are why she stands where she does."""

    handle: str
    name: str
    headline: str
    about: str
    tags: list[str]
    reasons: list[str]

    @classmethod
    def of(cls, card: MentorCard) -> "Mentor":
        names = ("handle", "name", "headline", "about", "tags")
        return cls(**{name: getattr(card, name) for name in names}, reasons=[*card.because])


@router.get("/api/v1/mentors", name="api_mentors", tags=["mentors"])
def mentors(
    asked: Annotated[WantedMentors, Query()],
    session: InTransaction,
    viewer: Reader,
    house: ThisHouse,
) -> Listed[Mentor]:
    """In the order of her own page of them."""
    wanted = WantedMentor(asked.topic, "", asked.language, with_place=asked.with_place)
    told = answers.of(session, house.ring, viewer.id)
    cards, more = directory.mentors(session, house.ring, viewer, wanted, told, asked.after)
    return Listed[Mentor](data=[Mentor.of(card) for card in cards], next=more or None)

"""What kinds of details there are, and why each of them may say who wrote."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """In the order in which they count where two lay claim to the same words."""

    EMAIL = "email"
    PAGE = "page"
    LINK = "link"
    HANDLE = "handle"
    PHONE = "phone"
    BIRTH = "birth"
    DATE = "date"
    AGE = "age"
    DURATION = "duration"
    TEAM = "team"
    NAME = "name"
    ROLE = "role"
    PLACE = "place"
    EMPLOYER = "employer"
    HERS = "hers"
    SAID = "said"

    @property
    def says(self) -> str:
        return _REASONS[self][0]

    @property
    def risk(self) -> str:
        return _REASONS[self][1]

    @property
    def alone(self) -> bool:
        """Whether one such detail is reason enough to show a draft again before it is posted."""
        return self not in {Kind.AGE, Kind.LINK}


@dataclass(frozen=True)
class Detail:
    """A passage, and what could stand there: '' to leave it out, None where only she can say."""

    start: int
    end: int
    kind: Kind
    softer: str | None


_REASONS = {
    Kind.EMAIL: (
        "It gives an email address",
        "Whoever knows the address knows the person.",
    ),
    Kind.PAGE: (
        "It leads to somebody’s profile",
        "One press on it shows who she is.",
    ),
    Kind.LINK: (
        "It holds a link",
        "The page, or the end of its address, can tell where you are or who shared it.",
    ),
    Kind.HANDLE: (
        "It gives a handle",
        "A handle leads to everything else that stands under it.",
    ),
    Kind.PHONE: (
        "It gives a telephone number",
        "Whoever has the number saved sees whose it is.",
    ),
    Kind.BIRTH: (
        "It says when somebody was born",
        "A day of birth picks one person out of a crowd.",
    ),
    Kind.DATE: (
        "It gives an exact date",
        "People who were there that day could recognise it.",
    ),
    Kind.AGE: (
        "It gives an exact age",
        "Alone it says little; beside a place or a job it says a lot.",
    ),
    Kind.DURATION: (
        "It gives an exact length of time",
        "People who know the story could count it up.",
    ),
    Kind.TEAM: (
        "It says how few there are",
        "Where so few could have written it, each of the others knows who did.",
    ),
    Kind.NAME: (
        "It names somebody",
        "People who know one of you could work out the other.",
    ),
    Kind.ROLE: (
        "It names a post that one person holds",
        "People who know the place know who that is.",
    ),
    Kind.PLACE: (
        "It names a place",
        "There are far fewer people who could have written it there.",
    ),
    Kind.EMPLOYER: (
        "It names an employer",
        "People who work there could recognise you.",
    ),
    Kind.HERS: (
        "It stands in your profile or your address, too",
        "Whoever lays the two side by side finds you.",
    ),
    Kind.SAID: (
        "You have posted the same words under your name",
        "Whoever searches for them finds both. Only you can say this in other words.",
    ),
}

"""What kinds of details there are, and why each of them may say who wrote."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.languages import Sentence


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
        Sentence("It gives an email address"),
        Sentence("Whoever knows the address knows the person."),
    ),
    Kind.PAGE: (
        Sentence("It leads to somebody’s profile"),
        Sentence("One press on it shows who she is."),
    ),
    Kind.LINK: (
        Sentence("It holds a link"),
        Sentence("The page, or the end of its address, can tell where you are or who shared it."),
    ),
    Kind.HANDLE: (
        Sentence("It gives a handle"),
        Sentence("A handle leads to everything else that stands under it."),
    ),
    Kind.PHONE: (
        Sentence("It gives a telephone number"),
        Sentence("Whoever has the number saved sees whose it is."),
    ),
    Kind.BIRTH: (
        Sentence("It says when somebody was born"),
        Sentence("A day of birth picks one person out of a crowd."),
    ),
    Kind.DATE: (
        Sentence("It gives an exact date"),
        Sentence("People who were there that day could recognise it."),
    ),
    Kind.AGE: (
        Sentence("It gives an exact age"),
        Sentence("Alone it says little; beside a place or a job it says a lot."),
    ),
    Kind.DURATION: (
        Sentence("It gives an exact length of time"),
        Sentence("People who know the story could count it up."),
    ),
    Kind.TEAM: (
        Sentence("It says how few there are"),
        Sentence("Where so few could have written it, each of the others knows who did."),
    ),
    Kind.NAME: (
        Sentence("It names somebody"),
        Sentence("People who know one of you could work out the other."),
    ),
    Kind.ROLE: (
        Sentence("It names a post that one person holds"),
        Sentence("People who know the place know who that is."),
    ),
    Kind.PLACE: (
        Sentence("It names a place"),
        Sentence("There are far fewer people who could have written it there."),
    ),
    Kind.EMPLOYER: (
        Sentence("It names an employer"),
        Sentence("People who work there could recognise you."),
    ),
    Kind.HERS: (
        Sentence("It stands in your profile or your address, too"),
        Sentence("Whoever lays the two side by side finds you."),
    ),
    Kind.SAID: (
        Sentence("You have posted the same words under your name"),
        Sentence("Whoever searches for them finds both. Only you can say this in other words."),
    ),
}

"""What opportunities hold, in words for members."""

from app.community.opportunities import policy
from app.community.opportunities.kept_models import Answered, Reality, Watch
from app.community.opportunities.models import Opportunity
from app.core.stored import Closing, Constant, Room, Stored, Until, blind, keep, sealed

GONE = Until("Until the opportunity is deleted.")

keep(
    Opportunity,
    Stored(
        Room.WRITING,
        "Opportunities that you have posted",
        "Its words, what it pays, how to apply and when it closes, under your name.",
        Until("For {readable} after it closed.", readable=Constant(policy, "READ_FOR")),
        Closing.GOES,
        copy=("opportunities",),
        parts={
            "poster_id": "Who posted it",
            "organisation_id": "For which organisation",
            "giver": "Who offers it",
            "place": "Where",
            "way": "Whether it is at a place or from home",
            "hours": "Full time, part time or any",
            "unpaid": "Whether it pays nothing",
            "pay_from": "What it pays at least",
            "pay_to": "What it pays at most",
            "currency": "In which currency",
            "per": "For how long that pays",
            "travel": "Who pays the way there",
            "begins": "When it begins",
            "ends": "When it ends",
            "closes": "Until when one can apply",
            "deadline": "Whether somebody has named that time",
            "zone": "By which clocks these times were typed",
            "apply": "How to apply",
            "public": "Whether visitors may see it",
            "example": "Whether it is an example",
            "posted": "The day on which you posted it",
            "checked": "The day on which a moderator has looked at it",
            "reminded": "Whether you were told that it closes soon",
            "link": "The address at which to apply, to find the same one twice",
            "twin": "Title and giver, to find the same one twice",
            "place_key": "The place, as lists look for it",
            "folded": "The words, as lists look for them",
        },
    ),
)
keep(
    Watch,
    Stored(
        Room.YOU,
        "What you want to be told about opportunities",
        "That one you saved closes soon, and your saved searches. The server looks while you are "
        "away.",
        Until("Until you switch it off, or your account is deleted."),
        Closing.GOES,
        copy=("searches", "opportunities_kept"),
        parts={
            "id": blind("A mark by which the server finds it"),
            "sealed": sealed("Whose it is, and what you look for"),
        },
    ),
)
keep(
    Answered,
    Stored(
        Room.WRITING,
        "That somebody has said whether an opportunity was real",
        "Only your own visit can find out that you have. What you said is in no row.",
        GONE,
        Closing.VEILED,
        apart="There is no row that says what you answered.",
        parts={"answerer": blind("A mark of who has answered, another one for every opportunity")},
    ),
)
keep(
    Reality,
    Stored(
        Room.MODERATORS,
        "Whether an opportunity was real",
        "How many have said what, as numbers.",
        GONE,
        Closing.UNNAMED,
        apart="There are only numbers, and nothing that tells which are yours.",
        parts={
            "real": "How many say that it was",
            "not_real": "How many say that it wasn’t",
            "unknown": "How many can’t tell",
        },
    ),
)

"""What requests to mentors hold, in words for members."""

from app.core.stored import Closing, Constant, Room, Stored, Until, blind, keep, sealed
from app.mentoring.requests import tending
from app.mentoring.requests.models import Request

keep(
    Request,
    Stored(
        Room.YOU,
        "What you asked a mentor",
        "Your names, the day and how it ended; what you two write is sealed. Without your name it "
        "doesn’t say who you are.",
        Until(
            "For {named} after it ended; without your name, for {veiled}. One that was reported "
            "stays for {reported}.",
            named=Constant(tending, "KEPT_FOR"),
            veiled=Constant(tending, "VEILED_KEPT_FOR"),
            reported=Constant(tending, "REPORTED_KEPT_FOR"),
        ),
        Closing.NAMED,
        copy=("mentoring_requests", "mentoring_answered", "anonymous_requests"),
        parts={
            "mentor_id": "Which mentor is asked",
            "asker_id": "Who asks; nobody where it is without a name",
            "owner": blind("A mark by which only your own visit finds it, without your name"),
            "label": "What she is called who asks without her name",
            "n": "Its place in the line",
            "passed": "How often she was passed over before",
            "over": "The day on which it ended",
            "reminded": "Whether the mentor was reminded",
            "reported": "Whether it was reported",
            "mentorship_id": "Which mentorship began with it",
            "sealed": sealed("What you two write"),
        },
    ),
)

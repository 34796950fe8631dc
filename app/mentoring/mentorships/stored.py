"""What mentorships hold, in words for members."""

from app.core.stored import ACCOUNT, Closing, Room, Stored, Until, hashed, keep, sealed
from app.mentoring.mentorships.meeting_models import CalendarRow, MeetingRow
from app.mentoring.mentorships.models import Mentorship, MentorshipCourse, MentorshipEntry

BOTH = Until("Until both of you have closed your accounts.")

keep(
    Mentorship,
    Stored(
        Room.YOU,
        "Your mentorships",
        "Who is whose mentor, how it stands, and the days on which it began and was over.",
        BOTH,
        Closing.UNNAMED,
        copy=("mentorships",),
        parts={
            "mentor_id": "Who is the mentor",
            "mentee_id": "Whose mentor she is",
            "began": "The day on which it began",
            "over": "The day on which it was over",
            "grouped": "Whether it began with a mentoring group",
        },
    ),
)
keep(
    MentorshipCourse,
    Stored(
        Room.WRITING,
        "What you two agreed",
        "What each wants of it, and what each has switched on.",
        BOTH,
        Closing.UNNAMED,
        copy=("mentorships",),
        parts={
            "completes": "The day on which it is completed, if one of you has said so",
            "sealed": sealed("What you agreed"),
        },
    ),
)
keep(
    MentorshipEntry,
    Stored(
        Room.WRITING,
        "Goals, notes, check-ins and feedback",
        "Which of these it is, by which of you and from when, is sealed with its words. Your "
        "check-ins go with you; goals stay with the other of you.",
        BOTH,
        Closing.WISH,
        copy=("mentorships",),
        parts={"sealed": sealed("What it is, who wrote it, when, and the words")},
    ),
)
keep(
    MeetingRow,
    Stored(
        Room.YOU,
        "Your meetings",
        "That you two have one more. When, and what about, is sealed.",
        BOTH,
        Closing.WISH,
        copy=("meetings",),
        parts={"sealed": sealed("When it is, what about, and how it stands")},
    ),
)
keep(
    CalendarRow,
    Stored(
        Room.YOU,
        "Your calendar’s secret address",
        "A mark by which the address is known again. Not when your calendar asked.",
        ACCOUNT,
        Closing.GOES,
        copy=("calendar",),
        parts={"h": hashed("The address"), "sealed": sealed("Whether names stand in it")},
    ),
)

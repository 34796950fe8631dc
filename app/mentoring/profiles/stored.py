"""What mentors' profiles hold, in words for members."""

from app.core.stored import Closing, Room, Stored, Until, keep, sealed
from app.mentoring.profiles.models import MentoringAnswers, MentorProfile

keep(
    MentorProfile,
    Stored(
        Room.YOU,
        "What you say as a mentor",
        "What you can help with, how you work, and how many places you have. What you know from "
        "inside is sealed.",
        Until("Until you stop being a mentor."),
        Closing.GOES,
        copy=("mentor",),
        parts={
            "headline": "What you say of yourself in a line",
            "about": "What you say of yourself",
            "experience": "Your experience",
            "manner": "How you like to work",
            "topics": "What you can help with",
            "times": "When you have time",
            "languages": "Your languages",
            "capacity": "How many places you have",
            "known": sealed("What you know from inside"),
            "paused": "Whether you take no requests at present",
            "since": "Since which day",
        },
    ),
)
keep(
    MentoringAnswers,
    Stored(
        Room.YOU,
        "Your three answers about a mentor",
        "What you told us so that you are shown who fits.",
        Until("Until you delete them."),
        Closing.GOES,
        copy=("mentoring_answers",),
        parts={"sealed": sealed("Your answers")},
    ),
)

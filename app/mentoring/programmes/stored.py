"""What programmes hold, in words for members."""

from app.core.stored import ACCOUNT, Closing, Room, Stored, Until, keep, sealed
from app.mentoring.programmes.models import (
    Cohort,
    Enrolment,
    Match,
    Programme,
    Question,
    Report,
    TeamWord,
)

THERE = Until("For as long as its organisation is there.")

keep(
    Programme,
    Stored(
        Room.WORKING,
        "Mentoring programmes",
        "What it is for, its days and its rules, as its coordinators wrote them.",
        THERE,
        Closing.NOBODYS,
        apart="It belongs to its organisation.",
        parts={
            "opens": "The day from which one can enrol",
            "closes": "The last day to enrol",
            "begins": "The day on which it begins",
            "ends": "The day on which it ends",
            "open_to": "Who may enrol",
            "common_language": "Whether two must share a language",
            "hours": "How far apart the clocks of two may be",
            "most": "How many mentees one mentor may have",
        },
    ),
)
keep(
    Question,
    Stored(
        Room.WORKING,
        "What a programme asks",
        "The questions, as its coordinators wrote them.",
        THERE,
        Closing.NOBODYS,
        apart="It belongs to its organisation.",
        parts={
            "n": "Its place",
            "asked_of": "Whether mentors or mentees are asked",
            "words": "The question",
            "options": "The answers to choose from",
            "required": "Whether it must be answered",
            "counts": "Whether it counts in matching",
        },
    ),
)
keep(
    Cohort,
    Stored(
        Room.WORKING,
        "Cohorts",
        "Those who are matched together, and how far that has come.",
        THERE,
        Closing.UNNAMED,
        apart="It is the coordinators’ work; what came of it for you is your mentorship.",
        parts={
            "stage": "How far it has come",
            "run": "Which matching it is",
            "sealed": sealed("What the coordinator has chosen, and who was found to fit"),
        },
    ),
)
keep(
    Enrolment,
    Stored(
        Room.YOU,
        "Your enrolments in programmes",
        "As what you enrol, and your answers. Coordinators see the part that the programme lists "
        "on “What your employer or school sees”.",
        Until("Until you withdraw, or your account is deleted."),
        Closing.GOES,
        copy=("programmes",),
        parts={"sealed": sealed("As what, and your answers")},
    ),
)
keep(
    Match,
    Stored(
        Room.YOU,
        "That a mentorship came from a programme",
        "Which enrolments were matched.",
        Until("For as long as the mentorship is there."),
        Closing.UNNAMED,
        copy=("programmes", "mentorships"),
        parts={
            "mentor_enrolment": "The enrolment of the mentor",
            "mentee_enrolment": "The enrolment of the mentee",
        },
    ),
)
keep(
    TeamWord,
    Stored(
        Room.YOU,
        "What you told a programme’s team",
        "Its coordinators read it, and neither of those it is about.",
        ACCOUNT,
        Closing.GOES,
        copy=("told_teams",),
        parts={"sealed": sealed("What you told them, the day, and that it was you")},
    ),
)
keep(
    Report,
    Stored(
        Room.WORKING,
        "Reports of programmes",
        "Numbers, made once a month, in which nobody is counted among fewer than five.",
        THERE,
        Closing.UNNAMED,
        apart="There are only numbers, and nothing that tells which are yours.",
        parts={"month": "The month", "sealed": sealed("The numbers")},
    ),
)

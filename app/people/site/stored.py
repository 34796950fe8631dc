"""What administrators have set, in words for members."""

from app.core.languages import Sentence
from app.core.stored import ALWAYS, Closing, Room, Stored, Until, keep
from app.people.site.models import (
    Announcement,
    HelpLinesOf,
    LastDone,
    SiteLook,
    SiteRules,
    SiteSetting,
)

_NOBODYS = Sentence("It is about this site, and holds nothing of any member.")

keep(
    SiteSetting,
    Stored(
        Room.WORKING,
        "How this site is set up",
        "What its administrators have chosen, such as its name and who may join. Not who has "
        "chosen it.",
        Until("Until it is put back to what it was before."),
        Closing.NOBODYS,
        apart=_NOBODYS,
        parts={"key": "Which setting", "value": "What was chosen"},
    ),
)
keep(
    HelpLinesOf,
    Stored(
        Room.WORKING,
        "Help lines",
        "Telephone numbers and addresses of help in a country, where they are others than those "
        "that came with the program.",
        Until("Until they are put back to what they were before."),
        Closing.NOBODYS,
        apart=_NOBODYS,
        parts={"code": "Which country", "told": "The lines"},
    ),
)
keep(
    LastDone,
    Stored(
        Room.WORKING,
        "What was done last",
        "The day of the last backup, and the day on which the daily work was last done.",
        ALWAYS,
        Closing.NOBODYS,
        apart=_NOBODYS,
        parts={"what": "What was done"},
    ),
)
keep(
    Announcement,
    Stored(
        Room.WORKING,
        "Announcements",
        "What stands above every page for some days. Not who wrote it, nor who has hidden it.",
        Until("Until an administrator deletes it."),
        Closing.NOBODYS,
        apart=_NOBODYS,
        parts={
            "words": "What it says",
            "audience": "Whether visitors see it as well",
            "begins": "Its first day",
            "ends": "Its last day",
            "saying": "Whether somebody wrote it, or it tells that the rules have changed",
        },
    ),
)
keep(
    SiteRules,
    Stored(
        Room.WORKING,
        "The rules of this place",
        "What its administrators ask of everybody here, as it stood from each day on. Not who "
        "wrote it.",
        ALWAYS,
        Closing.NOBODYS,
        apart=_NOBODYS,
        parts={"day": "From which day on"},
    ),
)
keep(
    SiteLook,
    Stored(
        Room.WORKING,
        "How this site looks",
        "The colour and the logo of this site, where it has its own.",
        Until("Until they are put back to what they were before."),
        Closing.NOBODYS,
        apart=_NOBODYS,
        parts={"part": "Which of the two", "content": "The colour or the logo"},
    ),
)

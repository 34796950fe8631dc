"""What moderation holds, in words for members."""

from app.core.stored import Closing, Constant, Room, Setting, Stored, Until, blind, keep, sealed
from app.oversight.moderation import duplicates
from app.oversight.moderation.holds_models import HoldRule, RemovedText
from app.oversight.moderation.models import Appeal, Case, CaseMessage, Decision, Recusal, Report
from app.oversight.moderation.statement_models import StatementTemplate

CASE = Until(
    "Until {cases} after the case was decided, and for as long as a sanction by it holds.",
    cases=Setting("retention_cases"),
)
TEAM = Until("Until moderators change it.")

keep(
    Case,
    Stored(
        Room.MODERATORS,
        "Cases",
        "That something was reported or held, why, and how it stands. Never who wrote it, if that "
        "was anonymous.",
        CASE,
        Closing.UNNAMED,
        copy=("cases",),
        parts={
            "subject": "The number of what it is about",
            "author_id": "Who wrote that; nobody where it is anonymous",
            "open_key": "What it is about, while it is open",
            "reason": "The gravest reason that was given",
            "urgency": "Its place in the queue",
            "heavy": "Whether looking at it may weigh on a moderator",
            "reports": "How many have reported it",
            "held_by": "Which rule held it",
            "shown_by": "What shows the thing again, where a rule has hidden it",
            "opened": "The day on which it was opened",
            "looked": "The day on which a moderator first looked at it",
            "closed": "The day on which it was decided",
            "climbed": "How often it rose because nobody looked",
            "claimant_id": "Which moderator works it now",
            "claimed_until": "Until when she has it",
        },
    ),
)
keep(
    Recusal,
    Stored(
        Room.MODERATORS,
        "Moderators who don’t work a case",
        "Because it is about them, or they passed it on.",
        CASE,
        Closing.GOES,
        apart="It is kept from the moderator herself, if the case is about her.",
        parts={"named": "Whether the case is about her", "member_id": "Which moderator"},
    ),
)
keep(
    Report,
    Stored(
        Room.MODERATORS,
        "What you reported",
        "What, why, and your note. Who reported is sealed. A moderator who suspects misuse can "
        "have it opened, and that is logged.",
        Until(
            "With its case. Who reported it, for {known} after the decision; then nobody can find "
            "out any more.",
            known=Setting("retention_reporters"),
        ),
        Closing.UNNAMED,
        copy=("reports",),
        parts={
            "reporter": blind("A mark by which only your own visit finds it"),
            "sealed": sealed("Who reported it"),
            "note": "What you wrote to moderators",
        },
    ),
)
keep(
    Decision,
    Stored(
        Room.MODERATORS,
        "Decisions",
        "What moderators did, on what ground, and what they wrote about it to whom it concerns.",
        CASE,
        Closing.UNNAMED,
        copy=("cases",),
        parts={
            "action": "What was done",
            "statement": "What they wrote about it",
            "decider_id": "Which moderator decided; nobody’s name once she has left",
            "before": "How it was before, so that it can be taken back",
            "until": "Until when it holds",
            "undone_by": "By which decision it was taken back",
            "seat": "Which of two people it is about",
        },
    ),
)
keep(
    Appeal,
    Stored(
        Room.MODERATORS,
        "Appeals",
        "What somebody wrote who thinks that a decision was wrong, and how it ended.",
        CASE,
        Closing.UNNAMED,
        copy=("cases",),
        parts={
            "decider_id": "Which moderator had decided",
            "statement": "What she wrote",
            "heard_by": "Which other moderator has heard it",
            "heard_on": "The day on which it was heard",
            "outcome": "How it ended",
            "seat": "Which of two people appeals",
        },
    ),
)
keep(
    CaseMessage,
    Stored(
        Room.MODERATORS,
        "What is said in a case",
        "What moderators write to you and you to them, and their own notes.",
        CASE,
        Closing.UNNAMED,
        copy=("cases", "reports"),
        parts={
            "report_id": "To whom it is said",
            "n": "Its place",
            "side": "Which side says it",
            "by_id": "Which moderator; nobody where a member says it",
        },
    ),
)
keep(
    HoldRule,
    Stored(
        Room.MODERATORS,
        "Rules by which posts are held",
        "What moderators want to look at before others do.",
        TEAM,
        Closing.NOBODYS,
        apart="It belongs to the team.",
        parts={
            "pattern": "Which words, links or patterns it looks for",
            "number": "From how many on",
            "is_on": "Whether it is on",
            "made": "The day on which it was made",
        },
    ),
)
keep(
    RemovedText,
    Stored(
        Room.MODERATORS,
        "That such words were removed before",
        "A mark by which the same words are known again, and from which they can’t be read.",
        Until("For {kept}.", kept=Constant(duplicates, "KEPT")),
        Closing.UNNAMED,
        apart="It says nothing of who wrote them.",
        parts={"h": blind("A mark made of the words")},
    ),
)
keep(
    StatementTemplate,
    Stored(
        Room.MODERATORS,
        "Words that moderators begin with",
        "Texts that they keep for what they often have to write.",
        TEAM,
        Closing.NOBODYS,
        apart="It belongs to the team.",
        parts={"action": "With what it goes"},
    ),
)

"""What actions and outcomes are called on the pages of moderators."""

from app.oversight.moderation.models import Action, Outcome

# Each with what it is called, what it does, and what was done.
ACTIONS = {
    Action.KEEP: ("Leave it up", "Those who reported it are told why.", "Left it up"),
    Action.NOTE: ("Fold it behind a content note", "Her words stay.", "Put a content note"),
    Action.REDACT: (
        "Take details out",
        "What you leave replaces her words. The old text is destroyed and can’t come back.",
        "Took details out",
    ),
    Action.HIDE: (
        "Hide it and ask her to edit",
        "Her words are kept for her. It returns when a moderator has read the edit.",
        "Asked her to edit",
    ),
    Action.REMOVE: ("Remove it", "Readers see that a moderator removed it.", "Removed it"),
    Action.LOCK: ("Close the thread to replies", "It can still be read.", "Closed the thread"),
    Action.MOVE: ("Move the thread", "To a circle where it fits.", "Moved the thread"),
    Action.WARN: (
        "Warn her",
        "Nothing changes for others. Three warnings in half a year pause anonymous posting.",
        "Warned her",
    ),
    Action.PAUSE: ("Pause her posting", "She can read, and write to you.", "Paused her posting"),
    Action.PAUSE_ANONYMOUS: (
        "Pause posting without a name",
        "In every circle; she can post under her name.",
        "Paused posting without a name",
    ),
    Action.SUSPEND: (
        "Suspend her account",
        "She is signed out and can’t come in. No number of days is for good.",
        "Suspended her account",
    ),
    Action.RESTORE: (
        "Restore",
        "It stands again, as she has mended it. Those who reported it read your statement, too.",
        "Took it back",
    ),
}
# Of what nobody has seen yet.
HELD = ACTIONS | {
    Action.KEEP: ("Publish it", "It stands as written on its day.", "Published it"),
    Action.REMOVE: ("Refuse it", "Its author reads why, and keeps her words.", "Refused it"),
}
# Of what two people have between them.
MENTORSHIP = ACTIONS | {
    Action.KEEP: (
        "Leave it as it is",
        "Whoever told you is told why; the other hears nothing.",
        "Left it as it was",
    ),
    Action.LOCK: (
        "Pause it for both",
        "They can read it and end it. Both read your statement.",
        "Paused it",
    ),
    Action.REMOVE: ("End it", "Both read your statement.", "Ended it"),
    Action.WARN: (
        "Warn one of the two",
        "She alone reads your statement.",
        "Warned one of the two",
    ),
    Action.PAUSE: (
        "Pause the posting of one of the two",
        "She can read, and write to you. She alone reads your statement.",
        "Paused the posting of one of the two",
    ),
    Action.PAUSE_ANONYMOUS: (
        "Pause one of the two from posting without a name",
        "In every circle. She alone reads your statement.",
        "Paused one of the two from posting without a name",
    ),
    Action.SUSPEND: (
        "Suspend the account of one of the two",
        "She is signed out and can’t come in. No number of days is for good.",
        "Suspended the account of one of the two",
    ),
}
# Of what is posted to be checked first.
NEW_OPPORTUNITY = ACTIONS | {
    Action.KEEP: (
        "Let it stand",
        "It is in the list from now on, and she is told.",
        "Let it stand",
    ),
    Action.REMOVE: ("Don’t let it stand", "She reads why, and can appeal.", "Did not let it stand"),
}
OPPORTUNITY = ACTIONS | {
    Action.HIDE: (
        "Hide it and ask her to mend it",
        "It returns when a moderator has read what she makes of it.",
        "Asked her to mend it",
    ),
    Action.REMOVE: ("Remove it", "Nobody but its poster sees it any more.", "Removed it"),
}
# Of what the hosts of a circle keep together.
PATHWAY = ACTIONS | {
    Action.HIDE: (
        "Hide it and ask its hosts to mend it",
        "It returns when a moderator has read what they make of it.",
        "Asked its hosts to mend it",
    ),
    Action.REMOVE: ("Remove it", "Its hosts alone see it, and can’t change it.", "Removed it"),
}
# Of what somebody asks a mentor.
REQUEST = ACTIONS | {
    Action.KEEP: ("Leave it as it is", "Whoever reported it is told why.", "Left it as it was"),
    Action.REMOVE: ("End the request", "Nobody but its author reads it any more.", "Ended it"),
}
# Of what was hidden, and its author has mended since.
MENDED = ACTIONS | {
    Action.KEEP: (
        "Leave it hidden",
        "She is told why, as are those who reported it.",
        "Left it hidden",
    ),
    Action.NOTE: (
        "Fold it behind a content note",
        "It stands again, as she has mended it.",
        "Put a content note",
    ),
    Action.REDACT: (
        "Take details out",
        "It stands again with what you leave. The old text is destroyed and can’t come back.",
        "Took details out",
    ),
}
# What the form asks for besides a statement, by action.
OUTCOMES = {
    Outcome.UPHELD: ("It stays as decided", "She is told why.", "Upheld"),
    Outcome.CHANGED: ("Something else instead", "Choose below what is done.", "Changed"),
    Outcome.OVERTURNED: ("Take the decision back", "As if it had not been.", "Overturned"),
}
OF_KIND = {
    "held": HELD,
    "mentorship": MENTORSHIP,
    "mentoring-request": REQUEST,
    "new-opportunity": NEW_OPPORTUNITY,
    "opportunity": OPPORTUNITY,
    "pathway": PATHWAY,
}

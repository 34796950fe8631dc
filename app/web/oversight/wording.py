"""What actions and outcomes are called on the pages of moderators."""

from app.core.languages import Sentence
from app.oversight.moderation.models import Action, Outcome

# Each with what it is called, what it does, and what was done.
ACTIONS = {
    Action.KEEP: (
        Sentence("Leave it up"),
        Sentence("Those who reported it are told why."),
        Sentence("Left it up"),
    ),
    Action.NOTE: (
        Sentence("Fold it behind a content note"),
        Sentence("Her words stay."),
        Sentence("Put a content note"),
    ),
    Action.REDACT: (
        Sentence("Take details out"),
        Sentence(
            "What you leave replaces her words. The old text is destroyed and can’t come back."
        ),
        Sentence("Took details out"),
    ),
    Action.HIDE: (
        Sentence("Hide it and ask her to edit"),
        Sentence("Her words are kept for her. It returns when a moderator has read the edit."),
        Sentence("Asked her to edit"),
    ),
    Action.REMOVE: (
        Sentence("Remove it"),
        Sentence("Readers see that a moderator removed it."),
        Sentence("Removed it"),
    ),
    Action.LOCK: (
        Sentence("Close the thread to replies"),
        Sentence("It can still be read."),
        Sentence("Closed the thread"),
    ),
    Action.MOVE: (
        Sentence("Move the thread"),
        Sentence("To a circle where it fits."),
        Sentence("Moved the thread"),
    ),
    Action.WARN: (
        Sentence("Warn her"),
        Sentence(
            "Nothing changes for others. Three warnings in half a year pause anonymous posting."
        ),
        Sentence("Warned her"),
    ),
    Action.PAUSE: (
        Sentence("Pause her posting"),
        Sentence("She can read, and write to you."),
        Sentence("Paused her posting"),
    ),
    Action.PAUSE_ANONYMOUS: (
        Sentence("Pause posting without a name"),
        Sentence("In every circle; she can post under her name."),
        Sentence("Paused posting without a name"),
    ),
    Action.SUSPEND: (
        Sentence("Suspend her account"),
        Sentence("She is signed out and can’t come in. No number of days is for good."),
        Sentence("Suspended her account"),
    ),
    Action.RESTORE: (
        Sentence("Restore"),
        Sentence(
            "It stands again, as she has mended it. Those who reported it read your statement, too."
        ),
        Sentence("Took it back"),
    ),
}
# Of what nobody has seen yet.
HELD = ACTIONS | {
    Action.KEEP: (
        Sentence("Publish it"),
        Sentence("It stands as written on its day."),
        Sentence("Published it"),
    ),
    Action.REMOVE: (
        Sentence("Refuse it"),
        Sentence("Its author reads why, and keeps her words."),
        Sentence("Refused it"),
    ),
}
# Of what two people have between them.
MENTORSHIP = ACTIONS | {
    Action.KEEP: (
        Sentence("Leave it as it is"),
        Sentence("Whoever told you is told why; the other hears nothing."),
        Sentence("Left it as it was"),
    ),
    Action.LOCK: (
        Sentence("Pause it for both"),
        Sentence("They can read it and end it. Both read your statement."),
        Sentence("Paused it"),
    ),
    Action.REMOVE: (
        Sentence("End it"),
        Sentence("Both read your statement."),
        Sentence("Ended it"),
    ),
    Action.WARN: (
        Sentence("Warn one of the two"),
        Sentence("She alone reads your statement."),
        Sentence("Warned one of the two"),
    ),
    Action.PAUSE: (
        Sentence("Pause the posting of one of the two"),
        Sentence("She can read, and write to you. She alone reads your statement."),
        Sentence("Paused the posting of one of the two"),
    ),
    Action.PAUSE_ANONYMOUS: (
        Sentence("Pause one of the two from posting without a name"),
        Sentence("In every circle. She alone reads your statement."),
        Sentence("Paused one of the two from posting without a name"),
    ),
    Action.SUSPEND: (
        Sentence("Suspend the account of one of the two"),
        Sentence("She is signed out and can’t come in. No number of days is for good."),
        Sentence("Suspended the account of one of the two"),
    ),
}
# Of what is posted to be checked first.
NEW_OPPORTUNITY = ACTIONS | {
    Action.KEEP: (
        Sentence("Let it stand"),
        Sentence("It is in the list from now on, and she is told."),
        Sentence("Let it stand"),
    ),
    Action.REMOVE: (
        Sentence("Don’t let it stand"),
        Sentence("She reads why, and can appeal."),
        Sentence("Did not let it stand"),
    ),
}
OPPORTUNITY = ACTIONS | {
    Action.HIDE: (
        Sentence("Hide it and ask her to mend it"),
        Sentence("It returns when a moderator has read what she makes of it."),
        Sentence("Asked her to mend it"),
    ),
    Action.REMOVE: (
        Sentence("Remove it"),
        Sentence("Nobody but its poster sees it any more."),
        Sentence("Removed it"),
    ),
}
# Of what the hosts of a circle keep together.
PATHWAY = ACTIONS | {
    Action.HIDE: (
        Sentence("Hide it and ask its hosts to mend it"),
        Sentence("It returns when a moderator has read what they make of it."),
        Sentence("Asked its hosts to mend it"),
    ),
    Action.REMOVE: (
        Sentence("Remove it"),
        Sentence("Its hosts alone see it, and can’t change it."),
        Sentence("Removed it"),
    ),
}
# Of what somebody asks a mentor.
REQUEST = ACTIONS | {
    Action.KEEP: (
        Sentence("Leave it as it is"),
        Sentence("Whoever reported it is told why."),
        Sentence("Left it as it was"),
    ),
    Action.REMOVE: (
        Sentence("End the request"),
        Sentence("Nobody but its author reads it any more."),
        Sentence("Ended it"),
    ),
}
# Of what was hidden, and its author has mended since.
MENDED = ACTIONS | {
    Action.KEEP: (
        Sentence("Leave it hidden"),
        Sentence("She is told why, as are those who reported it."),
        Sentence("Left it hidden"),
    ),
    Action.NOTE: (
        Sentence("Fold it behind a content note"),
        Sentence("It stands again, as she has mended it."),
        Sentence("Put a content note"),
    ),
    Action.REDACT: (
        Sentence("Take details out"),
        Sentence(
            "It stands again with what you leave. The old text is destroyed and can’t come back."
        ),
        Sentence("Took details out"),
    ),
}
# What the form asks for besides a statement, by action.
OUTCOMES = {
    Outcome.UPHELD: (
        Sentence("It stays as decided"),
        Sentence("She is told why."),
        Sentence("Upheld"),
    ),
    Outcome.CHANGED: (
        Sentence("Something else instead"),
        Sentence("Choose below what is done."),
        Sentence("Changed"),
    ),
    Outcome.OVERTURNED: (
        Sentence("Take the decision back"),
        Sentence("As if it had not been."),
        Sentence("Overturned"),
    ),
}
OF_KIND = {
    "held": HELD,
    "mentorship": MENTORSHIP,
    "mentoring-request": REQUEST,
    "new-opportunity": NEW_OPPORTUNITY,
    "opportunity": OPPORTUNITY,
    "pathway": PATHWAY,
}

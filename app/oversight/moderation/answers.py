"""What those who reported something are told: what was done, and never what its author was told.

It is kept as it is said in English, and found by that when it is read in another language.
"""

from app.core.languages import Sentence, phrases
from app.oversight.moderation.models import Action, Reason

STAYS = Sentence("We looked at it, and it stays.")
STAYS_HIDDEN = Sentence("We looked at it again, and it stays hidden.")
PUT_BACK = Sentence("We looked at it again, and have put it back.")
TAKEN_BACK = Sentence("We looked at it again, and have taken a decision about it back.")
_OUTCOMES = phrases(
    {
        Action.NOTE: "We put a content note before it.",
        Action.REDACT: "We took out what could hurt or identify somebody.",
        Action.HIDE: "We have hidden it until it is mended.",
        Action.REMOVE: "We have removed it.",
        Action.LOCK: "We have closed the thread to new replies.",
        Action.MOVE: "We moved it to a circle where it fits.",
        Action.WARN: "We have spoken to the person who wrote it.",
        Action.PAUSE: "We have spoken to the person who wrote it, and it has consequences for her.",
    }
)
_OUTCOMES |= dict.fromkeys((Action.PAUSE_ANONYMOUS, Action.SUSPEND), _OUTCOMES[Action.PAUSE])
# What is done to something between two people, one of whom reported it.
_ONE_OF_TWO = Sentence("We have spoken to one of the two, and it has consequences for her.")
_OF_TWO = {
    "mentorship": {
        Action.LOCK: Sentence("We have paused it, for both of you."),
        Action.REMOVE: Sentence("We have ended it."),
        Action.WARN: Sentence("We have spoken to one of the two."),
        **dict.fromkeys((Action.PAUSE, Action.PAUSE_ANONYMOUS, Action.SUSPEND), _ONE_OF_TWO),
    },
    "mentoring-request": {Action.REMOVE: Sentence("We have ended it.")},
}
# Before that, to one who reported it because she is worried about whoever wrote it; and after it.
# How she is, and what was said to her, is hers.
_THANKS = Sentence("Thank you for looking out for her. A moderator has read it.")
_FOR_YOU = Sentence(
    "We can’t tell you more about how she is: that is hers to tell. If it weighs on you, the lines "
    "under “Find help now” are there for you as well."
)
_ALL = (
    *(STAYS, STAYS_HIDDEN, PUT_BACK, TAKEN_BACK, *_OUTCOMES.values()),
    *(said for of_kind in _OF_TWO.values() for said in of_kind.values()),
)


def outcome(kind: str, action: Action, statement: str) -> str:
    """What came of it, about a thing of this kind; `statement` says why it stays."""
    if action is Action.KEEP:
        return with_why(STAYS, statement)
    return _OF_TWO.get(kind, _OUTCOMES).get(action, _OUTCOMES[action])


def with_why(said: Sentence, statement: str) -> str:
    """With the moderator's own words after it, if there are any."""
    return Sentence("{answer} {why}", answer=said, why=statement) if statement else said


def to_one(told: str, reason: Reason) -> str:
    """The outcome, to one who reported it for this reason."""
    if reason is not Reason.WORRIED:
        return told
    return Sentence("{thanks} {answer} {more}", thanks=_THANKS, answer=told, more=_FOR_YOU)


def as_said(kept: str) -> str:
    """What `to_one` made, from how it is kept; other words as they are."""
    told = kept.removeprefix(f"{_THANKS} ")
    if told != kept and told.endswith(f" {_FOR_YOU}"):
        return to_one(_as_said(told.removesuffix(f" {_FOR_YOU}")), Reason.WORRIED)
    return _as_said(kept)


def _as_said(kept: str) -> str:
    for said in _ALL:
        if kept == said:
            return said
        if kept.startswith(f"{said} "):
            return with_why(said, kept.removeprefix(f"{said} "))
    return kept

"""The forms by which a case is decided and an appeal is heard."""

from typing import Annotated, Literal

from fastapi import Depends
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from app.core import text
from app.core.errors import Invalid
from app.core.languages import Sentence
from app.oversight.moderation.appeals import Hearing
from app.oversight.moderation.desk import Ruling
from app.oversight.moderation.models import Action, Outcome, Reason
from app.people.subjects import Given
from app.web.kit.forms import Filled, Form, filled

MOST_DAYS = 9999
NEEDS = {
    Action.NOTE: {"content_note": Sentence("Say what it mentions, in a few words.")},
    Action.REDACT: {"words": Sentence("Please leave something of what she said, or remove it.")},
    Action.MOVE: {"circle": Sentence("Choose a circle.")},
    Action.PAUSE: {"days": Sentence("Say for how many days.")},
    Action.PAUSE_ANONYMOUS: {"days": Sentence("Say for how many days.")},
}

Statement = text.Body
# The deed knows for what it needs none.
MaybeStatement = Annotated[
    str,
    BeforeValidator(lambda typed: text.cleaned(typed).strip()),
    StringConstraints(max_length=text.BODY_LENGTH),
]
Edited = Annotated[
    str, AfterValidator(text.cleaned), StringConstraints(max_length=text.BODY_LENGTH)
]
# An empty field of a number is no number.
Days = Annotated[int, BeforeValidator(lambda typed: typed or 0), Field(ge=0, le=MOST_DAYS)]

# Which of two whose the thing is; none where it is one's.
Seat = Annotated[int, BeforeValidator(lambda typed: typed or 0), Field(ge=0, le=2)]


class Details(Form):
    """What some actions need."""

    content_note: text.ShortLine = ""
    words: Edited = ""
    heading: text.ShortLine = ""
    circle: str = ""
    days: Days = 0
    seat: Seat = 0

    @property
    def given(self) -> Given:
        return Given(self.content_note, self.words, self.heading, self.circle)

    def require_for(self, action: Action) -> None:
        """Raises Invalid on the field that this action needs, before anything is undone for it."""
        for needed, why in NEEDS.get(action, {}).items():
            if not str(getattr(self, needed) or "").strip():
                raise Invalid(needed, why)


class DecisionForm(Details):
    action: Action
    reason: Reason
    note: MaybeStatement = ""
    about: str = ""

    @property
    def ruling(self) -> Ruling:
        return Ruling(self.action, self.reason, self.note, self.given, self.days, self.seat)


class SeveralForm(Form):
    case: tuple[str, ...] = ()
    action: Literal["remove", "keep"]
    reason: Reason
    note: MaybeStatement = ""

    @property
    def ruling(self) -> Ruling:
        return Ruling(Action(self.action), self.reason, self.note)


class HearingForm(Details):
    outcome: Outcome
    statement: Statement
    action: Literal[""] | Action = ""

    def hearing(self, reason: Reason) -> Hearing:
        """`reason` is that of the decision. Raises Invalid on `action` where none is chosen."""
        if self.outcome is not Outcome.CHANGED:
            return Hearing(self.outcome, self.statement)
        if not self.action or self.action in {Action.KEEP, Action.RESTORE}:
            raise Invalid("action", "Choose what is to be done instead.")
        self.require_for(self.action)
        instead = Ruling(self.action, reason, self.statement, self.given, self.days, self.seat)
        return Hearing(self.outcome, self.statement, instead)


DecisionFilled = Annotated[Filled[DecisionForm], Depends(filled(DecisionForm))]
SeveralFilled = Annotated[Filled[SeveralForm], Depends(filled(SeveralForm))]
HearingFilled = Annotated[Filled[HearingForm], Depends(filled(HearingForm))]

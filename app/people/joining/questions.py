"""The questions that administrators set, and the one that tells people from programs."""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.events import StaffActed, publish
from app.core.languages import Sentence
from app.core.verdict import require
from app.people.joining import policy
from app.people.joining.models import JoiningQuestion
from app.people.viewer import Viewer

MOST = 3
SIGNS = Sentence(
    "Only letters and figures are compared: an answer of other signs alone can’t count as right."
)


@dataclass(frozen=True)
class Asked:
    """`questions` in their order; `challenge` with the answers to it that are `accepted`."""

    questions: tuple[str, ...] = ()
    challenge: str = ""
    accepted: tuple[str, ...] = ()


def now(session: Session) -> Asked:
    rows = session.scalars(select(JoiningQuestion).order_by(JoiningQuestion.number)).all()
    words = {row.number: row.words for row in rows}
    accepted = next((row.accepted for row in rows if not row.number), "")
    questions = tuple(text for number, text in words.items() if number)
    return Asked(questions, words.get(0, ""), tuple(accepted.splitlines()))


def compared(answer: str) -> str:
    """What of an answer to the challenge has to be the same."""
    return "".join(one for one in answer.casefold() if one.isalnum())


def put(session: Session, viewer: Viewer, asked: Asked) -> None:
    """These instead of those there were; who waits keeps the ones she has answered.

    Raises NotAllowed; Invalid on `challenge_answers` for a challenge that nobody could answer, and
    for an answer of which nothing is compared.
    """
    require(policy.may_set_questions(viewer))
    if asked.challenge and not asked.accepted:
        raise Invalid("challenge_answers", "Write at least one answer that counts as right.")
    if not all(compared(one) for one in asked.accepted):
        raise Invalid("challenge_answers", SIGNS)
    session.execute(delete(JoiningQuestion))
    for number, words in enumerate(asked.questions[:MOST], 1):
        session.add(JoiningQuestion(number=number, words=words))
    if asked.challenge:
        accepted = "\n".join(asked.accepted)
        session.add(JoiningQuestion(number=0, words=asked.challenge, accepted=accepted))
    publish(
        session,
        StaffActed(actor_id=viewer.id, verb="edit", subject_kind="joining", subject_id="questions"),
    )

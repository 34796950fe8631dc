"""Three answers of whoever looks for a mentor, for herself alone. Sealed, and hers to delete."""

import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from app.core import keys
from app.core.keys import Broken, Keyring
from app.core.questions import Question
from app.mentoring.profiles.models import MentoringAnswers

STEP = 1024


@dataclass(frozen=True)
class Answers:
    """Keys of the vocabularies. `backgrounds` are those of which she has said that they count."""

    topics: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    backgrounds: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.topics or self.times or self.languages or self.backgrounds)


_OF = Question(
    select(MentoringAnswers.sealed).where(MentoringAnswers.member_id == bindparam("member")),
    lambda sealed: sealed,
)


def of(session: Session, ring: Keyring, member_id: UUID) -> Answers | None:
    """Hers; None where she has given none."""
    sealed = _OF.first(session, member=member_id)
    if sealed is None:
        return None
    try:
        said = json.loads(ring.seal("mentoring-answers/v1").open(sealed, member_id.bytes))
    except (Broken, ValueError):
        return None
    return Answers(*(tuple(part) for part in said))


def give(session: Session, ring: Keyring, member_id: UUID, answers: Answers) -> None:
    """These are hers from now on."""
    said = [answers.topics, answers.times, answers.languages, answers.backgrounds]
    words = keys.padded(json.dumps(said).encode(), STEP)
    sealed = ring.seal("mentoring-answers/v1").close(words, member_id.bytes)
    hers = MentoringAnswers.member_id == member_id
    known = session.scalar(select(MentoringAnswers.member_id).where(hers).with_for_update())
    if known is None:
        session.execute(insert(MentoringAnswers).values(member_id=member_id, sealed=sealed))
    else:
        session.execute(update(MentoringAnswers).where(hers).values(sealed=sealed))


def forget(session: Session, member_id: UUID) -> None:
    session.execute(delete(MentoringAnswers).where(MentoringAnswers.member_id == member_id))

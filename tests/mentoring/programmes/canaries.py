"""What a coordinator must see on no page: words that a member of her programme leaves in each place
where they are not for her. Whoever builds another such place adds a line to `PLANTS`.
"""

from collections.abc import Callable, Mapping

from app.core import keys
from app.mentoring.programmes.contents import Part, Told
from app.mentoring.programmes.models import Enrolment
from app.people.evidence import actions as evidence
from app.people.evidence.drawers import Words
from app.people.members.models import Member
from tests.make import Make
from tests.mentoring import making
from tests.mentoring.meetings.conftest import Pair
from tests.mentoring.mentorships import pairs
from tests.mentoring.recommendations import making as recommending

# Somebody of the programme leaves this word somewhere; `other` is in the programme as well.
Plant = Callable[[Make, Member, Member, str], None]


def _in_evidence(make: Make, by: Member, _other: Member, word: str) -> None:
    with make._as(by) as (session, viewer):
        evidence.keep(session, viewer, make.house.ring, Words(word), keys.token())


def _in_a_message(make: Make, by: Member, other: Member, word: str) -> None:
    make.conversation(by, other, word)


def _under_a_pseudonym(make: Make, by: Member, other: Member, word: str) -> None:
    """In a circle in which the coordinator is not."""
    circle = make.circle("Quiet room", visibility="private", crowd=30)
    make.joins(by, circle)
    make.joins(other, circle)
    make.voiced(make.thread(circle, other), by, word)


def _in_a_private_circle(make: Make, by: Member, _other: Member, word: str) -> None:
    circle = make.circle("Small room", visibility="private")
    make.joins(by, circle)
    make.thread(circle, by, title=word, body=word)


def _waiting(make: Make, by: Member, other: Member, word: str) -> None:
    circle = make.circle("Late room", visibility="private", crowd=30)
    make.joins(by, circle)
    make.waiting(make.thread(circle, other), by, word)


def _held(make: Make, by: Member, other: Member, word: str) -> None:
    circle = make.circle("Held room", visibility="private", crowd=30)
    make.joins(by, circle)
    make.held(make.thread(circle, other), by, word)


def _reported(make: Make, by: Member, other: Member, word: str) -> None:
    circle = make.circle("Third room", visibility="private")
    make.joins(by, circle)
    make.report(make.post(make.thread(circle, other)), by, note=word)


def _as_a_manager(make: Make, by: Member, _other: Member, word: str) -> None:
    row = make.session.query(Enrolment).filter_by(member_id=by.id).one()
    said = Told(Part.MENTEE, ("money",), languages=("en",), manager=word)
    row.sealed = said.sealed(make.house.ring, row.id)
    make.session.commit()


def _in_a_goal(make: Make, by: Member, other: Member, word: str) -> None:
    pairs.goal(make, by, _mentorship(make, by, other), word, word)


def _in_a_shared_note(make: Make, by: Member, other: Member, word: str) -> None:
    pairs.note(make, by, _mentorship(make, by, other), word)


def _in_a_private_note(make: Make, by: Member, other: Member, word: str) -> None:
    pairs.own_note(make, by, _mentorship(make, by, other), word)


def _in_a_check_in(make: Make, by: Member, other: Member, word: str) -> None:
    """That neither of the two lets anybody read."""
    pairs.check_in(make, by, _mentorship(make, by, other), word)


def _in_feedback(make: Make, by: Member, other: Member, word: str) -> None:
    pairs.say(make, by, _mentorship(make, by, other), word, shown=True)


def _in_a_meeting(make: Make, by: Member, other: Member, word: str) -> None:
    Pair(make, other, by).propose(by, about=word)


def _in_a_request(make: Make, by: Member, other: Member, word: str) -> None:
    making.mentor(make, other)
    making.asks(make, by, other, note=word)


def _in_a_request_without_a_name(make: Make, by: Member, other: Member, word: str) -> None:
    making.mentor(make, other)
    making.asks(make, by, other, anonymous=True, note=word)


def _in_a_recommendation(make: Make, by: Member, other: Member, word: str) -> None:
    """That its mentee has not put on her page."""
    recommending.recommendation(make, by, other, word)


def _mentorship(make: Make, by: Member, other: Member) -> int:
    return Pair(make, other, by).id


PLANTS: Mapping[str, Plant] = {
    "evidence": _in_evidence,
    "message": _in_a_message,
    "pseudonym": _under_a_pseudonym,
    "private circle": _in_a_private_circle,
    "waiting": _waiting,
    "held": _held,
    "report": _reported,
    "manager": _as_a_manager,
    "goal": _in_a_goal,
    "shared note": _in_a_shared_note,
    "private note": _in_a_private_note,
    "check-in": _in_a_check_in,
    "feedback": _in_feedback,
    "meeting": _in_a_meeting,
    "request": _in_a_request,
    "request without a name": _in_a_request_without_a_name,
    "recommendation": _in_a_recommendation,
}

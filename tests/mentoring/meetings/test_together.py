"""The two act at the same moment: one of them is heard, and the other told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from app.core import keys
from app.core.errors import ForumError
from app.mentoring.mentorships import meeting_deeds
from app.mentoring.mentorships.meeting_contents import Plan, State, Way
from app.mentoring.mentorships.meeting_deeds import Choice, Stale
from app.mentoring.mentorships.meeting_models import MeetingRow
from app.mentoring.mentorships.meeting_policy import Turn
from app.people.members import sessions
from app.people.recognition import recognise
from tests.mentoring.meetings.conftest import LATER

TIMES = 8


def at_once(house, *deeds):
    """Each in a transaction of its own; what came of each."""
    gate = Barrier(len(deeds))

    def one(deed):
        by, do = deed
        with house.database.changing() as session:
            token = sessions.start(session, house.ring, session.merge(by, load=False))
        gate.wait(30)
        try:
            with house.database.changing() as session:
                return do(session, recognise(session, house.ring, token))
        except ForumError as refused:
            return refused

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def turns(house, pair, meeting_id, turn, version):
    place, choice = (pair.id, meeting_id), Choice(turn, version)
    return lambda session, viewer: meeting_deeds.turn(session, house.ring, viewer, place, choice)


def test_a_yes_and_a_taking_back_cross_and_one_of_them_counts(house, pair, amina, bea):
    for _ in range(TIMES):
        meeting_id = pair.propose(amina)

        done = at_once(
            house,
            (bea, turns(house, pair, meeting_id, Turn.CONFIRM, 1)),
            (amina, turns(house, pair, meeting_id, Turn.CANCEL, 1)),
        )

        assert [type(one) for one in done if one is not None] == [Stale]
        heard = State.CONFIRMED if done[0] is None else State.CANCELLED
        assert pair.meeting(meeting_id).state is heard
        assert pair.meeting(meeting_id).version == 2
        if heard is State.CONFIRMED:
            pair.turn(amina, meeting_id, Turn.CANCEL)


def test_the_same_form_at_once_proposes_once(house, pair, session, amina):
    plan, nonce = Plan(LATER, 40, Way.CALL), keys.token()

    def propose(session, viewer):
        return meeting_deeds.propose(session, house.ring, viewer, pair.id, plan, nonce)

    done = at_once(house, *[(amina, propose)] * TIMES)

    assert len(set(done)) == 1
    session.rollback()
    assert session.query(MeetingRow).count() == 1
